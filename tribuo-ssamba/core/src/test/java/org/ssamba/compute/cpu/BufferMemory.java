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
package org.ssamba.compute.cpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import org.ssamba.compute.Tensor;

/** Memory for one test: each tensor a direct buffer of its own, NaN until written. */
final class BufferMemory implements CpuMemory {
    private final Map<Tensor, ByteBuffer> buffers = new IdentityHashMap<>();

    @Override
    public FloatBuffer floats(Tensor tensor) {
        return buffer(tensor).asFloatBuffer();
    }

    @Override
    public IntBuffer ints(Tensor tensor) {
        return buffer(tensor).asIntBuffer();
    }

    void set(Tensor tensor, float... values) {
        if (values.length != tensor.size()) {
            throw new IllegalArgumentException(values.length + " values for " + tensor);
        }
        floats(tensor).put(values);
    }

    /** Uniform values in [low, high). */
    float[] fill(Tensor tensor, Random random, double low, double high) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        set(tensor, values);
        return values;
    }

    float[] get(Tensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        floats(tensor).get(values);
        return values;
    }

    private ByteBuffer buffer(Tensor tensor) {
        ByteBuffer own =
                buffers.computeIfAbsent(
                        tensor,
                        t -> {
                            int size = Math.toIntExact(t.size());
                            ByteBuffer made = ByteBuffer.allocateDirect(4 * size);
                            float[] nan = new float[size];
                            Arrays.fill(nan, Float.NaN);
                            made.order(ByteOrder.nativeOrder()).asFloatBuffer().put(nan);
                            return made;
                        });
        return own.duplicate().order(ByteOrder.nativeOrder());
    }
}
