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

/** What a masked patch is asked for. */
public enum Objective {
    /** Which of the clip's hidden patches is this? */
    DISCRIMINATIVE,
    /** What are the pixels of this hidden patch? */
    GENERATIVE,
    /** Both; the loss is discriminative + 10 · generative. */
    JOINT;

    /** The weight of the generative loss in the joint one. */
    static final float GENERATIVE_WEIGHT = 10;

    boolean discriminates() {
        return this != GENERATIVE;
    }

    boolean generates() {
        return this != DISCRIMINATIVE;
    }

    /**
     * The loss that is minimised.
     *
     * @param contrast the mean discriminative loss per patch, ignored if not asked for.
     * @param error the mean squared error per pixel, ignored if not asked for.
     * @return their weighted sum.
     */
    public double loss(double contrast, double error) {
        return switch (this) {
            case DISCRIMINATIVE -> contrast;
            case GENERATIVE -> error;
            case JOINT -> contrast + GENERATIVE_WEIGHT * error;
        };
    }

    /** What one unit of the generative loss weighs in {@link #loss}. */
    float generativeWeight() {
        return this == JOINT ? GENERATIVE_WEIGHT : 1;
    }
}
