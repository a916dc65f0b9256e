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
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import com.oracle.labs.mlrg.olcut.provenance.impl.ConfiguredObjectProvenanceImpl;
import org.ssamba.settings.SettingException;
import org.ssamba.settings.Settings;
import org.ssamba.training.SpectrogramAugmentation;

/**
 * How labelled clips are changed at random in training (docs/model.md, section 8). By itself
 * nothing is; every change gives a new recipe, which is checked when something is built of it.
 */
public final class AugmentationRecipe extends Settings
        implements Provenancable<ConfiguredObjectProvenance> {
    @Config(description = "Largest height of the frequency mask in mel bins; 0 for none.")
    private int frequencyMask = 0;

    @Config(description = "Largest width of the time mask in frames; 0 for none.")
    private int timeMask = 0;

    @Config(description = "Whether noise and a small shift in time are added.")
    private boolean noise = false;

    @Config(
            description =
                    "Largest gain of a random smooth filter, in natural-log units; 0 for none.")
    private double filterGain = 0.0;

    @Config(description = "Largest shift along the mel axis in bins; 0 for none.")
    private int melShift = 0;

    @Config(description = "Share of clips mixed with another.")
    private double mixup = 0.0;

    /** No change; also used by OLCUT. */
    public AugmentationRecipe() {}

    @Override
    public void postConfig() {
        try {
            ofSpectrograms();
        } catch (IllegalArgumentException e) {
            throw new SettingException(e);
        }
        if (!(mixup >= 0 && mixup <= 1)) {
            throw new SettingException("mixup", "must be from 0 to 1, not " + mixup);
        }
    }

    /**
     * Hides a band and a stretch of time.
     *
     * @param melBins the largest band.
     * @param frames the longest stretch.
     * @return a new recipe.
     */
    public AugmentationRecipe masks(int melBins, int frames) {
        return with(
                this,
                recipe -> {
                    recipe.frequencyMask = melBins;
                    recipe.timeMask = frames;
                });
    }

    /**
     * With or without noise.
     *
     * @param value whether noise and a small shift in time are added.
     * @return a new recipe.
     */
    public AugmentationRecipe noise(boolean value) {
        return with(this, recipe -> recipe.noise = value);
    }

    /**
     * Changes voice and microphone, for speakers and rooms never heard.
     *
     * @param gain the largest gain of a smooth filter, in natural-log units of energy.
     * @param melBins the largest shift along the mel axis.
     * @return a new recipe.
     */
    public AugmentationRecipe colour(double gain, int melBins) {
        return with(
                this,
                recipe -> {
                    recipe.filterGain = gain;
                    recipe.melShift = melBins;
                });
    }

    /**
     * Mixes clips.
     *
     * @param share of clips mixed with another, from 0 to 1.
     * @return a new recipe.
     */
    public AugmentationRecipe mixup(double share) {
        return with(this, recipe -> recipe.mixup = share);
    }

    /** The share of clips mixed with another. */
    double mixup() {
        return mixup;
    }

    /** What is done to spectrograms. */
    SpectrogramAugmentation ofSpectrograms() {
        return new SpectrogramAugmentation(frequencyMask, timeMask, noise, filterGain, melShift);
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "AugmentationRecipe");
    }

    @Override
    public String toString() {
        return ofSpectrograms() + " mixup=" + mixup;
    }
}
