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
package org.ssamba.encoder;

import java.util.Arrays;

/**
 * A part of a parameter under the name it has in checkpoints of the published code: rows of equal
 * length at a constant distance.
 *
 * @param name as in the published code without the prefix {@code module.}.
 * @param offset of its first value in the arena of all weights.
 * @param rowLength contiguous values.
 * @param rowStride values from one row to the next; equals {@code rowLength} for most.
 * @param initializer how it starts.
 * @param shape its extents in the checkpoint; their product is a multiple of {@code rowLength}.
 */
public record ParameterView(
        String name,
        long offset,
        int rowLength,
        int rowStride,
        Initializer initializer,
        int... shape) {

    /**
     * The number of its values.
     *
     * @return the product of its extents.
     */
    public int size() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /**
     * Copies its values out of an arena.
     *
     * @param arena all weights, or all gradients.
     * @return its values, row-major.
     */
    public float[] read(float[] arena) {
        float[] values = new float[size()];
        for (int at = 0, from = Math.toIntExact(offset); at < values.length; at += rowLength) {
            System.arraycopy(arena, from, values, at, rowLength);
            from += rowStride;
        }
        return values;
    }

    /**
     * Copies values into an arena.
     *
     * @param values row-major, as many as {@link #size}.
     * @param arena all weights.
     */
    public void write(float[] values, float[] arena) {
        if (values.length != size()) {
            throw new IllegalArgumentException(
                    name + " has " + size() + " values, not " + values.length);
        }
        for (int at = 0, to = Math.toIntExact(offset); at < values.length; at += rowLength) {
            System.arraycopy(values, at, arena, to, rowLength);
            to += rowStride;
        }
    }
}
