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
package org.ssamba.encoder;

import java.util.SplittableRandom;

/** How the values of a parameter start (docs/model.md, section 10). */
@FunctionalInterface
public interface Initializer {
    /**
     * Fills fresh values.
     *
     * @param values to overwrite.
     * @param random the parameter's own stream.
     */
    void fill(float[] values, SplittableRandom random);

    /**
     * The same value everywhere.
     *
     * @param value the value.
     * @return the initialiser.
     */
    static Initializer constant(float value) {
        return (values, random) -> java.util.Arrays.fill(values, value);
    }

    /**
     * Uniform between -bound and bound.
     *
     * @param bound positive.
     * @return the initialiser.
     */
    static Initializer uniform(double bound) {
        return (values, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        };
    }

    /**
     * Uniform ±1/√fanIn.
     *
     * @param fanIn inputs of one output.
     * @return the initialiser.
     */
    static Initializer fanIn(int fanIn) {
        return uniform(1 / Math.sqrt(fanIn));
    }

    /**
     * Normal with mean 0, by the method of Box and Muller in strict arithmetic, so that every
     * platform draws the same.
     *
     * @param deviation the standard deviation.
     * @return the initialiser.
     */
    static Initializer normal(double deviation) {
        return (values, random) -> {
            for (int i = 0; i < values.length; i++) {
                double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
                double angle = 2 * Math.PI * random.nextDouble();
                values[i] = (float) (deviation * radius * StrictMath.cos(angle));
            }
        };
    }

    /**
     * A_log = ln(1 … N) in every row.
     *
     * @param states N.
     * @return the initialiser.
     */
    static Initializer logStates(int states) {
        return (values, random) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) StrictMath.log(1 + i % states);
            }
        };
    }

    /**
     * Biases whose softplus is log-uniform between 0.001 and 0.1, not below 0.0001: the step sizes
     * of Mamba (arXiv 2312.00752, section 3.6).
     *
     * @return the initialiser.
     */
    static Initializer stepSizeBias() {
        double low = StrictMath.log(1e-3);
        double high = StrictMath.log(0.1);
        return (values, random) -> {
            for (int i = 0; i < values.length; i++) {
                double step =
                        Math.max(1e-4, StrictMath.exp(low + (high - low) * random.nextDouble()));
                // The inverse of softplus: ln(e^step - 1) = step + ln(1 - e^-step).
                values[i] = (float) (step + StrictMath.log(-StrictMath.expm1(-step)));
            }
        };
    }
}
