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
package org.ssamba.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.compute.Backend;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.training.Clips;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;

/** One exported graph against this library's own network built anew for each length of clip. */
class AnyLengthTest {
    static final int OUTPUTS = 5;
    static final FrontEnd FRONT_END =
            new FrontEnd(LogMelConfig.standard().withMelBins(48), new Normalization(0, 0.5));

    private static Backend backend;

    @BeforeAll
    static void open() {
        backend = CpuBackend.create();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    static EncoderConfig config(int stride) {
        return new EncoderConfig(24, 4, 16, 4, 48, 96, 16, 16, stride, stride);
    }

    /** Weights none of which is at a neutral value, so that each term shows. */
    static float[] weights(ParameterLayout layout) {
        float[] arena = layout.initialWeights(1);
        SplittableRandom random = new SplittableRandom(2);
        for (ParameterView view : layout.views()) {
            float[] values = view.read(arena);
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (0.3 * (random.nextDouble() - 0.5));
            }
            view.write(values, arena);
        }
        return arena;
    }

    static float[] noise(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (2 * random.nextDouble() - 1);
        }
        return values;
    }

    static OnnxExport export(
            EncoderConfig config, Pooling.Kind pooling, Scores scores, ParameterLayout layout) {
        return new OnnxExport(
                new OnnxExport.Network(config, pooling, scores, layout, weights(layout)),
                FRONT_END,
                scores == null
                        ? List.of()
                        : IntStream.range(0, OUTPUTS).mapToObj(i -> "class " + i).toList(),
                "random",
                OnnxExport.ENCODER_PROVENANCE_FIELD,
                "none");
    }

    static SupervisedNetwork network(EncoderConfig config, Pooling.Kind pooling, HeadKind kind) {
        return SupervisedNetwork.withHead(config, Pooling.clip(pooling, config), OUTPUTS, kind);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 96, 1, MEAN, SOFTMAX",
        "16, 96, 3, CLASS_TOKEN, SIGMOID",
        "16, 32, 3, MEAN, SQUARED",
        "16, 80, 1, CLASS_TOKEN, SOFTMAX",
        "16, 16, 1, MEAN, SOFTMAX",
        "16, 104, 3, MEAN, SIGMOID",
        "16, 272, 3, CLASS_TOKEN, SQUARED",
        "10, 96, 3, MEAN, SQUARED",
        "10, 57, 1, CLASS_TOKEN, SQUARED",
        "10, 67, 3, MEAN, SIGMOID",
        "10, 133, 1, MEAN, SOFTMAX",
        "10, 777, 1, CLASS_TOKEN, SQUARED",
    })
    void scoresAndEmbeddingsAreOurs(
            int stride, int frames, int clips, Pooling.Kind pooling, HeadKind kind)
            throws OrtException {
        check(config(stride), frames, clips, pooling, kind);
    }

    /** Nothing of the published sizes is built into the graph. */
    @ParameterizedTest
    @CsvSource({"1, 1, 17", "3, 2, 61", "8, 5, 29", "2, 8, 44"})
    void otherShapesOfNetworkAndPatch(int states, int convolution, int frames) throws OrtException {
        EncoderConfig own = new EncoderConfig(20, 6, states, convolution, 40, 44, 12, 5, 7, 3);
        check(own, frames, 2, Pooling.Kind.MEAN, HeadKind.SQUARED);
    }

    private static void check(
            EncoderConfig own, int frames, int clips, Pooling.Kind pooling, HeadKind kind)
            throws OrtException {
        ParameterLayout layout = network(own, pooling, kind).layout();
        float[] x = noise(clips * frames * own.mels(), frames);

        EncoderConfig adapted = own.withFrames(frames);
        SupervisedNetwork ours = network(adapted, pooling, kind);
        Map<String, float[]> named = WeightTransfer.named(layout, weights(layout));
        float[] arena = WeightTransfer.into(ours.layout(), adapted, own, named, 0);
        for (ParameterView view : ours.layout().views()) {
            if (view.name().startsWith("mlp_head.")) {
                view.write(named.get(view.name()), arena);
            }
        }
        InferenceRunner.Result expected;
        try (InferenceRunner runner =
                new InferenceRunner(backend, ours, arena, FRONT_END.normalization(), clips)) {
            expected = runner.run(new Given(x, frames * own.mels()));
        }
        try (StockRuntime runtime =
                new StockRuntime(export(own, pooling, Scores.of(kind), layout).serving("t", 1))) {
            Map<String, float[]> actual = runtime.run(x, clips, frames, own.mels());
            assertClose(joined(expected.embeddings()), actual.get("embedding"));
            assertClose(joined(expected.scores()), actual.get("scores"));
        }
    }

    private static float[] joined(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, all, row * rows[0].length, rows[0].length);
        }
        return all;
    }

    /** Within 1e-5 of the largest value. */
    static void assertClose(float[] expected, float[] actual) {
        assertEquals(expected.length, actual.length);
        double scale = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            scale = Math.max(scale, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
        }
        double error = difference / scale;
        assertTrue(error <= 1e-5, "relative difference " + error);
    }

    /** Spectrograms as they are. */
    private record Given(float[] values, int each) implements Clips {
        @Override
        public int size() {
            return values.length / each;
        }

        @Override
        public void load(int clip, float[] logMel) {
            System.arraycopy(values, clip * each, logMel, 0, each);
        }

        @Override
        public void loadPart(int clip, double position, float[] logMel) {
            load(clip, logMel);
        }

        @Override
        public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
            load(clip, logMel);
        }
    }

    @Test
    void lessThanOnePatchIsRefused() throws OrtException {
        EncoderConfig config = config(16);
        ParameterLayout layout = network(config, Pooling.Kind.MEAN, HeadKind.SOFTMAX).layout();
        try (StockRuntime runtime =
                new StockRuntime(export(config, Pooling.Kind.MEAN, null, layout).serving("t", 1))) {
            float[] x = noise(15 * config.mels(), 0);
            assertThrows(OrtException.class, () -> runtime.run(x, 1, 15, config.mels()));
        }
    }
}
