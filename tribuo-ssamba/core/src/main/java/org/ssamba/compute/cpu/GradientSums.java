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

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.ssamba.compute.Gradient;

/**
 * The gradient of a parameter that every row adds to. Each chunk of rows sums on its own; the sums
 * are added in the order of the chunks, whichever thread made them.
 */
final class GradientSums {
    private final int chunks;
    private final int width;
    private final float[] sums;
    private final float[] total;
    private final FloatBuffer gradient;
    private final boolean accumulate;

    GradientSums(int chunks, Gradient gradient, CpuMemory memory) {
        this.chunks = chunks;
        this.width = Math.toIntExact(gradient.tensor().size());
        this.sums = new float[Math.multiplyExact(chunks, width)];
        this.total = new float[width];
        this.gradient = memory.floats(gradient.tensor());
        this.accumulate = gradient.accumulate();
    }

    /** The sums of all chunks, one after the other. */
    float[] values() {
        return sums;
    }

    /** Zeroes the sums of a chunk and says where they start in {@link #values}. */
    int begin(int chunk) {
        Arrays.fill(sums, chunk * width, (chunk + 1) * width, 0f);
        return chunk * width;
    }

    /** Adds the chunks up and writes the gradient. */
    void finish() {
        if (accumulate) {
            gradient.get(0, total, 0, width);
        } else {
            Arrays.fill(total, 0f);
        }
        for (int j = 0; j < width; j++) {
            double sum = 0;
            for (int chunk = 0; chunk < chunks; chunk++) {
                sum += sums[chunk * width + j];
            }
            total[j] = (float) (total[j] + sum);
        }
        gradient.put(0, total, 0, width);
    }
}
