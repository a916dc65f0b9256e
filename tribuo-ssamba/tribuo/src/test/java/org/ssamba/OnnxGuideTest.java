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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.ssamba.onnx.SpectrogramFeatures;
import org.ssamba.training.FrontEnd;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.interop.onnx.DenseTransformer;
import org.tribuo.interop.onnx.LabelTransformer;
import org.tribuo.interop.onnx.ONNXExternalModel;
import org.tribuo.provenance.ModelProvenance;

/** The lines of docs/onnx.md, on tones. */
class OnnxGuideTest {
    @TempDir static Path folder;
    private static SSAMBAModel<Label> model;
    private static Path clip;

    @BeforeAll
    static void train() throws IOException {
        model = model(ClipLength.CUT);
        float[] samples = new float[3 * ToneExamples.RATE / 2 + 100];
        for (int half = 0; half < 3; half++) {
            float[] tone = ToneExamples.tone(half == 1, half);
            System.arraycopy(tone, 0, samples, half * tone.length, tone.length);
        }
        clip = folder.resolve("clip.wav");
        ToneExamples.writeWav(clip, samples);
    }

    private static SSAMBAModel<Label> model(ClipLength length) {
        return SSAMBATrainer.builder(new LabelHead())
                .encoder(EncoderShape.tiny().size(16, 2).frames(48))
                .recipe(new FineTuningRecipe().epochs(2).batchSize(8).learningRate(3e-3))
                .clipLength(length)
                .build()
                .train(ToneExamples.carried(16, 1));
    }

    private static Example<Label> example() {
        return AudioExamples.create(LabelFactory.UNKNOWN_LABEL, AudioReference.ofFile(clip));
    }

    private static void assertScores(
            SSAMBAModel<Label> of, Prediction<Label> expected, double[] actual) {
        for (int i = 0; i < actual.length; i++) {
            String label = of.getOutputIDInfo().getOutput(i).getLabel();
            assertEquals(expected.getOutputScores().get(label).getScore(), actual[i], 1e-5, label);
        }
    }

    @Test
    void running() throws IOException, OrtException {
        PretrainedEncoder encoder = model.encoder();
        FrontEnd frontEnd = model.frontEnd();
        EncoderConfig config = model.config();
        // docs/onnx.md: begin
        model.onnx().save(folder.resolve("model.onnx")); // a SSAMBAModel: embedding and scores
        encoder.onnx(Pooling.Kind.MEAN)
                .save(folder.resolve("encoder.onnx")); // a PretrainedEncoder: embedding
        // docs/onnx.md: end
        // docs/onnx.md: begin
        LogMelSpectrogram spectrogram =
                new LogMelExtractor(frontEnd.logMel()).extract(AudioReader.read(clip));
        int frames = config.frames();
        int mels = spectrogram.melBins();
        float[] logMel = new float[frames * mels];
        spectrogram.copyInto(0, logMel); // cut or padded, still log-mel
        frontEnd.normalization().apply(logMel);
        // docs/onnx.md: end
        // docs/onnx.md: begin
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(folder.resolve("model.onnx").toString());
                OnnxTensor input =
                        OnnxTensor.createTensor(
                                environment,
                                FloatBuffer.wrap(logMel),
                                new long[] {1, frames, mels});
                OrtSession.Result result = session.run(Map.of("spectrogram", input))) {
            float[][] scores = (float[][]) result.get("scores").orElseThrow().getValue();
            System.out.println(Arrays.toString(scores[0]));
        }
        // docs/onnx.md: end
        try (OrtSession session =
                environment.createSession(folder.resolve("model.onnx").toString())) {
            assertScores(model, model.predict(example()), scores(session, logMel, frames));
        }
    }

    private static double[] scores(OrtSession session, float[] logMel, int frames)
            throws OrtException {
        try (OnnxTensor input =
                        OnnxTensor.createTensor(
                                OrtEnvironment.getEnvironment(),
                                FloatBuffer.wrap(logMel),
                                new long[] {1, frames, logMel.length / frames});
                OrtSession.Result result = session.run(Map.of("spectrogram", input))) {
            float[] row = ((float[][]) result.get("scores").orElseThrow().getValue())[0];
            double[] scores = new double[row.length];
            Arrays.setAll(scores, i -> row[i]);
            return scores;
        }
    }

    private static double[] scores(
            OrtSession session, SSAMBAModel<Label> of, AudioClip audio, boolean cover)
            throws OrtException {
        FrontEnd frontEnd = of.frontEnd();
        LogMelSpectrogram spectrogram = new LogMelExtractor(frontEnd.logMel()).extract(audio);
        int frames = cover ? of.config().framesToCover(spectrogram.frames()) : of.config().frames();
        float[] logMel = new float[frames * spectrogram.melBins()];
        spectrogram.copyInto(0, logMel);
        frontEnd.normalization().apply(logMel);
        return scores(session, logMel, frames);
    }

    /** The table of lengths; the clip is longer than the encoder's input by no whole patch. */
    @Test
    void otherClipLengths() throws Exception {
        for (ClipLength length : List.of(ClipLength.OWN, ClipLength.WINDOWS)) {
            SSAMBAModel<Label> other = model(length);
            Path file = folder.resolve(length + ".onnx");
            other.onnx().save(file);
            List<double[]> all = new ArrayList<>();
            try (OrtSession session =
                    OrtEnvironment.getEnvironment().createSession(file.toString())) {
                if (length == ClipLength.OWN) {
                    all.add(scores(session, other, AudioReader.read(clip), true));
                } else {
                    List<AudioClip> windows = new ArrayList<>();
                    AudioReader.readWindows(
                            clip,
                            SlidingWindow.ofFrames(
                                    other.frontEnd().logMel(), other.config().frames(), 0),
                            window -> windows.add(window.clip()));
                    for (AudioClip window : windows) {
                        all.add(scores(session, other, window, false));
                    }
                }
            }
            double[] mean = new double[2];
            Arrays.setAll(
                    mean, i -> all.stream().mapToDouble(row -> row[i]).average().orElseThrow());
            assertScores(other, other.predict(example()), mean);
        }
    }

    @Test
    void throughTribuo() throws Exception {
        Example<Label> audioExample = example();
        // docs/onnx.md: begin
        model.saveONNXModel("com.example.sounds", 1, folder.resolve("tribuo.onnx"));
        var features = new SpectrogramFeatures(model.frontEnd(), model.config().frames());
        Map<Label, Integer> outputs = new HashMap<>();
        model.getOutputIDInfo().forEach(output -> outputs.put(output.getB(), output.getA()));
        try (var external =
                ONNXExternalModel.createOnnxModel(
                        new LabelFactory(),
                        features.mapping(),
                        outputs,
                        new DenseTransformer(),
                        new LabelTransformer(),
                        new OrtSession.SessionOptions(),
                        folder.resolve("tribuo.onnx"),
                        "input")) {
            Prediction<Label> prediction = external.predict(features.of(audioExample));
            Optional<ModelProvenance> trained = external.getTribuoProvenance();
            System.out.println(
                    prediction.getOutput()
                            + " from "
                            + trained.orElseThrow().getTrainerProvenance());
        }
        // docs/onnx.md: end
        assertTrue(folder.resolve("tribuo.onnx").toFile().length() > 0);
    }
}
