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
package org.ssamba.pretraining;

/**
 * How well hidden patches are recognised and drawn.
 *
 * @param loss what is minimised.
 * @param contrast the mean discriminative loss per patch; NaN if not asked for.
 * @param accuracy the share of hidden patches recognised among those of their clip; NaN if not
 *     asked for.
 * @param error the mean squared error per pixel of a hidden patch; NaN if not asked for.
 */
public record PretrainingMetrics(double loss, double contrast, double accuracy, double error) {
    /**
     * What a validation is judged by: accuracy, or the negated error where there is none.
     *
     * @return higher is better.
     */
    public double score() {
        return Double.isNaN(accuracy) ? -error : accuracy;
    }
}
