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

import jdk.incubator.vector.FloatVector;

/**
 * A block of a matrix product. Four rows by two vectors of sums stay in registers over k: eight
 * independent chains hide the latency of the multiply-add, and each load is used two or four times.
 */
final class VectorProduct {
    private VectorProduct() {}

    static void addProduct(
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

    static void multiplyAdd(
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
        int j = 0;
        for (; j <= n - 2 * LANES; j += 2 * LANES) {
            int i = 0;
            for (; i <= m - 4; i += 4) {
                block(
                        k,
                        a,
                        aOffset + i * aStride,
                        aStride,
                        b,
                        bOffset + j,
                        bStride,
                        c,
                        cOffset + i * cStride + j,
                        cStride);
            }
            for (; i < m; i++) {
                int at = cOffset + i * cStride + j;
                row(k, a, aOffset + i * aStride, b, bOffset + j, bStride, c, at);
                row(k, a, aOffset + i * aStride, b, bOffset + j + LANES, bStride, c, at + LANES);
            }
        }
        for (; j <= n - LANES; j += LANES) {
            for (int i = 0; i < m; i++) {
                int at = cOffset + i * cStride + j;
                row(k, a, aOffset + i * aStride, b, bOffset + j, bStride, c, at);
            }
        }
        for (; j < n; j++) {
            for (int i = 0; i < m; i++) {
                float sum = c[cOffset + i * cStride + j];
                for (int l = 0; l < k; l++) {
                    sum = Math.fma(a[aOffset + i * aStride + l], b[bOffset + l * bStride + j], sum);
                }
                c[cOffset + i * cStride + j] = sum;
            }
        }
    }

    /** One row, one vector. */
    private static void row(
            int k, float[] a, int aAt, float[] b, int bAt, int bStride, float[] c, int cAt) {
        FloatVector sum = FloatVector.fromArray(SPECIES, c, cAt);
        for (int l = 0; l < k; l++) {
            sum =
                    FloatVector.broadcast(SPECIES, a[aAt + l])
                            .fma(FloatVector.fromArray(SPECIES, b, bAt + l * bStride), sum);
        }
        sum.intoArray(c, cAt);
    }

    /** Four rows, two vectors. */
    private static void block(
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride) {
        int c1 = cAt + cStride;
        int c2 = c1 + cStride;
        int c3 = c2 + cStride;
        FloatVector s00 = FloatVector.fromArray(SPECIES, c, cAt);
        FloatVector s01 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
        for (int l = 0; l < k; l++) {
            int from = bAt + l * bStride;
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, from);
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, from + LANES);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[aAt + l]);
            s00 = factor.fma(b0, s00);
            s01 = factor.fma(b1, s01);
            factor = FloatVector.broadcast(SPECIES, a[aAt + aStride + l]);
            s10 = factor.fma(b0, s10);
            s11 = factor.fma(b1, s11);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 2 * aStride + l]);
            s20 = factor.fma(b0, s20);
            s21 = factor.fma(b1, s21);
            factor = FloatVector.broadcast(SPECIES, a[aAt + 3 * aStride + l]);
            s30 = factor.fma(b0, s30);
            s31 = factor.fma(b1, s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + LANES);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + LANES);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + LANES);
    }
}
