/*
 * Copyright 2026 The tribuo-ssamba authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.google.gson.Gson;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.head.LabelHead;
import org.ssamba.head.MultiLabelHead;
import org.ssamba.head.RegressorHead;
import org.ssamba.onnx.SpectrogramFeatures;
import org.tribuo.Example;
import org.tribuo.Feature;
import org.tribuo.MutableDataset;
import org.tribuo.ONNXExportable;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.interop.onnx.DenseTransformer;
import org.tribuo.interop.onnx.LabelTransformer;
import org.tribuo.interop.onnx.MultiLabelTransformer;
import org.tribuo.interop.onnx.ONNXExternalModel;
import org.tribuo.interop.onnx.OutputTransformer;
import org.tribuo.interop.onnx.RegressorTransformer;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXOperators;
import org.tribuo.util.onnx.ONNXPlaceholder;

/** Models that leave as ONNX files and come back as Tribuo's ONNXExternalModel. */
class OnnxThroughTribuoTest {
    static final EncoderShape SHAPE = EncoderShape.tiny().size(16, 2).frames(48);

    private static final FineTuningRecipe RECIPE =
            new FineTuningRecipe().epochs(2).batchSize(8).learningRate(3e-3);

    @TempDir static Path folder;
    private static MutableDataset<Label> testing;

    @BeforeAll
    static void makeTones() {
        testing = ToneExamples.carried(6, 1000);
    }

    static SSAMBAModel<Label> train(boolean sigmoid) {
        return new SSAMBATrainer<>(new LabelHead(0, sigmoid, Map.of()), SHAPE, RECIPE)
                .train(ToneExamples.carried(16, 1));
    }

    /** A file of the model as Tribuo reads it. */
    private static <T extends Output<T>> ONNXExternalModel<T> throughTribuo(
            SSAMBAModel<T> model, OutputFactory<T> factory, OutputTransformer<T> transformer)
            throws Exception {
        Path file = folder.resolve("model.onnx");
        model.saveONNXModel("org.ssamba.test", 3, file);
        Map<T, Integer> outputs = new HashMap<>();
        for (Pair<Integer, T> output : model.getOutputIDInfo()) {
            outputs.put(output.getB(), output.getA());
        }
        return ONNXExternalModel.createOnnxModel(
                factory,
                new SpectrogramFeatures(model.frontEnd(), model.config().frames()).mapping(),
                outputs,
                new DenseTransformer(),
                transformer,
                new OrtSession.SessionOptions(),
                file,
                "input");
    }

