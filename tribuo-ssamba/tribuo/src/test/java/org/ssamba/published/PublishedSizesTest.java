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
package org.ssamba.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.encoder.EncoderConfig;

/**
 * Files of every published size and patch shape, with the names and shapes of docs/model.md,
 * section 10, written down once more. Only the smallest has all of its 24 layers, to save time.
 */
class PublishedSizesTest {
    private static final int STATES = 16;
    private static final int FRAMES = 1024;

    @TempDir Path folder;

    private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();

    private void put(String name, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i + tensors.size()) % 97 / 970f;
        }
        tensors.put("module." + name, NamedTensor.of("module." + name, shape, values));
    }

    private void linear(String name, int outputs, int inputs) {
        put(name + ".weight", outputs, inputs);
        put(name + ".bias", outputs);
    }

    private void norm(String name, int width) {
        put(name + ".weight", width);
        put(name + ".bias", width);
    }

    private void encoder(int width, int layers, int patchMels, int patchFrames, int positions) {
        put("v.cls_token", 1, 1, width);
        put("v.pos_embed", 1, 1 + positions, width);
        put("v.patch_embed.proj.weight", width, 1, patchMels, patchFrames);
        put("v.patch_embed.proj.bias", width);
        linear("v.head", 1000, width);
        int inner = 2 * width;
        int rank = (width + 15) / 16;
        for (int layer = 0; layer < layers; layer++) {
            norm("v.layers." + layer + ".norm", width);
            String mixer = "v.layers." + layer + ".mixer.";
            put(mixer + "in_proj.weight", 2 * inner, width);
            put(mixer + "out_proj.weight", width, inner);
            for (String direction : List.of("", "_b")) {
                put(mixer + (direction.isEmpty() ? "A_log" : "A_b_log"), inner, STATES);
                put(mixer + "D" + direction, inner);
                put(mixer + "conv1d" + direction + ".weight", inner, 1, 4);
                put(mixer + "conv1d" + direction + ".bias", inner);
                put(mixer + "x_proj" + direction + ".weight", rank + 2 * STATES, inner);
                linear(mixer + "dt_proj" + direction, inner, rank);
            }
        }
        norm("v.norm_f", width);
    }

    private Path write() throws IOException {
        Path file = folder.resolve("published.pth");
        PyTorchCheckpoint.write(file, tensors);
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "192, 24, 16, 16", "192, 2, 128, 2", "384, 2, 16, 16",
        "384, 2, 128, 2", "768, 2, 16, 16", "768, 2, 128, 2"
    })
    void pretrained(int width, int layers, int patchMels, int patchFrames) throws IOException {
        for (String size : List.of("p_input_fdim", "p_input_tdim")) {
            long value = size.equals("p_input_fdim") ? 128 : FRAMES;
            tensors.put("module." + size, NamedTensor.of("module." + size, new int[0], value));
        }
        put("mask_embed", 1, 1, width);
        for (String head : List.of("cpredlayer", "gpredlayer")) {
            linear(head + ".0", width, width);
            linear(head + ".2", 256, width);
        }
        encoder(width, layers, patchMels, patchFrames, 128 / patchMels * (FRAMES / patchFrames));
        PretrainedEncoder encoder = PretrainedEncoder.load(write());
        assertEquals(
                new EncoderConfig(
                        width,
                        layers,
                        STATES,
                        4,
                        128,
                        FRAMES,
                        patchMels,
                        patchFrames,
                        patchMels,
                        patchFrames),
                encoder.config());
        assertReadWhole(encoder.weights());

        Path again = folder.resolve("again.pth");
        encoder.savePyTorch(again);
        Map<String, NamedTensor> written = PyTorchCheckpoint.read(again);
        assertEquals(tensors.keySet(), written.keySet());
        tensors.forEach(
                (name, tensor) -> {
                    if (!name.startsWith("module.v.head.")) {
                        assertEquals(tensor, written.get(name));
                    }
                });
    }

    /** Overlapping patches; and, for patches as high as the spectrogram, a stride of one frame. */
    @ParameterizedTest
    @CsvSource({"16, 16, 10, 10, 600", "128, 2, 128, 2, 256", "128, 2, 128, 1, 511"})
    void fineTuned(int patchMels, int patchFrames, int melStride, int frameStride, int positions)
            throws IOException {
        encoder(192, 2, patchMels, patchFrames, positions);
        norm("mlp_head.0", 192);
        linear("mlp_head.1", 50, 192);
        PublishedCheckpoint checkpoint =
                PublishedCheckpoint.read(
                        write(),
                        new CheckpointOptions().frames(512).strides(melStride, frameStride));
        assertEquals(50, checkpoint.outputs());
        assertEquals(melStride, checkpoint.config().melStride());
        assertEquals(frameStride, checkpoint.config().frameStride());
        assertReadWhole(PretrainedEncoder.of(checkpoint).weights());
    }

    private void assertReadWhole(Map<String, float[]> weights) {
        weights.forEach(
                (name, values) ->
                        assertArrayEquals(tensors.get("module." + name).floats(), values, name));
    }
}
