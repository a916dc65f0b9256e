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
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.config.PropertyException;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.function.Consumer;
import org.ssamba.training.Adam;
import org.ssamba.training.FineTuningSettings;
import org.ssamba.training.RateSchedule;

/**
 * How a network is trained on labelled clips (docs/model.md, section 8). The defaults suit a few
 * thousand clips; every change gives a new recipe.
 */
public final class FineTuningRecipe
        implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    /** What the learning rate does over the run. */
    public enum Decay {
        /** Stays. */
        CONSTANT,
        /** Falls along half a cosine to 0. */
        COSINE,
        /** Falls by a factor at certain epochs, as published. */
        MILESTONES
    }

    @Config(description = "How often each clip is seen.")
    private int epochs = 30;

    @Config(description = "Clips a step.")
    private int batchSize = 32;

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
    private Decay decay = Decay.COSINE;

    @Config(description = "MILESTONES: the first epoch with a lower rate.")
    private int decayStart = 6;

    @Config(description = "MILESTONES: epochs from one lowering to the next.")
    private int decayEvery = 1;

    @Config(description = "MILESTONES: the factor of each lowering.")
    private double decayFactor = 0.85;

    @Config(
            description =
                    "Steps of linear rise; -1 for 1000 or a tenth of the run, whichever is less.")
    private long warmUpSteps = -1;

    @Config(description = "Steps between changes during the rise; 50 as published.")
    private int warmUpInterval = 1;

    @Config(description = "Whether layers are dropped at random.")
    private boolean dropPath = true;

    @Config(description = "How clips are changed at random.")
    private AugmentationRecipe augmentation = new AugmentationRecipe();

    @Config(
            description =
                    "Share of the training clips held out to pick the best epoch; 0 for none.")
    private double validationShare = 0.0;

    @Config(description = "Epochs without improvement after which training stops; 0 for never.")
    private int patience = 0;

    /** The defaults; also used by OLCUT. */
    public FineTuningRecipe() {}

    private FineTuningRecipe(FineTuningRecipe other) {
        epochs = other.epochs;
        batchSize = other.batchSize;
        learningRate = other.learningRate;
        headRateFactor = other.headRateFactor;
        layerDecay = other.layerDecay;
        trainedPairs = other.trainedPairs;
        decay = other.decay;
        decayStart = other.decayStart;
        decayEvery = other.decayEvery;
        decayFactor = other.decayFactor;
        warmUpSteps = other.warmUpSteps;
        warmUpInterval = other.warmUpInterval;
        dropPath = other.dropPath;
        augmentation = other.augmentation;
        validationShare = other.validationShare;
        patience = other.patience;
    }

    private FineTuningRecipe with(Consumer<FineTuningRecipe> change) {
        FineTuningRecipe changed = new FineTuningRecipe(this);
        change.accept(changed);
        changed.postConfig();
        return changed;
    }

    @Override
    public void postConfig() {
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new PropertyException(
                    "", "validationShare", "must be from 0 to below 1, not " + validationShare);
        }
        if (decayStart < 1 || decayEvery < 1 || !(decayFactor > 0 && decayFactor <= 1)) {
            throw new PropertyException(
                    "", "decayFactor", "milestones need epochs from 1 and a factor in (0, 1]");
        }
        try {
            settings(Math.max(1, batchSize), 0);
        } catch (IllegalArgumentException e) {
            throw new PropertyException(e, "", "recipe", e.getMessage());
        }
    }

    /**
     * Another length.
     *
     * @param value how often each clip is seen, at least 1.
     * @return a new recipe.
     */
    public FineTuningRecipe epochs(int value) {
        return with(
                recipe -> {
                    recipe.epochs = value;
                });
    }

    /**
     * Another batch.
     *
     * @param value clips a step, at least 1.
     * @return a new recipe.
     */
    public FineTuningRecipe batchSize(int value) {
        return with(
                recipe -> {
                    recipe.batchSize = value;
                });
    }

    /**
     * Another rate.
     *
     * @param value at its peak.
     * @return a new recipe.
     */
    public FineTuningRecipe learningRate(double value) {
        return with(
                recipe -> {
                    recipe.learningRate = value;
                });
    }

    /**
     * Another rate for the head.
     *
     * @param value in multiples of the encoder's.
     * @return a new recipe.
     */
    public FineTuningRecipe headRateFactor(double value) {
        return with(
                recipe -> {
                    recipe.headRateFactor = value;
                });
    }

    /**
     * Lower rates for lower layers.
     *
     * @param value the factor from one pair to the one below, at most 1.
     * @return a new recipe.
     */
    public FineTuningRecipe layerDecay(double value) {
        return with(
                recipe -> {
                    recipe.layerDecay = value;
                });
    }

    /**
     * Trains only the last layers.
     *
     * @param value pairs of layers; 0 freezes the encoder.
     * @return a new recipe.
     */
    public FineTuningRecipe trainedPairs(int value) {
        return with(
                recipe -> {
                    recipe.trainedPairs = value;
                });
    }

    /**
     * Another schedule.
     *
     * @param value what the rate does over the run.
     * @return a new recipe.
     */
    public FineTuningRecipe decay(Decay value) {
        return with(
                recipe -> {
                    recipe.decay = value;
                });
    }

    /**
     * The published schedule.
     *
     * @param start the first epoch with a lower rate.
     * @param every epochs from one lowering to the next.
     * @param factor of each lowering.
     * @return a new recipe.
     */
    public FineTuningRecipe milestones(int start, int every, double factor) {
        return with(
                recipe -> {
                    recipe.decay = Decay.MILESTONES;
                    recipe.decayStart = start;
                    recipe.decayEvery = every;
                    recipe.decayFactor = factor;
                });
    }

    /**
     * Another rise.
     *
     * @param rise steps until the full rate.
     * @param interval steps between changes.
     * @return a new recipe.
     */
    public FineTuningRecipe warmUp(long rise, int interval) {
        return with(
                recipe -> {
                    recipe.warmUpSteps = rise;
                    recipe.warmUpInterval = interval;
                });
    }

    /**
     * With or without drop-path.
     *
     * @param value whether layers are dropped at random.
     * @return a new recipe.
     */
    public FineTuningRecipe dropPath(boolean value) {
        return with(
                recipe -> {
                    recipe.dropPath = value;
                });
    }

    /**
     * Changes clips at random.
     *
     * @param value how.
     * @return a new recipe.
     */
    public FineTuningRecipe augmentation(AugmentationRecipe value) {
        return with(recipe -> recipe.augmentation = value);
    }

    /**
     * Keeps the epoch that is best on clips held out.
     *
     * @param share of the training clips held out.
     * @param epochsWithout improvement after which training stops; 0 for never.
     * @return a new recipe.
     */
    public FineTuningRecipe earlyStopping(double share, int epochsWithout) {
        return with(
                recipe -> {
                    recipe.validationShare = share;
                    recipe.patience = epochsWithout;
                });
    }

    /**
     * The share of training clips held out.
     *
     * @return below 1; 0 for none.
     */
    public double validationShare() {
        return validationShare;
    }

    /** The settings of a run over a number of clips. */
    FineTuningSettings settings(int clips, long seed) {
        long perEpoch = Math.max(1, clips / Math.min(batchSize, clips));
        long rise = warmUpSteps >= 0 ? warmUpSteps : Math.min(1000, perEpoch * epochs / 10);
        RateSchedule schedule =
                switch (decay) {
                    case CONSTANT -> RateSchedule.constant();
                    case COSINE -> RateSchedule.cosine();
                    case MILESTONES ->
                            RateSchedule.milestones(perEpoch, decayStart, decayEvery, decayFactor);
                };
        return new FineTuningSettings(
                epochs,
                batchSize,
                learningRate,
                headRateFactor,
                layerDecay,
                trainedPairs,
                schedule.warmedUp(rise, warmUpInterval),
                dropPath,
                augmentation.ofSpectrograms(),
                augmentation.mixup(),
                patience,
                seed,
                Adam.fineTuning());
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "FineTuningRecipe");
    }

    @Override
    public String toString() {
        return getProvenance().toString();
    }
}
