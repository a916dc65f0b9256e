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
import java.util.Objects;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.Divergence;
import org.ssamba.pretraining.Objective;
import org.ssamba.pretraining.PretrainingSettings;
import org.ssamba.settings.RunRecipe;
import org.ssamba.settings.SettingException;
import org.ssamba.split.HeldOut;

/**
 * How an encoder is pretrained (docs/model.md, section 7). The defaults are the published recipe
 * but for its length: 10000 steps along a cosine instead of a plateau schedule over weeks. Every
 * change gives a new recipe, which is checked when something is built of it.
 */
public final class PretrainingRecipe extends RunRecipe<PretrainingRecipe> {
    /** 400 of the 512 patches of ten seconds, the best of the published masks. */
    private static final double MASKED_SHARE = 400.0 / 512;

    @Config(description = "What hidden patches are asked for.")
    private Objective objective = Objective.JOINT;

    @Config(
            description =
                    "A pass and a mask for each objective, as in the published code, at twice the"
                            + " cost.")
    private boolean independentMasks = false;

    @Config(description = "Hidden patches a clip; 0 for 78 percent, 400 of 512.")
    private int maskedPatches = 0;

    @Config(description = "Steps of the run.")
    private long steps = 10000;

    @Config(description = "What the rate does after the rise.")
    private PretrainingSettings.Decay decay = PretrainingSettings.Decay.COSINE;

    @Config(description = "Steps between validations.")
    private long validationInterval = 4000;

    @Config(description = "What is held out: single CLIPS, or whole GROUPS, such as speakers.")
    private HeldOut heldOut = HeldOut.CLIPS;

    @Config(description = "What is done if the run diverges: STOP, RESTORE or IGNORE.")
    private Divergence onDivergence = Divergence.STOP;

    /** The defaults; also used by OLCUT. */
    public PretrainingRecipe() {
        super(64, 1e-4);
    }

    @Override
    public void postConfig() {
        super.postConfig();
        if (maskedPatches < 0) {
            throw new SettingException(
                    "maskedPatches", "must not be negative, but is " + maskedPatches);
        }
        heldOut.requireShare(validationShare);
        try {
            settings(EncoderConfig.tiny(), 0);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e);
        }
    }

    /**
     * Sets the length of the run.
     *
     * @param value steps, at least 1.
     * @return a new recipe.
     */
    public PretrainingRecipe steps(long value) {
        return with(this, recipe -> recipe.steps = value);
    }

    /**
     * Sets how much is hidden.
     *
     * @param value hidden patches a clip; 0 for 78 percent.
     * @return a new recipe.
     */
    public PretrainingRecipe maskedPatches(int value) {
        return with(this, recipe -> recipe.maskedPatches = value);
    }

    /**
     * Sets the objective.
     *
     * @param value what hidden patches are asked for.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public PretrainingRecipe objective(Objective value) {
        return with(this, recipe -> recipe.objective = Objects.requireNonNull(value, "objective"));
    }

    /**
     * Sets whether the encoder runs once or twice a step.
     *
     * @param value whether each objective has a mask and a pass of its own.
     * @return a new recipe.
     */
    public PretrainingRecipe independentMasks(boolean value) {
        return with(this, recipe -> recipe.independentMasks = value);
    }

    /**
     * Sets the schedule of the rate.
     *
     * @param value what the rate does after the rise.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public PretrainingRecipe decay(PretrainingSettings.Decay value) {
        return with(this, recipe -> recipe.decay = Objects.requireNonNull(value, "decay"));
    }

    /**
     * Sets what is done with a run that diverges.
     *
     * @param value to stop, to go back to a good state at a lower rate, or to go on.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public PretrainingRecipe onDivergence(Divergence value) {
        return with(
                this,
                recipe -> recipe.onDivergence = Objects.requireNonNull(value, "onDivergence"));
    }

    /**
     * Sets how it is validated.
     *
     * @param interval steps between.
     * @param share of the clips held out, below 1; 0 for no validation.
     * @return a new recipe.
     */
    public PretrainingRecipe validation(long interval, double share) {
        return with(
                this,
                recipe -> {
                    recipe.validationInterval = interval;
                    recipe.validationShare = share;
                });
    }

    /**
     * Sets what {@link #validation} holds out.
     *
     * @param what single clips, or whole groups.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public PretrainingRecipe heldOut(HeldOut what) {
        return with(this, recipe -> recipe.heldOut = Objects.requireNonNull(what, "heldOut"));
    }

    /** What validation holds out. */
    HeldOut heldOut() {
        return heldOut;
    }

    /** The settings of a run for an encoder. */
    PretrainingSettings settings(EncoderConfig config, long seed) {
        int published = Math.max(1, (int) Math.round(MASKED_SHARE * config.patches()));
        return PretrainingSettings.builder()
                .objective(objective)
                .independentMasks(independentMasks)
                .maskedPatches(maskedPatches > 0 ? maskedPatches : published)
                .validationMaskedPatches(published)
                .batchSize(batchSize)
                .steps(steps)
                .learningRate(learningRate)
                .warmUpSteps(warmUp().stepsOf(steps))
                .warmUpInterval(warmUpInterval)
                .decay(decay)
                .dropPath(dropPath)
                .validationInterval(validationInterval)
                .onDivergence(onDivergence)
                .seed(seed)
                .build();
    }
}
