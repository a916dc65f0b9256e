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
