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
import org.ssamba.head.OutputHead;
import org.ssamba.settings.RunRecipe;
import org.ssamba.settings.SettingException;
import org.ssamba.split.HeldOut;
import org.ssamba.training.FineTuningSettings;
import org.ssamba.training.RateSchedule;
import org.ssamba.training.WeightAverage;
import org.tribuo.Dataset;
import org.tribuo.Output;

/**
 * How a network is trained on labelled clips (docs/model.md, section 8). The defaults suit a few
 * thousand clips. Every change gives a new recipe, which is checked when something is built of it,
 * so that their order does not matter.
 */
public final class FineTuningRecipe extends RunRecipe<FineTuningRecipe> {
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

    @Config(description = "MILESTONES: after how many epochs the rate is lowered first.")
    private int decayStart = 6;

    @Config(description = "MILESTONES: epochs from one lowering to the next.")
    private int decayEvery = 1;

    @Config(description = "MILESTONES: the factor of each lowering.")
    private double decayFactor = 0.85;

    @Config(description = "How clips are changed at random.")
    private AugmentationRecipe augmentation = new AugmentationRecipe();

    @Config(description = "What is held out: single CLIPS, or whole GROUPS, such as speakers.")
    private HeldOut heldOut = HeldOut.CLIPS;

    @Config(description = "Epochs without improvement after which training stops; 0 for never.")
    private int patience = 0;

    @Config(description = "The first epoch, from 1, whose weights are averaged; 0 for no average.")
    private int averageFrom = 0;

    @Config(description = "The last epoch whose weights are averaged; 0 for no average.")
    private int averageTo = 0;

    /** The defaults; also used by OLCUT. */
    public FineTuningRecipe() {
        super(32, 2.5e-4);
    }

    /**
     * What a trainer chooses that is told no recipe, to start from where some of it is known
     * better.
     *
     * @param <T> the type of output.
     * @param dataset the training data.
     * @param shape of the encoder to be trained.
     * @param head what is predicted.
     * @return a recipe that fits the clips and the default device; the log says why.
     * @throws IllegalArgumentException if there are no examples.
     * @throws org.ssamba.data.MissingAudioReferenceException if an example refers to no audio.
     */
    public static <T extends Output<T>> FineTuningRecipe forClips(
            Dataset<T> dataset, EncoderShape shape, OutputHead<T> head) {
        return Defaults.of(dataset.getData(), new ComputeDevice())
                .recipe(shape.config(), dataset.getOutputInfo().size(), head.scarcest(dataset));
    }

