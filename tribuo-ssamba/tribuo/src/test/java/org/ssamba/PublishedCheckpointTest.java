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
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.SavedWeights.assertSameTensors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.head.LabelHead;
import org.ssamba.published.CheckpointOptions;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;
import org.tribuo.Model;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.LabelEvaluator;

/** Files of the published code as encoders, starting points and models. */
class PublishedCheckpointTest {
    private static final List<String> LABELS =
            List.of("low", "high", "z", "y", "x", "w", "v", "u", "t", "s");
    private static final double TOLERANCE = 1e-5;

    @TempDir Path folder;

    private static void assertClose(NamedTensor expected, float[][] actual) {
        float[] reference = expected.floats();
        double scale = 0;
        for (float value : reference) {
            scale = Math.max(scale, Math.abs(value));
        }
        assertEquals(reference.length, actual.length * actual[0].length);
        for (int i = 0; i < reference.length; i++) {
            assertEquals(
                    reference[i],
                    actual[i / actual[0].length][i % actual[0].length],
                    TOLERANCE * scale);
        }
    }

    @Test
    void aPretrainingFileSaysItsShapeAndWhatWasLeftOver() throws IOException {
        PublishedCheckpoint checkpoint = PublishedCheckpoint.read(MiniCheckpoint.file());
        assertEquals(MiniCheckpoint.CONFIG, checkpoint.config());
        assertEquals(List.of("v.head.bias", "v.head.weight"), checkpoint.leftover());
        assertEquals(0, checkpoint.outputs());
        assertEquals(-4.2677393, checkpoint.frontEnd().normalization().mean());
        assertEquals(4.5689974, checkpoint.frontEnd().normalization().deviation());
        assertTrue(checkpoint.toString().contains("assumed"), checkpoint.toString());
        String origin =
                PretrainedEncoder.of(checkpoint)
                        .getProvenance()
                        .importedFrom()
                        .orElseThrow()
                        .toString();
        for (String fact : List.of("mini.pth", "file-sha256", "v.head.weight", "assumed", "F32")) {
            assertTrue(origin.contains(fact), fact + " in " + origin);
        }
        assertTrue(PretrainedEncoder.of(checkpoint).getProvenance().pretrainer().isEmpty());
        Normalization own = new Normalization(-5, 4);
        PublishedCheckpoint given =
                PublishedCheckpoint.read(
                        MiniCheckpoint.file(), new CheckpointOptions().normalization(own));
        assertEquals(own, PretrainedEncoder.of(given).frontEnd().normalization());
    }

    @Test
    void itsEmbeddingsAreThoseOfThePublishedCode() throws IOException {
        PretrainedEncoder encoder = PretrainedEncoder.load(MiniCheckpoint.file());
        SupervisedNetwork network =
                SupervisedNetwork.embedding(
                        encoder.config(), Pooling.clip(Pooling.Kind.MEAN, encoder.config()));
        float[] arena =
                WeightTransfer.into(
                        network.layout(), encoder.config(), encoder.config(), encoder.weights(), 0);
        Map<String, NamedTensor> golden = Goldens.load("mini.npz");
        assertClose(
                golden.get("pooled"),
                MiniCheckpoint.run(network, arena, golden.get("x")).embeddings());
    }

    @Test
    void fineTuningFromItStartsWhereThePublishedCodeStarts() throws IOException {
        startsAsPublished("mini_finetune_T96_stride10.npz", 96, 10);
        startsAsPublished("mini_finetune_T256_stride16.npz", 256, 16);
    }

    private static void startsAsPublished(String file, int frames, int stride) {
        Map<String, NamedTensor> golden = Goldens.load(file);
        StartingPoint start = MiniCheckpoint.start(MiniCheckpoint.file(), frames, stride);
        SupervisedNetwork network =
                SupervisedModelNetwork.of(start.config(), Pooling.Kind.MEAN, 7, HeadKind.SQUARED)
                        .network();
        ParameterLayout layout = network.layout();
        float[] arena = start.initialWeights(layout, 1);
        assertClose(
                golden.get("pos_embed"), new float[][] {layout.view("v.pos_embed").read(arena)});
        layout.view("mlp_head.0.weight").write(golden.get("head_norm_weight").floats(), arena);
        layout.view("mlp_head.0.bias").write(golden.get("head_norm_bias").floats(), arena);
        layout.view("mlp_head.1.weight").write(golden.get("head_weight").floats(), arena);
        layout.view("mlp_head.1.bias").write(golden.get("head_bias").floats(), arena);
        assertClose(
                golden.get("logits"), MiniCheckpoint.run(network, arena, golden.get("x")).scores());
    }

