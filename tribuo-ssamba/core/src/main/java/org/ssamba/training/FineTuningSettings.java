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
 * How a network is trained on labelled clips (docs/model.md, section 8).
 *
 * @param epochs how often each clip is seen.
 * @param batchSize clips a step; fewer if there are fewer clips.
 * @param learningRate of the encoder, at its peak.
 * @param headRateFactor the head's rate in multiples of the encoder's.
 * @param layerDecay the rate's factor from one pair of layers to the one below, from above 0 to 1.
 * @param trainedPairs how many of the last pairs are trained; 0 freezes the encoder, a number of at
 *     least all pairs trains everything.
 * @param schedule of the rate.
 * @param dropPath whether layers are dropped at random.
 * @param augmentation of spectrograms.
 * @param mixupProbability how many clips are mixed with another, from 0 to 1.
 * @param patience epochs without a better validation after which training stops; 0 to run all
 *     epochs. The best weights are kept whenever there are clips to validate on.
 * @param average the epochs whose weights are averaged; needs a patience of 0, and no clips to
 *     validate on.
 * @param seed of order, drop-path and augmentation.
 * @param adam the optimiser.
 */
public record FineTuningSettings(
        int epochs,
        int batchSize,
        double learningRate,
        double headRateFactor,
        double layerDecay,
        int trainedPairs,
        RateSchedule schedule,
        boolean dropPath,
        SpectrogramAugmentation augmentation,
        double mixupProbability,
        int patience,
        WeightAverage average,
        long seed,
        Adam adam) {

    /** Checks the ranges. */
    public FineTuningSettings {
        require(epochs >= 1, "epochs must be at least 1");
        require(batchSize >= 1, "batchSize must be at least 1");
        require(learningRate > 0 && learningRate < 1, "learningRate must be between 0 and 1");
        require(headRateFactor > 0, "headRateFactor must be positive");
        require(layerDecay > 0 && layerDecay <= 1, "layerDecay must be above 0 and at most 1");
        require(trainedPairs >= 0, "trainedPairs must not be negative");
        require(
                mixupProbability >= 0 && mixupProbability <= 1,
                "mixupProbability must be from 0 to 1");
        require(patience >= 0, "patience must not be negative");
        require(
                average.to() <= epochs,
                "weights cannot be averaged to epoch "
                        + average.to()
                        + " (averageTo) of "
                        + epochs
                        + " epochs");
        require(
                !(average.active() && patience > 0),
                "either weights are averaged over fixed epochs or the best epoch is looked for,"
                        + " not both");
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
        private int epochs;
        private int batchSize;
        private double learningRate;
        private double headRateFactor = 1;
        private double layerDecay = 1;
        private int trainedPairs = Integer.MAX_VALUE;
        private RateSchedule schedule = RateSchedule.constant();
        private boolean dropPath;
        private SpectrogramAugmentation augmentation = SpectrogramAugmentation.NONE;
        private double mixupProbability;
        private int patience;
        private WeightAverage average = WeightAverage.none();
        private long seed;
        private Adam adam = Adam.fineTuning();

        private Builder() {}

        /** Sets {@link FineTuningSettings#epochs}. */
        public Builder epochs(int value) {
            epochs = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#batchSize}. */
        public Builder batchSize(int value) {
            batchSize = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#learningRate}. */
        public Builder learningRate(double value) {
            learningRate = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#headRateFactor}. */
        public Builder headRateFactor(double value) {
            headRateFactor = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#layerDecay}. */
        public Builder layerDecay(double value) {
            layerDecay = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#trainedPairs}. */
        public Builder trainedPairs(int value) {
            trainedPairs = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#schedule}. */
        public Builder schedule(RateSchedule value) {
            schedule = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#dropPath}. */
        public Builder dropPath(boolean value) {
            dropPath = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#augmentation}. */
        public Builder augmentation(SpectrogramAugmentation value) {
            augmentation = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#mixupProbability}. */
        public Builder mixupProbability(double value) {
            mixupProbability = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#patience}. */
        public Builder patience(int value) {
            patience = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#average}. */
        public Builder average(WeightAverage value) {
            average = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#seed}. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Sets {@link FineTuningSettings#adam}. */
        public Builder adam(Adam value) {
            adam = value;
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException naming what is out of range.
         */
        public FineTuningSettings build() {
            return new FineTuningSettings(
                    epochs,
                    batchSize,
                    learningRate,
                    headRateFactor,
                    layerDecay,
                    trainedPairs,
                    schedule,
                    dropPath,
                    augmentation,
                    mixupProbability,
                    patience,
                    average,
                    seed,
                    adam);
        }
    }

    /** The epoch after which nothing more can change the final weights. */
    int lastEpoch() {
        return average.active() ? average.to() : epochs;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("Fine-tuning: " + message);
        }
    }
}
