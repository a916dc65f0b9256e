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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.checkpoint.DType;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.checkpoint.PyTorchCheckpoint;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Clips;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.work.WorkListener;

/** The checkpoint that the published code saved, and what other files of it would look like. */
public final class MiniCheckpoint {
    public static final EncoderConfig CONFIG =
            new EncoderConfig(48, 4, 16, 4, 128, 128, 16, 16, 16, 16);
    public static final int CLASSES = 10;

    private MiniCheckpoint() {}

    public static Path file() {
        return Goldens.path("mini.pth");
    }

    /** Where a trainer starts from a file, with 0 for what the encoder itself says. */
    public static StartingPoint start(Path file, int frames, int stride) {
        return EncoderSource.file(file)
                .frames(frames)
                .stride(stride)
                .startingPoint(
                        new StartingPoint.Call(
                                (config, logMel) -> {}, List::of, WorkListener.SILENT, null));
    }

    public static Map<String, NamedTensor> tensors() throws IOException {
        return new LinkedHashMap<>(PyTorchCheckpoint.read(file()));
    }

    /** The encoder with the head of the goldens, as the published code saves a fine-tuned model. */
    public static Map<String, NamedTensor> fineTuned() throws IOException {
        Map<String, NamedTensor> tensors = tensors();
        tensors.keySet().removeIf(name -> !name.startsWith("module.v."));
        for (String part : new String[] {"0.weight", "0.bias", "1.weight", "1.bias"}) {
            String name = "module.mlp_head." + part;
            tensors.put(
                    name, Goldens.load("mini.npz").get("param.mlp_head." + part).withName(name));
        }
        return tensors;
    }

    /** Writes a file of PyTorch. */
    public static Path write(Path file, Map<String, NamedTensor> tensors) throws IOException {
        PyTorchCheckpoint.write(file, tensors);
        return file;
    }

    /** Cut to the upper half of the bits. */
    public static NamedTensor bfloat16(NamedTensor tensor) {
        float[] values = tensor.floats();
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        }
        return NamedTensor.ofBytes(tensor.name(), DType.BF16, tensor.shape(), bytes.array());
    }

    /** Cut to the bits a float16 has; what is too small for a normal one becomes 0. */
    public static NamedTensor float16(NamedTensor tensor) {
        float[] values = tensor.floats();
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            int bits = Float.floatToRawIntBits(value);
            int sign = bits >>> 16 & 0x8000;
            int exponent = (bits >>> 23 & 0xff) - 112;
            bytes.putShort(
                    (short) (exponent <= 0 ? sign : sign | exponent << 10 | bits >>> 13 & 0x3ff));
        }
        return NamedTensor.ofBytes(tensor.name(), DType.F16, tensor.shape(), bytes.array());
    }

    /** Normalised spectrograms, (clips, frames, mels). */
    record Normalised(int size, float[] values) implements Clips {
        @Override
        public void load(int clip, float[] logMel) {
            System.arraycopy(values, clip * logMel.length, logMel, 0, logMel.length);
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

    /** Runs normalised spectrograms through a network. */
    public static InferenceRunner.Result run(
            SupervisedNetwork network, float[] arena, NamedTensor x) {
        try (CpuBackend backend = CpuBackend.create();
                InferenceRunner runner =
                        new InferenceRunner(
                                backend, network, arena, new Normalization(0, 0.5), 2)) {
            return runner.run(new Normalised(x.shape()[0], x.floats()));
        }
    }
}
