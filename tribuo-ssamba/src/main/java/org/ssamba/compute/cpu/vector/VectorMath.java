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
import static org.ssamba.compute.cpu.vector.VectorExp.splat;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.ssamba.compute.cpu.CpuMath;
import org.ssamba.compute.cpu.ScanTile;

/** {@link CpuMath} on vectors as wide as the machine prefers. Created by name. */
public final class VectorMath implements CpuMath {
    private static final int CHANNEL_BLOCK = 64;

    /** Stateless. */
    public VectorMath() {}

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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorExp.exp(FloatVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            VectorExp.exp(FloatVector.fromArray(SPECIES, x, xOffset + i, tail))
                    .intoArray(y, yOffset + i, tail);
        }
    }

    @Override
    public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            softplus(FloatVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            softplus(FloatVector.fromArray(SPECIES, x, xOffset + i, tail))
                    .intoArray(y, yOffset + i, tail);
        }
    }

    private static FloatVector softplus(FloatVector x) {
        return x.max(0f).add(VectorExp.log1p(VectorExp.exp(x.abs().neg())));
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sigmoid(FloatVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            sigmoid(FloatVector.fromArray(SPECIES, x, xOffset + i, tail))
                    .intoArray(y, yOffset + i, tail);
        }
    }

    private static FloatVector sigmoid(FloatVector x) {
        return splat(1f).div(VectorExp.exp(x.neg()).add(1f));
    }

    @Override
    public void silu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            silu(FloatVector.fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            silu(FloatVector.fromArray(SPECIES, x, xOffset + i, tail))
                    .intoArray(y, yOffset + i, tail);
        }
    }

    private static FloatVector silu(FloatVector x) {
        return x.div(VectorExp.exp(x.neg()).add(1f));
    }

    @Override
    public void siluBackward(float[] x, int xOffset, float[] gradient, int gradientOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector slope = siluSlope(FloatVector.fromArray(SPECIES, x, xOffset + i));
            FloatVector.fromArray(SPECIES, gradient, gradientOffset + i)
                    .mul(slope)
                    .intoArray(gradient, gradientOffset + i);
        }
        if (i < n) {
            VectorMask<Float> tail = SPECIES.indexInRange(i, n);
            FloatVector slope = siluSlope(FloatVector.fromArray(SPECIES, x, xOffset + i, tail));
            FloatVector.fromArray(SPECIES, gradient, gradientOffset + i, tail)
                    .mul(slope)
                    .intoArray(gradient, gradientOffset + i, tail);
        }
    }

    private static FloatVector siluSlope(FloatVector x) {
        FloatVector w = VectorExp.exp(x.neg());
        FloatVector sigmoid = splat(1f).div(w.add(1f));
        return sigmoid.mul(x.mul(w.mul(sigmoid)).add(1f));
    }

    @Override
    public void addProduct(
            float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .fma(
                            FloatVector.fromArray(SPECIES, b, bOffset + i),
                            FloatVector.fromArray(SPECIES, y, yOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < n; i++) {
            y[yOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], y[yOffset + i]);
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