    private static <T extends Output<T>> void assertPredictsAlike(
            SSAMBAModel<T> model,
            ONNXExternalModel<T> external,
            MutableDataset<T> clips,
            BiConsumer<Prediction<T>, Prediction<T>> same) {
        SpectrogramFeatures features =
                new SpectrogramFeatures(model.frontEnd(), model.config().frames());
        List<Example<T>> cells = new ArrayList<>();
        clips.forEach(audio -> cells.add(features.of(audio)));
        List<Prediction<T>> batch = external.predict(cells);
        for (int i = 0; i < cells.size(); i++) {
            Prediction<T> expected = model.predict(clips.getExample(i));
            same.accept(expected, batch.get(i));
            same.accept(expected, external.predict(cells.get(i)));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void labelsThroughTribuo(boolean sigmoid) throws Exception {
        try (SSAMBAModel<Label> model = train(sigmoid);
                ONNXExternalModel<Label> external =
                        throughTribuo(model, ToneExamples.LABELS, new LabelTransformer())) {
            assertPredictsAlike(
                    model,
                    external,
                    testing,
                    (expected, actual) -> {
                        assertEquals(
                                expected.getOutput().getLabel(), actual.getOutput().getLabel());
                        assertEquals(2, actual.getOutputScores().size());
                        expected.getOutputScores()
                                .forEach(
                                        (name, label) ->
                                                assertEquals(
                                                        label.getScore(),
                                                        actual.getOutputScores()
                                                                .get(name)
                                                                .getScore(),
                                                        1e-5,
                                                        name));
                    });
            assertEquals(model.getProvenance(), external.getTribuoProvenance().orElseThrow());
        }
    }

    /** Three dimensions whose units differ a thousandfold; one is a constant. */
    @Test
    void numbersThroughTribuo() throws Exception {
        RegressionFactory factory = new RegressionFactory();
        MutableDataset<Regressor> clips =
                tones(
                        factory,
                        i ->
                                new Regressor(
                                        new String[] {"hertz", "constant", "share"},
                                        new double[] {500 + 2000 * (i % 2), 7, 0.01 * i}));
        try (SSAMBAModel<Regressor> model =
                        new SSAMBATrainer<>(new RegressorHead(), SHAPE, RECIPE).train(clips);
                ONNXExternalModel<Regressor> external =
                        throughTribuo(model, factory, new RegressorTransformer())) {
            assertPredictsAlike(
                    model,
                    external,
                    clips,
                    (expected, actual) -> {
                        String[] names = expected.getOutput().getNames();
                        assertArrayEquals(names, actual.getOutput().getNames());
                        for (int i = 0; i < names.length; i++) {
                            double value = expected.getOutput().getValues()[i];
                            assertEquals(
                                    value,
                                    actual.getOutput().getValues()[i],
                                    1e-5 * Math.max(Math.abs(value), 0.1),
                                    names[i]);
                        }
                    });
            assertEquals(Set.of("hertz", "constant", "share"), Set.copyOf(names(model)));
        }
    }

    private static List<String> names(SSAMBAModel<?> model) {
        for (StringStringEntryProto entry :
                model.onnx().serving("org.ssamba.test", 1).getMetadataPropsList()) {
            if (entry.getKey().equals("ssamba.outputs")) {
                return List.of(new Gson().fromJson(entry.getValue(), String[].class));
            }
        }
        throw new AssertionError("no names");
    }

    @Test
    void setsOfLabelsThroughTribuo() throws Exception {
        MultiLabelFactory factory = new MultiLabelFactory();
        MutableDataset<MultiLabel> clips =
                tones(
                        factory,
                        i ->
                                i % 2 == 0
                                        ? new MultiLabel(Set.of(new Label("low")))
                                        : new MultiLabel(
                                                Set.of(new Label("high"), new Label("odd"))));
        try (SSAMBAModel<MultiLabel> model =
                        new SSAMBATrainer<>(new MultiLabelHead(), SHAPE, RECIPE).train(clips);
                ONNXExternalModel<MultiLabel> external =
                        throughTribuo(model, factory, new MultiLabelTransformer())) {
            assertPredictsAlike(
                    model,
                    external,
                    clips,
                    (expected, actual) -> {
                        assertEquals(
                                expected.getOutput().getNameSet(), actual.getOutput().getNameSet());
                        expected.getOutputScores()
                                .forEach(
                                        (name, label) ->
                                                assertEquals(
                                                        label.getLabelScore(new Label(name))
                                                                .orElseThrow(),
                                                        actual.getOutputScores()
                                                                .get(name)
                                                                .getLabelScore(new Label(name))
                                                                .orElseThrow(),
                                                        1e-5,
                                                        name));
                    });
        }
    }

    private static <T extends Output<T>> MutableDataset<T> tones(
            OutputFactory<T> factory, IntFunction<T> output) {
        List<Example<T>> examples = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            examples.add(
                    AudioExamples.create(
                            output.apply(i),
                            AudioClip.of(ToneExamples.tone(i % 2 == 1, i), ToneExamples.RATE)));
        }
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, factory, new SimpleDataSourceProvenance("tones", factory)));
    }

    /** What Tribuo's ensembles do: several models in one graph. */
    @Test
    void twoModelsShareAGraph() throws Exception {
        try (SSAMBAModel<Label> one = train(false);
                SSAMBAModel<Label> two = train(true)) {
            SpectrogramFeatures features =
                    new SpectrogramFeatures(one.frontEnd(), one.config().frames());
            ONNXContext context = new ONNXContext();
            context.setName("sum");
            ONNXPlaceholder input = context.floatInput("input", features.mapping().size());
            ONNXPlaceholder output = context.floatOutput("output", 2);
            one.writeONNXGraph(input)
                    .apply(ONNXOperators.ADD, two.writeONNXGraph(input))
                    .assignTo(output);
            ModelProto proto = ONNXExportable.buildModel(context, "org.ssamba.test", 1, one);
            Example<Label> audio = testing.getExample(0);
            Map<String, Label> first = one.predict(audio).getOutputScores();
            Map<String, Label> second = two.predict(audio).getOutputScores();
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OrtSession session = environment.createSession(proto.toByteArray());
                    OnnxTensor cells =
                            OnnxTensor.createTensor(
                                    environment, new float[][] {values(features.of(audio))});
                    OrtSession.Result result = session.run(Map.of("input", cells))) {
                float[][] sums = (float[][]) result.get(0).getValue();
                for (Pair<Integer, Label> label : one.getOutputIDInfo()) {
                    String name = label.getB().getLabel();
                    assertEquals(
                            first.get(name).getScore() + second.get(name).getScore(),
                            sums[0][label.getA()],
                            1e-5);
                }
            }
        }
    }

    private static float[] values(Example<Label> example) {
        float[] values = new float[example.size()];
        int i = 0;
        for (Feature feature : example) {
            values[i++] = (float) feature.getValue();
        }
        return values;
    }
}
