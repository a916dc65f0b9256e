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
package org.ssamba;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.util.Objects;
import java.util.function.Consumer;
import org.ssamba.settings.Recipe;
import org.ssamba.settings.WarmUp;
import org.ssamba.training.RateSchedule;

/**
 * The part of a recipe that says how fast what is learned: the rate over the run, and over the
 * layers.
 *
 * @param <R> the recipe; every change gives a new one.
 */
abstract class RateRecipe<R extends RateRecipe<R>> extends Recipe<R> {
    @Config(description = "The learning rate of the encoder at its peak.")
    private double learningRate = 2.5e-4;

    @Config(description = "The rate of the head in multiples of that of the encoder.")
    private double headRateFactor = 1.0;

    @Config(description = "The factor of the rate from one pair of layers to the one below.")
    private double layerDecay = 1.0;

    @Config(
            description =
                    "How many of the last pairs of layers are trained; 0 freezes the encoder.")
    private int trainedPairs = Integer.MAX_VALUE;

    @Config(description = "What the rate does over the run.")
    private FineTuningRecipe.Decay decay = FineTuningRecipe.Decay.COSINE;

    @Config(description = "MILESTONES: after how many epochs the rate is lowered first.")
    private int decayStart = 6;

    @Config(description = "MILESTONES: epochs from one lowering to the next.")
    private int decayEvery = 1;

    @Config(description = "MILESTONES: the factor of each lowering.")
    private double decayFactor = 0.85;

    @Config(
            description =
                    "Steps of linear rise; -1 for 1000 or a tenth of the run, whichever is less.")
    private long warmUpSteps = WarmUp.BY_LENGTH;

    @Config(description = "Steps between changes during the rise; 50 as published.")
    private int warmUpInterval = 1;

    @Override
    public void postConfig() {
        requireEpochs("decayStart", decayStart);
        requireEpochs("decayEvery", decayEvery);
        if (!(decayFactor > 0 && decayFactor <= 1)) {
            throw new PropertyException(
                    "", "decayFactor", "must be above 0 and at most 1, not " + decayFactor);
        }
        warmUp().check();
    }

    private static void requireEpochs(String setting, int epochs) {
        if (epochs < 1) {
            throw new PropertyException("", setting, "must be at least 1 epoch, not " + epochs);
        }
    }

    private R withRates(Consumer<RateRecipe<R>> change) {
        return with(change::accept);
    }

    /**
     * Another rate.
     *
     * @param value at its peak.
     * @return a new recipe.
     */
    public R learningRate(double value) {
        return withRates(recipe -> recipe.learningRate = value);
    }

    /**
     * Another rate for the head.
     *
     * @param value in multiples of the encoder's.
     * @return a new recipe.
     */
    public R headRateFactor(double value) {
        return withRates(recipe -> recipe.headRateFactor = value);
    }

    /**
     * Lower rates for lower layers.
     *
     * @param value the factor from one pair to the one below, at most 1.
     * @return a new recipe.
     */
    public R layerDecay(double value) {
        return withRates(recipe -> recipe.layerDecay = value);
    }

    /**
     * Trains only the last layers.
     *
     * @param value pairs of layers; 0 freezes the encoder.
     * @return a new recipe.
     */
    public R trainedPairs(int value) {
        return withRates(recipe -> recipe.trainedPairs = value);
    }

    /**
     * Another schedule.
     *
     * @param value what the rate does over the run.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public R decay(FineTuningRecipe.Decay value) {
        return withRates(recipe -> recipe.decay = Objects.requireNonNull(value, "decay"));
    }

    /**
     * The published schedule.
     *
     * @param start after how many epochs the rate is lowered first.
     * @param every epochs from one lowering to the next.
     * @param factor of each lowering.
     * @return a new recipe.
     */
    public R milestones(int start, int every, double factor) {
        return withRates(
                recipe -> {
                    recipe.decay = FineTuningRecipe.Decay.MILESTONES;
                    recipe.decayStart = start;
                    recipe.decayEvery = every;
                    recipe.decayFactor = factor;
                });
    }

    /**
     * Another rise.
     *
     * @param rise steps until the full rate; -1 for 1000 or a tenth of the run, whichever is less.
     * @param interval steps between changes, at least 1.
     * @return a new recipe.
     */
    public R warmUp(long rise, int interval) {
        return withRates(
                recipe -> {
                    recipe.warmUpSteps = rise;
                    recipe.warmUpInterval = interval;
                });
    }

    double learningRate() {
        return learningRate;
    }

    double headRateFactor() {
        return headRateFactor;
    }

    double layerDecay() {
        return layerDecay;
    }

    int trainedPairs() {
        return trainedPairs;
    }

    WarmUp warmUp() {
        return new WarmUp(warmUpSteps, warmUpInterval);
    }

    /** The rate over a run, in multiples of its peak. */
    RateSchedule schedule(int epochs, long stepsPerEpoch) {
        RateSchedule schedule =
                switch (decay) {
                    case CONSTANT -> RateSchedule.constant();
                    case COSINE -> RateSchedule.cosine();
                    case MILESTONES ->
                            RateSchedule.milestones(
                                    stepsPerEpoch, decayStart, decayEvery, decayFactor);
                };
        return schedule.warmedUp(warmUp().stepsOf(stepsPerEpoch * epochs), warmUpInterval);
    }
}
