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

/** Rows that start at index 0, for a matrix product whose inner loop C2 vectorises. */
final class PortableRows {
    /** The longest row. */
    static final int SIZE = 512;

    /** The most rows of the second factor held at once. */
    static final int COUNT = 64;

    final float[] a = new float[SIZE];
    final float[] b = new float[SIZE];
    final float[] sum = new float[SIZE];
    private final float[][] packed = new float[COUNT][SIZE];

    /** Copies rows of the second factor. */
    void pack(float[] from, int at, int stride, int count, int width) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, at + i * stride, packed[i], 0, width);
        }
    }

    /** Adds the packed rows times the factors to the sum, in order. */
    void addRow(float[] factors, int at, int count, int width) {
        int i = 0;
        for (; i + 3 < count; i += 4) {
            add(
                    factors,
                    at + i,
                    packed[i],
                    packed[i + 1],
                    packed[i + 2],
                    packed[i + 3],
                    sum,
                    width);
        }
        for (; i < count; i++) {
            add(factors[at + i], packed[i], sum, width);
        }
    }

    private static void add(
            float[] factors,
            int at,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] sum,
            int n) {
        float f0 = factors[at];
        float f1 = factors[at + 1];
        float f2 = factors[at + 2];
        float f3 = factors[at + 3];
        for (int i = 0; i < n; i++) {
            sum[i] = sum[i] + f0 * b0[i] + f1 * b1[i] + f2 * b2[i] + f3 * b3[i];
        }
    }

    private static void add(float factor, float[] b, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[i] += factor * b[i];
        }
    }
}