    @Override
    public void postConfig() {
        super.postConfig();
        requireEpochs("decayStart", decayStart);
        requireEpochs("decayEvery", decayEvery);
        if (!(decayFactor > 0 && decayFactor <= 1)) {
            throw new SettingException(
                    "decayFactor", "must be above 0 and at most 1, not " + decayFactor);
        }
        if (patience > 0 && validationShare == 0) {
            throw new SettingException(
                    "patience",
                    "training can only stop early if clips are held out: set a validationShare");
        }
        heldOut.requireShare(validationShare);
        if (averageTo > 0 && validationShare > 0) {
            throw new SettingException(
                    "averageTo",
                    "the final weights are either averaged over fixed epochs or those of the epoch"
                            + " that is best on clips held out: set averageFrom and averageTo or"
                            + " a validationShare, not both");
        }
        augmentation.postConfig();
        try {
            settings(Math.max(1, batchSize), 0);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e);
        }
    }

    private static void requireEpochs(String setting, int epochs) {
        if (epochs < 1) {
            throw new SettingException(setting, "must be at least 1 epoch, not " + epochs);
        }
    }

    /**
     * Sets the length of the run.
     *
     * @param value how often each clip is seen, at least 1.
     * @return a new recipe.
     */
    public FineTuningRecipe epochs(int value) {
        return with(this, recipe -> recipe.epochs = value);
    }

    /**
     * Sets the rate of the head.
     *
     * @param value in multiples of the encoder's.
     * @return a new recipe.
     */
    public FineTuningRecipe headRateFactor(double value) {
        return with(this, recipe -> recipe.headRateFactor = value);
    }

    /**
     * Lowers the rates of lower layers.
     *
     * @param value the factor from one pair to the one below, at most 1.
     * @return a new recipe.
     */
    public FineTuningRecipe layerDecay(double value) {
        return with(this, recipe -> recipe.layerDecay = value);
    }

    /**
     * Trains only the last layers.
     *
     * @param value pairs of layers; 0 freezes the encoder.
     * @return a new recipe.
     */
    public FineTuningRecipe trainedPairs(int value) {
        return with(this, recipe -> recipe.trainedPairs = value);
    }

    /**
     * Sets the schedule of the rate.
     *
     * @param value what the rate does over the run.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public FineTuningRecipe decay(Decay value) {
        return with(this, recipe -> recipe.decay = Objects.requireNonNull(value, "decay"));
    }

    /**
     * Sets the published schedule.
     *
     * @param start after how many epochs the rate is lowered first.
     * @param every epochs from one lowering to the next.
     * @param factor of each lowering.
     * @return a new recipe.
     */
    public FineTuningRecipe milestones(int start, int every, double factor) {
        return with(
                this,
                recipe -> {
                    recipe.decay = Decay.MILESTONES;
                    recipe.decayStart = start;
                    recipe.decayEvery = every;
                    recipe.decayFactor = factor;
                });
    }

    /**
     * Changes clips at random.
     *
     * @param value how.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public FineTuningRecipe augmentation(AugmentationRecipe value) {
        return with(
                this,
                recipe -> recipe.augmentation = Objects.requireNonNull(value, "augmentation"));
    }

    /**
     * Keeps the epoch that is best on clips held out.
     *
     * @param share of the training clips held out.
     * @param epochsWithout improvement after which training stops; 0 for never.
     * @return a new recipe; weights cannot be averaged, too.
     */
    public FineTuningRecipe earlyStopping(double share, int epochsWithout) {
        return with(
                this,
                recipe -> {
                    recipe.validationShare = share;
                    recipe.patience = epochsWithout;
                });
    }

    /**
     * Sets what {@link #earlyStopping} holds out.
     *
     * @param what single clips, or whole groups.
     * @return a new recipe.
     * @throws NullPointerException if it is null.
     */
    public FineTuningRecipe heldOut(HeldOut what) {
        return with(this, recipe -> recipe.heldOut = Objects.requireNonNull(what, "heldOut"));
    }

    /**
     * Averages weights: the final ones are the plain mean of those at the end of each of these
     * epochs. Training ends with the last of them, for later ones would change nothing; the rate
     * still follows the schedule of all epochs.
     *
     * @param from the first epoch, counted from 1; 0 for no average.
     * @param to the last epoch, this one included, at most all; 0 for no average.
     * @return a new recipe; no clips can be held out to pick an epoch, too.
     */
    public FineTuningRecipe averageWeights(int from, int to) {
        return with(
                this,
                recipe -> {
                    recipe.averageFrom = from;
                    recipe.averageTo = to;
                });
    }

    /** What early stopping holds out. */
    HeldOut heldOut() {
        return heldOut;
    }

    /** The settings of a run over a number of clips. */
    FineTuningSettings settings(int clips, long seed) {
        long perEpoch = stepsPerEpoch(clips);
        return FineTuningSettings.builder()
                .epochs(epochs)
                .batchSize(batchSize)
                .learningRate(learningRate)
                .headRateFactor(headRateFactor)
                .layerDecay(layerDecay)
                .trainedPairs(trainedPairs)
                .schedule(schedule(perEpoch))
                .dropPath(dropPath)
                .augmentation(augmentation.ofSpectrograms())
                .mixupProbability(augmentation.mixup())
                .patience(patience)
                .average(new WeightAverage(averageFrom, averageTo))
                .seed(seed)
                .build();
    }

    /** The rate over a run, in multiples of its peak. */
    private RateSchedule schedule(long stepsPerEpoch) {
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

    private long stepsPerEpoch(int clips) {
        // A batch size below 1 is refused by the settings, after this.
        return Math.max(1, clips / Math.max(1, Math.min(batchSize, clips)));
    }

    /** Says so if so many clips make a run that ends while its rate still rises. */
    void warnOfLongWarmUp(int clips) {
        warmUp().warnIfLongerThan(stepsPerEpoch(clips) * epochs);
    }
}
