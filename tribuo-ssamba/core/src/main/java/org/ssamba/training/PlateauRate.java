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
 * Halves the rate at the third validation in a row that is not better than the best by a relative
 * 1e-4 (docs/model.md, section 7).
 */
public final class PlateauRate {
    private static final int PATIENCE = 2;
    private static final double THRESHOLD = 1e-4;

    private double best = Double.NEGATIVE_INFINITY;
    private int disappointments;
    private double factor = 1;

    /** Nothing validated yet. */
    public PlateauRate() {}

    /**
     * Restores a state.
     *
     * @param best the best score so far.
     * @param disappointments validations in a row without a better one.
     * @param factor the factor reached.
     */
    public PlateauRate(double best, int disappointments, double factor) {
        this.best = best;
        this.disappointments = disappointments;
        this.factor = factor;
    }

    /**
     * Takes in a validation.
     *
     * @param score higher is better; may be negative. One that is no number, of a network that has
     *     diverged, is a disappointment.
     */
    public void validated(double score) {
        if (Double.isNaN(score)) {
            score = Double.NEGATIVE_INFINITY;
        }
        if (score > best + THRESHOLD * Math.abs(best) || best == Double.NEGATIVE_INFINITY) {
            best = score;
            disappointments = 0;
        } else if (++disappointments > PATIENCE) {
            factor /= 2;
            disappointments = 0;
        }
    }

    /**
     * The best score so far.
     *
     * @return negative infinity before the first.
     */
    public double best() {
        return best;
    }

    /**
     * Validations in a row without a better one.
     *
     * @return from 0 to 2.
     */
    public int disappointments() {
        return disappointments;
    }

    /**
     * By what the rate is multiplied.
     *
     * @return a power of one half.
     */
    public double factor() {
        return factor;
    }
}
