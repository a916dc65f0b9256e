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
package org.ssamba.settings;

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import java.util.function.Consumer;

/**
 * What pretraining and fine-tuning have in common: batches, the peak and rise of the learning rate,
 * drop-path, clips held out.
 *
 * @param <R> the recipe.
 */
public abstract class RunRecipe<R extends RunRecipe<R>> extends Settings
        implements Provenancable<ConfiguredObjectProvenance> {
    @Config(description = "Clips a step.")
    protected int batchSize;

    @Config(description = "The learning rate of the encoder at its peak.")
    protected double learningRate;

    @Config(
            description =
                    "Steps of linear rise; -1 for 1000 or a tenth of the run, whichever is less.")
    protected long warmUpSteps = WarmUp.BY_LENGTH;

    @Config(description = "Steps between changes during the rise; 50 as published.")
    protected int warmUpInterval = 1;

    @Config(description = "Whether layers are dropped at random.")
    protected boolean dropPath = true;

    @Config(description = "Share of the clips held out for validation, below 1; 0 for none.")
    protected double validationShare = 0.0;

    /**
     * A recipe.
     *
     * @param batchSize clips a step.
     * @param learningRate of the encoder at its peak.
     */
    protected RunRecipe(int batchSize, double learningRate) {
        this.batchSize = batchSize;
        this.learningRate = learningRate;
    }

    @Override
    public void postConfig() {
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new SettingException(
                    "validationShare", "must be from 0 to below 1, not " + validationShare);
        }
        warmUp().check();
    }

    @SuppressWarnings("unchecked") // A recipe names itself.
    private R changed(Consumer<RunRecipe<R>> change) {
        return (R) with(this, change);
    }

    /**
     * Sets the size of a batch.
     *
     * @param value clips a step, at least 1.
     * @return a new recipe.
     */
    public R batchSize(int value) {
        return changed(recipe -> recipe.batchSize = value);
    }

    /**
     * Sets the learning rate of the encoder.
     *
     * @param value at its peak.
     * @return a new recipe.
     */
    public R learningRate(double value) {
        return changed(recipe -> recipe.learningRate = value);
    }

    /**
     * Sets how the rate rises at the start.
     *
     * @param rise steps until the full rate; -1 for 1000 or a tenth of the run, whichever is less.
     * @param interval steps between changes, at least 1.
     * @return a new recipe.
     */
    public R warmUp(long rise, int interval) {
        return changed(
                recipe -> {
                    recipe.warmUpSteps = rise;
                    recipe.warmUpInterval = interval;
                });
    }

    /**
     * Turns drop-path on or off.
     *
     * @param value whether layers are dropped at random.
     * @return a new recipe.
     */
    public R dropPath(boolean value) {
        return changed(recipe -> recipe.dropPath = value);
    }

    /**
     * The share of training clips held out.
     *
     * @return below 1; 0 for none.
     */
    public double validationShare() {
        return validationShare;
    }

    /**
     * How the rate rises at the start.
     *
     * @return as set.
     */
    public WarmUp warmUp() {
        return new WarmUp(warmUpSteps, warmUpInterval);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, getClass().getSimpleName());
    }

    @Override
    public String toString() {
        return getProvenance().toString();
    }
}
