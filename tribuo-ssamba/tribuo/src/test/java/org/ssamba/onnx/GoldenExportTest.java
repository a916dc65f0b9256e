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

import static org.ssamba.onnx.AnyLengthTest.assertClose;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.ParameterView;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.WeightTransfer;
import org.ssamba.training.FrontEnd;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;

/** Exported graphs against the reference values of the published code (docs/model.md, 11). */
class GoldenExportTest {
    private static final EncoderConfig MINI =
            new EncoderConfig(48, 4, 16, 4, 128, 128, 16, 16, 16, 16);
    private static Map<String, float[]> encoder;

    @BeforeAll
    static void readWeights() throws IOException {
        encoder = new LinkedHashMap<>();
        PyTorchCheckpoint.read(Goldens.path("mini.pth"))
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith("module.v.")) {
                                encoder.put(name.substring("module.".length()), tensor.floats());
                            }
                        });
    }

    private static final Map<String, String> HEAD_OF_FINE_TUNED =
            Map.of(
                    "mlp_head.0.weight", "head_norm_weight",
                    "mlp_head.0.bias", "head_norm_bias",
                    "mlp_head.1.weight", "head_weight",
                    "mlp_head.1.bias", "head_bias");

    private static float[] head(Map<String, NamedTensor> golden, String name) {
        NamedTensor ofPretrained = golden.get("param." + name);
        return ofPretrained == null
                ? golden.get(HEAD_OF_FINE_TUNED.get(name)).floats()
                : ofPretrained.floats();
    }

    private static OnnxExport export(
            EncoderConfig config, Pooling.Kind pooling, Map<String, NamedTensor> golden) {
        int outputs = head(golden, "mlp_head.1.bias").length;
        ParameterLayout layout =
                SupervisedNetwork.withHead(
                                config, Pooling.clip(pooling, config), outputs, HeadKind.SQUARED)
                        .layout();
        float[] arena = WeightTransfer.into(layout, config, MINI, encoder, 0);
        for (ParameterView view : layout.views()) {
            if (view.name().startsWith("mlp_head.")) {
                view.write(head(golden, view.name()), arena);
            }
        }
        return new OnnxExport(
                new OnnxExport.Network(config, pooling, Scores.of(HeadKind.SQUARED), layout, arena),
                new FrontEnd(LogMelConfig.standard(), new Normalization(0, 0.5)),
                IntStream.range(0, outputs).mapToObj(Integer::toString).toList(),
                "mini",
                OnnxExport.ENCODER_PROVENANCE_FIELD,
                "none");
    }

    private static Map<String, float[]> run(OnnxExport export, NamedTensor x) throws Exception {
        try (StockRuntime runtime = new StockRuntime(export.serving("org.ssamba", 1))) {
            float[] values = x.floats();
            int frames = values.length / (2 * MINI.mels());
            return new HashMap<>(runtime.run(values, 2, frames, MINI.mels()));
        }
    }

    @Test
    void pretrainedEncoderWithHead() throws Exception {
        Map<String, NamedTensor> golden = Goldens.load("mini.npz");
        Map<String, float[]> mean = run(export(MINI, Pooling.Kind.MEAN, golden), golden.get("x"));
        assertClose(golden.get("pooled").floats(), mean.get("embedding"));
        assertClose(golden.get("logits").floats(), mean.get("scores"));
        Map<String, float[]> classToken =
                run(export(MINI, Pooling.Kind.CLASS_TOKEN, golden), golden.get("x"));
        assertClose(golden.get("logits_cls").floats(), classToken.get("scores"));
    }

    @Test
    void overlappingPatches() throws Exception {
        Map<String, NamedTensor> golden = Goldens.load("mini_finetune_T96_stride10.npz");
        EncoderConfig adapted = MINI.withFrames(96).withStride(10, 10);
        assertClose(
                golden.get("logits").floats(),
                run(export(adapted, Pooling.Kind.MEAN, golden), golden.get("x")).get("scores"));
    }

    /** The graph of 128 frames itself stretches the positions to 256. */
    @Test
    void twiceTheLength() throws Exception {
        Map<String, NamedTensor> golden = Goldens.load("mini_finetune_T256_stride16.npz");
        assertClose(
                golden.get("logits").floats(),
                run(export(MINI, Pooling.Kind.MEAN, golden), golden.get("x")).get("scores"));
    }
}
