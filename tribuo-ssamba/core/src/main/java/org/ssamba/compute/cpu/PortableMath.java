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

import java.util.Arrays;

/** {@link CpuMath} in plain Java; see {@link SpanMath} on which loops become vector code. */
final class PortableMath extends SpanMath {
    /** Channels of a scan tile; inner loops have this length. */
    static final int CHANNELS = 128;

    private final PortableExp exp = new PortableExp();
    private final PortableRows rows = new PortableRows();
    private final PortableScan scan = new PortableScan(exp);

    @Override
    public CpuMath another() {
        return new PortableMath();
    }

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public int channelBlock() {
        return CHANNELS;
    }

    @Override
    public int lanes() {
        return CHANNELS;
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        exp.exp(x, xOffset, y, yOffset, n);
    }

    @Override
    public void addProduct(
            float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += PortableRows.SIZE) {
            int count = Math.min(PortableRows.SIZE, n - i);
            System.arraycopy(a, aOffset + i, rows.a, 0, count);
            System.arraycopy(b, bOffset + i, rows.b, 0, count);
            System.arraycopy(y, yOffset + i, rows.sum, 0, count);
            addProduct(rows.a, rows.b, rows.sum, count);
            System.arraycopy(rows.sum, 0, y, yOffset + i, count);
        }
    }

    private static void addProduct(float[] a, float[] b, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += a[i] * b[i];
        }
    }

    @Override
    public void multiplyAdd(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride) {
        for (int column = 0; column < n; column += PortableRows.SIZE) {
            int width = Math.min(PortableRows.SIZE, n - column);
            for (int first = 0; first < k; first += PortableRows.COUNT) {
                int depth = Math.min(PortableRows.COUNT, k - first);
                rows.pack(b, bOffset + first * bStride + column, bStride, depth, width);
                for (int i = 0; i < m; i++) {
                    int at = cOffset + i * cStride + column;
                    System.arraycopy(c, at, rows.sum, 0, width);
                    rows.addRow(a, aOffset + i * aStride + first, depth, width);
                    System.arraycopy(rows.sum, 0, c, at, width);
                }
            }
        }
    }

    @Override
    public void scan(ScanTile tile, int tokens) {
        scan.scan(tile, tokens);
    }

    @Override
    public void scanBackward(ScanTile tile, int tokens) {
        Arrays.fill(tile.gradDecay, 0, tokens * tile.width, 0f);
        Arrays.fill(tile.gradInput, 0, tokens * tile.width, 0f);
        scan.scanBackward(tile, tokens);
    }
}
