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
import static org.ssamba.onnx.AnyLengthTest.FRONT_END;
import static org.ssamba.onnx.AnyLengthTest.OUTPUTS;
import static org.ssamba.onnx.AnyLengthTest.assertClose;
import static org.ssamba.onnx.AnyLengthTest.config;
import static org.ssamba.onnx.AnyLengthTest.export;
import static org.ssamba.onnx.AnyLengthTest.network;
import static org.ssamba.onnx.AnyLengthTest.noise;
import static org.ssamba.onnx.AnyLengthTest.weights;

import ai.onnxruntime.OrtException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.SupervisedNetwork;

/** What the graph makes of logits, and what is no network to export. */
class ExportedScoresTest {
    @Test
    void valuesGoBackToTheirUnit() throws OrtException {
        EncoderConfig config = config(16);
        ParameterLayout layout = network(config, Pooling.Kind.MEAN, HeadKind.SQUARED).layout();
        List<Float> scale = List.of(2f, 0.5f, 10f, 1f, 3f);
        List<Float> offset = List.of(0f, 7f, -20f, 1f, 100f);
        float[] x = noise(2 * 96 * config.mels(), 5);
        float[] plain;
        try (StockRuntime runtime =
                new StockRuntime(
                        export(config, Pooling.Kind.MEAN, Scores.of(HeadKind.SQUARED), layout)
                                .serving("t", 1))) {
            plain = runtime.run(x, 2, 96, config.mels()).get("scores");
        }
        for (int i = 0; i < plain.length; i++) {
            plain[i] = plain[i] * scale.get(i % OUTPUTS) + offset.get(i % OUTPUTS);
        }
        Scores scores = new Scores(HeadKind.SQUARED, false, scale, offset);
        try (StockRuntime runtime =
                new StockRuntime(
                        export(config, Pooling.Kind.MEAN, scores, layout).serving("t", 1))) {
            assertClose(plain, runtime.run(x, 2, 96, config.mels()).get("scores"));
        }
    }

    /** Sigmoids as predictions of one label show them, also where all are zero. */
    @Test
    void sigmoidsAreSharedOut() throws OrtException {
        EncoderConfig config = config(16);
        SupervisedNetwork network = network(config, Pooling.Kind.MEAN, HeadKind.SIGMOID);
        for (float bias : new float[] {0, -200}) {
            float[] arena = weights(network.layout());
            float[] biases = new float[OUTPUTS];
            Arrays.fill(biases, bias);
            network.layout().view("mlp_head.1.bias").write(biases, arena);
            OnnxExport export =
                    new OnnxExport(
                            new OnnxExport.Network(
                                    config,
                                    Pooling.Kind.MEAN,
                                    new Scores(HeadKind.SIGMOID, true, List.of(), List.of()),
                                    network.layout(),
                                    arena),
                            FRONT_END,
                            List.of("a", "b", "c", "d", "e"),
                            "shares",
                            OnnxExport.ENCODER_PROVENANCE_FIELD,
                            "none");
            try (StockRuntime runtime = new StockRuntime(export.tribuo("t", 1))) {
                float[] x = noise(96 * config.mels(), 5);
                float[] shares = runtime.run(x, 1, x.length).get("output");
                double sum = 0;
                for (float share : shares) {
                    sum += share;
                    assertTrue(bias == 0 || Math.abs(share - 0.2) < 1e-6, "share " + share);
                }
                assertEquals(1, sum, 1e-6);
            }
        }
    }

    @Test
    void whatCannotBeExportedIsNamed() {
        EncoderConfig config = config(16);
        SupervisedNetwork network = network(config, Pooling.Kind.MEAN, HeadKind.SOFTMAX);
        Scores scores = Scores.of(HeadKind.SOFTMAX);
        ParameterLayout layout = network.layout();
        assertEquals(
                "The network needs %d values of weights, not 3".formatted(layout.size()),
                refusal(
                        () ->
                                new OnnxExport.Network(
                                        config, Pooling.Kind.MEAN, scores, layout, new float[3])));
        OnnxExport.Network whole =
                new OnnxExport.Network(config, Pooling.Kind.MEAN, scores, layout, weights(layout));
        assertEquals(
                "The head gives 5 scores but 1 names are given: [one]",
                refusal(() -> new OnnxExport(whole, FRONT_END, List.of("one"), "d", "field", "p")));
        SupervisedNetwork huge =
                network(config.withSize(4096, 8), Pooling.Kind.MEAN, HeadKind.SOFTMAX);
        assertTrue(
                refusal(
                                () ->
                                        new OnnxExport.Network(
                                                huge.encoder().config(),
                                                Pooling.Kind.MEAN,
                                                scores,
                                                huge.layout(),
                                                new float[0]))
                        .contains("2 GiB"));
        assertEquals(
                "Only sigmoids are shared out, not SOFTMAX",
                refusal(() -> new Scores(HeadKind.SOFTMAX, true, List.of(), List.of())));
    }

    private static String refusal(Executable executable) {
        return assertThrows(IllegalArgumentException.class, executable).getMessage();
    }
}
