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
package org.ssamba.compute.cpu.vector;

import static org.ssamba.compute.cpu.vector.VectorExp.LANES;
import static org.ssamba.compute.cpu.vector.VectorExp.SPECIES;

import org.ssamba.compute.cpu.CpuMath;
import org.ssamba.compute.cpu.ScanTile;
import org.ssamba.compute.cpu.SpanMath;

/** {@link CpuMath} on vectors as wide as the machine prefers. Created by name. */
public final class VectorMath extends SpanMath {
    private static final int CHANNEL_BLOCK = 96;

    private final float[] tail = new float[LANES];

    /** For one thread. */
    public VectorMath() {}

    @Override
    public CpuMath another() {
        return new VectorMath();
    }

    @Override
    public String name() {
        return "vector " + SPECIES.vectorBitSize() + " bit";
    }

    @Override
    public int channelBlock() {
        return CHANNEL_BLOCK;
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        VectorExp.exp(x, xOffset, y, yOffset, n, tail);
    }

    @Override
    public void addProduct(
            float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n) {
        VectorProduct.addProduct(a, aOffset, b, bOffset, y, yOffset, n);
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
        VectorProduct.multiplyAdd(
                m, n, k, a, aOffset, aStride, b, bOffset, bStride, c, cOffset, cStride);
    }

    @Override
    public void scan(ScanTile tile, int tokens) {
        VectorScan.scan(tile, tokens);
    }

    @Override
    public void scanBackward(ScanTile tile, int tokens) {
        VectorScan.scanBackward(tile, tokens);
    }
}
