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

/** The pieces of a softmax over a row, shifted by its maximum so that nothing overflows. */
final class Softmax {
    private Softmax() {}

    static float max(float[] row, int n) {
        float max = row[0];
        for (int j = 1; j < n; j++) {
            max = Math.max(max, row[j]);
        }
        return max;
    }

    /** Replaces x by exp(x - max) and returns the sum. */
    static double exponentials(CpuMath math, float[] row, int n, float max) {
        for (int j = 0; j < n; j++) {
            row[j] -= max;
        }
        math.exp(row, 0, row, 0, n);
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += row[j];
        }
        return sum;
    }

    /** The logistic function without overflow. */
    static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-(double) x)));
    }
}
