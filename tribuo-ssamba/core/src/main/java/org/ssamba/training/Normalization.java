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
 * What log-mel values are centred and scaled by: {@code (x - mean) / (2·deviation)}.
 *
 * @param mean of the data set's log-mel values, over unpadded frames.
 * @param deviation their standard deviation, positive.
 */
public record Normalization(double mean, double deviation) {
    /** Checks that both are finite and the deviation is positive. */
    public Normalization {
        if (!Double.isFinite(mean) || !(deviation > 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException(
                    "Normalisation needs a finite mean and a positive deviation, not "
                            + mean
                            + " and "
                            + deviation);
        }
    }

    /**
     * Normalises in place.
     *
     * @param logMel any number of values.
     */
    public void apply(float[] logMel) {
        float centre = (float) mean;
        float scale = (float) (1 / (2 * deviation));
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = (logMel[i] - centre) * scale;
        }
    }
}