    @Test
    void aTrainerTakesItAsItIs() {
        SSAMBATrainer<Label> trainer =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderSource.file(MiniCheckpoint.file()).frames(48).stride(16))
                        .recipe(new FineTuningRecipe().epochs(1).batchSize(4))
                        .seed(1)
                        .build();
        Model<Label> model = trainer.train(ToneExamples.carried(4, 1));
        String facts = model.getProvenance().getInstanceProvenance().toString();
        assertTrue(facts.contains("encoder-sha256") && facts.contains("mini.pth"), facts);
    }

    @Test
    void aFineTunedFileBecomesAClassifierWithThePublishedScores() throws IOException {
        Path file = MiniCheckpoint.write(folder.resolve("tuned.pth"), MiniCheckpoint.fineTuned());
        PublishedCheckpoint checkpoint =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(128).stride(16));
        assertEquals(MiniCheckpoint.CLASSES, checkpoint.outputs());
        assertTrue(checkpoint.toString().contains("its own data"), checkpoint.toString());
        for (Pooling.Kind pooling : Pooling.Kind.values()) {
            SSAMBAModel<Label> model =
                    SSAMBAModel.of(
                            checkpoint,
                            new LabelHead(),
                            new LabelFactory(),
                            LABELS.stream().map(Label::new).toList(),
                            pooling);
            SupervisedNetwork network =
                    SupervisedModelNetwork.of(model.config(), pooling, 10, HeadKind.SQUARED)
                            .network();
            Map<String, NamedTensor> golden = Goldens.load("mini.npz");
            InferenceRunner.Result result =
                    MiniCheckpoint.run(
                            network,
                            ModelProtos.arena(
                                    network.layout(), ModelProtos.read(model.serializedWeights())),
                            golden.get("x"));
            boolean mean = pooling == Pooling.Kind.MEAN;
            assertClose(golden.get(mean ? "logits" : "logits_cls"), result.scores());
        }
    }

    @Test
    void theClassifierKeepsTheOrderOfClassesAndIsATribuoModel() throws IOException {
        Path file = MiniCheckpoint.write(folder.resolve("tuned.pth"), MiniCheckpoint.fineTuned());
        SSAMBAModel<Label> model =
                SSAMBAModel.classifier(
                        PublishedCheckpoint.read(file, new CheckpointOptions().frames(128)),
                        LABELS,
                        new LabelHead());
        for (int i = 0; i < LABELS.size(); i++) {
            assertEquals(LABELS.get(i), model.getOutputIDInfo().getOutput(i).getLabel());
        }
        String provenance = model.getProvenance().toString();
        assertTrue(provenance.contains("tuned.pth"), provenance);
        Path saved = folder.resolve("model.tribuo");
        model.serializeToFile(saved);
        Model<Label> loaded = Model.deserializeFromFile(saved).castModel(Label.class);
        assertEquals(model.getProvenance(), loaded.getProvenance());
        assertSamePredictions(model, loaded);
        assertEquals(
                2,
                new LabelEvaluator()
                        .evaluate(loaded, ToneExamples.carried(2, 3))
                        .getConfusionMatrix()
                        .support());

        Path exported = folder.resolve("again.pth");
        model.savePyTorch(exported);
        assertSameTensors(PyTorchCheckpoint.read(file), PyTorchCheckpoint.read(exported));
    }

    private static void assertSamePredictions(Model<Label> expected, Model<Label> actual) {
        List<Prediction<Label>> one = expected.predict(ToneExamples.carried(2, 5));
        List<Prediction<Label>> two = actual.predict(ToneExamples.carried(2, 5));
        for (int i = 0; i < one.size(); i++) {
            assertTrue(one.get(i).distributionEquals(two.get(i), 0));
        }
    }

    @Test
    void theStrideOfAFineTunedFileIsFoundFromItsFrames() throws IOException {
        Map<String, NamedTensor> tensors = MiniCheckpoint.fineTuned();
        String positions = "module.v.pos_embed";
        tensors.put(positions, Goldens.load("mini_finetune_T96_stride10.npz").get("pos_embed"));
        Path file = MiniCheckpoint.write(folder.resolve("tuned.pth"), tensors);
        EncoderConfig config =
                PublishedCheckpoint.read(file, new CheckpointOptions().frames(96)).config();
        assertEquals(MiniCheckpoint.CONFIG.withFrames(96).withStride(10, 10), config);
    }

    @Test
    void halfPrecisionAndMissingPrefixesAreRead() throws IOException {
        Map<String, NamedTensor> mixed = new LinkedHashMap<>();
        int[] count = new int[1];
        MiniCheckpoint.tensors()
                .forEach(
                        (name, tensor) -> {
                            NamedTensor stored =
                                    !tensor.dtype().isFloating()
                                            ? tensor
                                            : switch (count[0]++ % 3) {
                                                case 0 -> MiniCheckpoint.float16(tensor);
                                                case 1 -> MiniCheckpoint.bfloat16(tensor);
                                                default -> tensor;
                                            };
                            mixed.put(name.substring("module.".length()), stored);
                        });
        PretrainedEncoder encoder =
                PretrainedEncoder.load(MiniCheckpoint.write(folder.resolve("mixed.pth"), mixed));
        encoder.weights()
                .forEach((name, values) -> assertArrayEquals(mixed.get(name).floats(), values));
        assertTrue(
                encoder.getProvenance().toString().contains("BF16, F16, F32"),
                encoder.getProvenance().toString());
    }
}
