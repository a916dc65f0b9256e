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
package org.ssamba.training;

/**
 * From which epochs, counted from 1, the final weights are averaged (docs/model.md, section 8):
 * they are the plain mean of the weights at the end of each of these epochs.
 *
 * @param from the first epoch, or 0 for no average.
 * @param to the last epoch, this one included, or 0 for no average.
 */
public record WeightAverage(int from, int to) {
    /** Checks the order. */
    public WeightAverage {
        if (!(from == 0 && to == 0) && !(from >= 1 && to >= from)) {
            throw new IllegalArgumentException(
                    "Fine-tuning: weights are averaged from one epoch, at least 1, to another, not"
                            + " before it, or 0 and 0 for never; averageFrom is "
                            + from
                            + " and averageTo "
                            + to);
        }
    }

    /**
     * The last weights as they are.
     *
     * @return no average.
     */
    public static WeightAverage none() {
        return new WeightAverage(0, 0);
    }

    /**
     * Whether weights are averaged.
     *
     * @return false for none.
     */
    public boolean active() {
        return to > 0;
    }

    /** A sum of weights: a double loses nothing that the mean of as many floats could show. */
    static final class Accumulator {
        private final double[] sum;
        private int count;

        Accumulator(int size) {
            sum = new double[size];
        }

        /** One that goes on. */
        Accumulator(double[] sum, int count) {
            this.sum = sum;
            this.count = count;
        }

        double[] sum() {
            return sum;
        }

        int count() {
            return count;
        }

        void add(float[] weights) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += weights[i];
            }
            count++;
        }

        float[] mean() {
            float[] mean = new float[sum.length];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = (float) (sum[i] / count);
            }
            return mean;
        }
    }
}
