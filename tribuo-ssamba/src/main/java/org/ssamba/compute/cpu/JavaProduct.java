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

    private static final int A = 2;
    private static final int B = 3;
    private static final int C = 4;
    private static final int ROW = 5;

    @Override
    public String name() {
        return "Java";
    }

    @Override
    public void prepareThread() {
        // Nothing belongs to the thread.
    }

    @Override
    public Bound bind(Layout layout) {
        return (aOffset, bOffset, cOffset, rows, columns) ->
                multiply(layout, aOffset, bOffset, cOffset, rows, columns);
    }

    private void multiply(Layout l, int aOffset, int bOffset, int cOffset, int rows, int columns) {
        float[] b = Scratch.ofThread().floats(B, INNER * COLUMNS);
        for (int j = 0; j < columns; j += COLUMNS) {
            int n = Math.min(COLUMNS, columns - j);
            for (int p = 0; p < l.inner(); p += INNER) {
                int k = Math.min(INNER, l.inner() - p);
                gather(l.b(), bOffset, l.bStride(), l.transposeB(), p, k, j, n, b);
                boolean add = p > 0 || l.accumulate();
                for (int i = 0; i < rows; i += ROWS) {
                    int m = Math.min(ROWS, rows - i);
                    float[] a = Scratch.ofThread().floats(A, ROWS * INNER);
                    gather(l.a(), aOffset, l.aStride(), l.transposeA(), i, m, p, k, a);
                    block(l, a, b, cOffset + i * l.cStride() + j, m, n, k, add);
                }
            }
        }
    }

    private void block(
            Layout l, float[] a, float[] b, int cOffset, int m, int n, int k, boolean add) {
        float[] c = Scratch.ofThread().floats(C, ROWS * COLUMNS);
        if (add) {
            for (int i = 0; i < m; i++) {
                l.c().get(cOffset + i * l.cStride(), c, i * n, n);
            }
        } else {
            Arrays.fill(c, 0, m * n, 0f);
        }
        for (int i = 0; i < m; i++) {
            for (int p = 0; p < k; p++) {
                float factor = a[i * k + p];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += factor * b[p * n + j];
                }
            }
        }
        for (int i = 0; i < m; i++) {
            l.c().put(cOffset + i * l.cStride(), c, i * n, n);
        }
    }

    /** Copies a block of x or of its transpose, densely. */
    private static void gather(
            FloatBuffer x,
            int offset,
            int stride,
            boolean transpose,
            int firstRow,
            int rows,
            int firstColumn,
            int columns,
            float[] to) {
        if (!transpose) {
            for (int i = 0; i < rows; i++) {
                x.get(offset + (firstRow + i) * stride + firstColumn, to, i * columns, columns);
            }
            return;
        }
        float[] row = Scratch.ofThread().floats(ROW, rows);
        for (int j = 0; j < columns; j++) {
            x.get(offset + (firstColumn + j) * stride + firstRow, row, 0, rows);
            for (int i = 0; i < rows; i++) {
                to[i * columns + j] = row[i];
            }
        }
    }
}
