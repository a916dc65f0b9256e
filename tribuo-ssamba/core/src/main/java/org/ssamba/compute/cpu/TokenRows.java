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

/** Copies rows of tokens between a program's memory and arrays. */
final class TokenRows {
    private TokenRows() {}

    /**
     * Reads rows of a matrix.
     *
     * @param from the memory.
     * @param start index of the first element of the first row.
     * @param stride elements from row to row; negative to read backwards in time.
     * @param rows how many.
     * @param columns elements to read of each.
     * @param into receives the rows, from {@code offset}.
     * @param offset index of the first.
     * @param width elements from row to row in {@code into}; those beyond {@code columns} become 0.
     */
    static void load(
            FloatBuffer from,
            int start,
            int stride,
            int rows,
            int columns,
            float[] into,
            int offset,
            int width) {
        if (stride == columns && width == columns) {
            from.get(start, into, offset, rows * columns);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int at = offset + row * width;
            from.get(start + row * stride, into, at, columns);
            if (columns < width) {
                Arrays.fill(into, at + columns, at + width, 0f);
            }
        }
    }

    /**
     * Writes rows of a matrix, the inverse of {@link #load}.
     *
     * @param from the rows.
     * @param offset index of the first.
     * @param width elements from row to row in {@code from}.
     * @param to the memory.
     * @param start index of the first element of the first row.
     * @param stride elements from row to row; negative to write backwards in time.
     * @param rows how many.
     * @param columns elements to write of each.
     */
    static void store(
            float[] from,
            int offset,
            int width,
            FloatBuffer to,
            int start,
            int stride,
            int rows,
            int columns) {
        if (stride == columns && width == columns) {
            to.put(start, from, offset, rows * columns);
            return;
        }
        for (int row = 0; row < rows; row++) {
            to.put(start + row * stride, from, offset + row * width, columns);
        }
    }
}
