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

import org.ssamba.training.Adam;

/**
 * How an encoder is pretrained (docs/model.md, section 7).
 *
 * @param objective what hidden patches are asked for.
 * @param independentMasks whether each objective has a pass and a mask of its own, as in the
 *     published code, at twice the cost.
 * @param maskedPatches hidden patches a clip.
 * @param validationMaskedPatches hidden patches a clip in validation.
 * @param batchSize clips a step.
 * @param steps how many.
 * @param learningRate at its peak.
 * @param warmUpSteps steps of linear rise.
 * @param warmUpInterval steps between changes during the rise: 50 as published, 1 for smooth.
 * @param decay what the rate does after it.
 * @param dropPath whether layers are dropped at random.
 * @param validationInterval steps between validations.
 * @param seed of masks, order, drop-path and initial weights.
 * @param adam the optimiser.
 * @param onDivergence what is done if it diverges.
 */
public record PretrainingSettings(
        Objective objective,
        boolean independentMasks,
        int maskedPatches,
        int validationMaskedPatches,
        int batchSize,
        long steps,
        double learningRate,
        long warmUpSteps,
        int warmUpInterval,
        Decay decay,
        boolean dropPath,
        long validationInterval,
        long seed,
        Adam adam,
        Divergence onDivergence) {

    /** What the learning rate does after the warm-up. */
    public enum Decay {
        /** Halves when validation no longer improves: the published schedule, for long runs. */
        PLATEAU,
        /** Falls along half a cosine to 0 at the last step: for runs of a known, short length. */
        COSINE
    }

    /** Checks the ranges. */
    public PretrainingSettings {
        require(maskedPatches >= 1, "maskedPatches must be at least 1");
        require(validationMaskedPatches >= 1, "validationMaskedPatches must be at least 1");
        require(batchSize >= 1, "batchSize must be at least 1");
        require(steps >= 1, "steps must be at least 1");
        require(learningRate > 0 && learningRate < 1, "learningRate must be between 0 and 1");
        require(warmUpSteps >= 0, "warmUpSteps must not be negative");
        require(warmUpInterval >= 1, "warmUpInterval must be at least 1");
        require(validationInterval >= 1, "validationInterval must be at least 1");
    }

    /**
     * Settings by name.
     *
     * @return a builder in which everything that can be left out is.
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings by name; the numbers that a run cannot do without have no default. */
    public static final class Builder {
        private Objective objective = Objective.JOINT;
        private boolean independentMasks;
        private int maskedPatches;
        private int validationMaskedPatches;
        private int batchSize;
        private long steps;
        private double learningRate;
        private long warmUpSteps;
        private int warmUpInterval = 1;
        private Decay decay = Decay.COSINE;
        private boolean dropPath;
        private long validationInterval;
        private long seed;
        private Adam adam = Adam.pretraining();
        private Divergence onDivergence = Divergence.STOP;

        private Builder() {}

        /** Sets {@link PretrainingSettings#objective}. */
        public Builder objective(Objective value) {
            objective = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#independentMasks}. */
        public Builder independentMasks(boolean value) {
            independentMasks = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#maskedPatches}. */
        public Builder maskedPatches(int value) {
            maskedPatches = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#validationMaskedPatches}. */
        public Builder validationMaskedPatches(int value) {
            validationMaskedPatches = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#batchSize}. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#steps}. */
        public Builder steps(long value) {
            steps = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#learningRate}. */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#warmUpSteps}. */
        public Builder warmUpSteps(long value) {
            warmUpSteps = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#warmUpInterval}. */
        public Builder warmUpInterval(int value) {
            warmUpInterval = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#decay}. */
        public Builder decay(Decay value) {
            decay = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#dropPath}. */
        public Builder dropPath(boolean value) {
            dropPath = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#validationInterval}. */
        public Builder validationInterval(long value) {
            validationInterval = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#seed}. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#adam}. */
        public Builder adam(Adam value) {
            adam = value;
            return this;
        }

        /** Sets {@link PretrainingSettings#onDivergence}. */
        public Builder onDivergence(Divergence value) {
            onDivergence = value;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException naming what is out of range.
         */
        public PretrainingSettings build() {
            return new PretrainingSettings(
                    objective,
                    independentMasks,
                    maskedPatches,
                    validationMaskedPatches,
                    batchSize,
                    steps,
                    learningRate,
                    warmUpSteps,
                    warmUpInterval,
                    decay,
                    dropPath,
                    validationInterval,
                    seed,
                    adam,
                    onDivergence);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("Pretraining: " + message);
        }
    }
}
