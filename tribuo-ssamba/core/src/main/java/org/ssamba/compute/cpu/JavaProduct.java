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

/**
 * Matrix products in Java, where DJL's native library is absent: blocks that fit the caches are
 * gathered into arrays and multiplied there, in an order that depends on shapes only.
 */
final class JavaProduct implements MatrixProduct {
    private static final int ROWS = 64;
    private static final int COLUMNS = 256;
    private static final int INNER = 256;

    /** Blocks are filled up with zeros to multiples of what a vector kernel takes at once. */
    private static final int ROW_GRAIN = 4;

    private static final int COLUMN_GRAIN = 32;

    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int ROW = 3;

    private final CpuMath math;

    JavaProduct(CpuMath math) {
        this.math = math;
    }

    @Override
    public String name() {
        return "Java, " + math.name();
    }

    @Override
    public void prepareThread() {
        // Nothing belongs to the thread.
    }

    @Override
    public Bound bind(Layout layout) {
        return (aOffset, bOffset, cOffset, rows, columns, scratch) ->
                multiply(layout, aOffset, bOffset, cOffset, rows, columns, scratch);
    }

    private void multiply(
            Layout l,
            int aOffset,
            int bOffset,
            int cOffset,
            int rows,
            int columns,
            Scratch scratch) {
        float[] a = scratch.floats(A, ROWS * INNER);
        float[] b = scratch.floats(B, INNER * COLUMNS);
        for (int j = 0; j < columns; j += COLUMNS) {
            int n = Math.min(COLUMNS, columns - j);
            for (int p = 0; p < l.inner(); p += INNER) {
                int k = Math.min(INNER, l.inner() - p);
                gather(
                        l.b(),
                        bOffset,
                        l.bStride(),
                        l.transposeB(),
                        p,
                        k,
                        j,
                        n,
                        b,
                        padded(n),
                        scratch);
                boolean add = p > 0 || l.accumulate();
                for (int i = 0; i < rows; i += ROWS) {
                    int m = Math.min(ROWS, rows - i);
                    gather(l.a(), aOffset, l.aStride(), l.transposeA(), i, m, p, k, a, k, scratch);
                    block(l, a, b, cOffset + i * l.cStride() + j, m, n, k, add, scratch);
                }
            }
        }
    }

    private static int padded(int n) {
        return (n + COLUMN_GRAIN - 1) / COLUMN_GRAIN * COLUMN_GRAIN;
    }

    private void block(
            Layout l,
            float[] a,
            float[] b,
            int cOffset,
            int m,
            int n,
            int k,
            boolean add,
            Scratch scratch) {
        float[] c = scratch.floats(C, ROWS * COLUMNS);
        int width = padded(n);
        int height = (m + ROW_GRAIN - 1) / ROW_GRAIN * ROW_GRAIN;
        Arrays.fill(a, m * k, height * k, 0f);
        Arrays.fill(c, 0, height * width, 0f);
        if (add) {
            for (int i = 0; i < m; i++) {
                l.c().get(cOffset + i * l.cStride(), c, i * width, n);
            }
        }
        scratch.math(math).multiplyAdd(height, width, k, a, 0, k, b, 0, width, c, 0, width);
        for (int i = 0; i < m; i++) {
            l.c().put(cOffset + i * l.cStride(), c, i * width, n);
        }
    }

    /** Copies a block of x or of its transpose into rows of a given width, ends filled with 0. */
    private static void gather(
            FloatBuffer x,
            int offset,
            int stride,
            boolean transpose,
            int firstRow,
            int rows,
            int firstColumn,
            int columns,
            float[] to,
            int width,
            Scratch scratch) {
        if (width > columns) {
            Arrays.fill(to, 0, rows * width, 0f);
        }
        if (!transpose) {
            for (int i = 0; i < rows; i++) {
                x.get(offset + (firstRow + i) * stride + firstColumn, to, i * width, columns);
            }
            return;
        }
        float[] row = scratch.floats(ROW, rows);
        for (int j = 0; j < columns; j++) {
            x.get(offset + (firstColumn + j) * stride + firstRow, row, 0, rows);
            for (int i = 0; i < rows; i++) {
                to[i * width + j] = row[i];
            }
        }
    }
}
