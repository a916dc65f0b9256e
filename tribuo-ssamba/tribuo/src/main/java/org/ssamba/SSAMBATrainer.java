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
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.FittedHead;
import org.ssamba.head.OutputHead;
import org.ssamba.inference.PlacesModels;
import org.ssamba.provenance.ExamplesHash;
import org.ssamba.provenance.Invocations;
import org.ssamba.serialization.SavingNeeds;
import org.ssamba.settings.SettingException;
import org.ssamba.split.ExampleSplit;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.TrainingSplit;
import org.ssamba.training.FineTuningRun;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Trainer;
import org.tribuo.WeightedExamples;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;

/**
 * Trains SSAMBA on labelled audio: an encoder, from scratch or pretrained, with a head for the type
 * of output (arXiv 2405.11831, section 4). Examples refer to audio, see {@link
 * org.ssamba.data.AudioExamples}.
 *
 * @param <T> the type of output, decided by the head.
 */
public final class SSAMBATrainer<T extends Output<T>> extends EncoderTrainer<T>
        implements Trainer<T>, WeightedExamples, PlacesModels {
    @Config(description = "Which tokens make up the embedding of a clip.")
    private Pooling.Kind pooling = Pooling.Kind.MEAN;

    @Config(
            description =
                    "What is done with clips of other lengths: CUT, WINDOWS or OWN; null for a"
                            + " choice that fits the clips, or CUT if the encoder is given.")
    private ClipLength clipLength = null;

    @Config(description = "Seconds from window to window; 0 for half a window.")
    private double hopSeconds = 0;

    private SSAMBATrainer() {}

    /**
     * A trainer that chooses what else there is to say, to fit the clips and the default device:
     * length, patches and size of a fresh encoder, and the recipe. The log says what it chose and
     * why; the provenance of the model has it as if it had been set.
     *
     * @param head what is predicted.
     * @throws NullPointerException if it is null.
     */
    public SSAMBATrainer(OutputHead<T> head) {
        this.head = Objects.requireNonNull(head, "head");
        postConfig();
    }

    /**
     * A trainer on the default device.
     *
     * @param head what is predicted.
     * @param encoder where the encoder comes from, for instance an {@link EncoderShape}.
     * @param recipe how it is trained.
     * @throws PropertyException naming a setting that is out of range or contradicts another.
     * @throws NullPointerException naming a setting that is null.
     */
    public SSAMBATrainer(OutputHead<T> head, EncoderSource encoder, FineTuningRecipe recipe) {
        this.head = Objects.requireNonNull(head, "head");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        postConfig();
    }

    /**
     * A trainer with any settings.
     *
     * @param <T> the type of output.
     * @param head what is predicted.
     * @return everything else by name.
     */
    public static <T extends Output<T>> Builder<T> builder(OutputHead<T> head) {
        return new Builder<>(head);
    }

    /**
     * The settings of a trainer by name; what is not set fits the clips.
     *
     * @param <T> the type of output, decided by the head.
     */
    public static final class Builder<T extends Output<T>>
            extends EncoderTrainer.SettingsByName<T, SSAMBATrainer<T>, Builder<T>> {
        private Builder(OutputHead<T> head) {
            super(SSAMBATrainer::new, head);
        }

        /**
         * Sets which tokens make up the embedding of a clip.
         *
         * @param value the default is their mean.
         * @return this builder.
         */
        public Builder<T> pooling(Pooling.Kind value) {
            Objects.requireNonNull(value, "pooling");
            return set(trainer -> trainer.pooling = value);
        }

        /**
         * Sets what is done with clips that are not as long as the encoder's input; kept with the
         * model.
         *
         * @param value the default is to cut or pad them; or windows, if neither encoder nor this
         *     is set and most clips are longer than ten seconds.
         * @return this builder.
         */
        public Builder<T> clipLength(ClipLength value) {
            Objects.requireNonNull(value, "clipLength");
            return set(trainer -> trainer.clipLength = value);
        }

        /**
         * Sets the distance of windows, see {@link ClipLength#WINDOWS}.
         *
         * @param seconds from window to window; 0 for half a window.
         * @return this builder.
         */
        public Builder<T> hopSeconds(double seconds) {
            return set(trainer -> trainer.hopSeconds = seconds);
        }
    }

    @Override
    public void postConfig() {
        super.postConfig();
        if (clipLength == null && encoder != null) {
            clipLength = ClipLength.CUT;
        }
        if (!(hopSeconds >= 0) || Double.isInfinite(hopSeconds)) {
            throw new SettingException(
                    "hopSeconds", "must be a time, or 0 for half a window, not " + hopSeconds);
        }
    }

    @Override
    public SSAMBAModel<T> train(Dataset<T> examples) {
        return train(examples, Map.of());
    }

    @Override
    public SSAMBAModel<T> train(Dataset<T> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, INCREMENT_INVOCATION_COUNT);
    }

    /**
     * Trains a model.
     *
     * @param examples audio examples with known outputs.
     * @param runProvenance facts to keep with the model.
     * @param invocationCount which of the trainer's random streams to use, or {@link
     *     Trainer#INCREMENT_INVOCATION_COUNT} for the next one.
     * @return the model.
     * @throws IllegalArgumentException if outputs are unknown or cannot be learned from, weights
     *     are no numbers from 0, clips cannot be held out as the recipe says, or the encoder is
     *     missing or does not fit.
     * @throws java.io.UncheckedIOException if the encoder cannot be read.
     * @throws org.ssamba.data.MissingAudioReferenceException if an example refers to no audio.
     * @throws org.ssamba.audio.AudioFormatException if a clip cannot be read.
     * @throws org.ssamba.compute.BackendException if the device cannot be used.
     */
    @Override
    public SSAMBAModel<T> train(
            Dataset<T> examples, Map<String, Provenance> runProvenance, int invocationCount) {
        Objects.requireNonNull(runProvenance, "runProvenance");
        SavingNeeds.checkModels();
        ExampleSplit.checkType(head, examples.getOutputFactory());
        ExampleSplit.check(examples);
        return this.<SSAMBATrainer<T>>completed(copy -> copy.fit(examples))
                .trainCompleted(examples, runProvenance, invocationCount);
    }

    /**
     * The examples that a call learns from: all but those it holds out to judge epochs by. An
     * encoder that is pretrained for the call should not know the others either.
     *
     * @param examples of the call.
     * @param invocationCount of the call, from 0.
     * @return in the order of the data set if none are held out.
     * @throws IllegalArgumentException if clips cannot be held out as the recipe says.
     */
    public List<Example<T>> learnedFrom(Dataset<T> examples, int invocationCount) {
        return this.<SSAMBATrainer<T>>completed(copy -> copy.fit(examples))
                .split(examples, invocations.seed(invocationCount))
                .training();
    }

    private ExampleSplit<T> split(Dataset<T> examples, long callSeed) {
        return ExampleSplit.of(examples, recipe.heldOut(), recipe.validationShare(), callSeed);
    }

    private void fit(Dataset<T> examples) {
        Defaults defaults = Defaults.of(examples.getData(), device);
        if (encoder == null) {
            encoder = defaults.shape();
            clipLength = clipLength == null ? defaults.clipLength() : clipLength;
        }
        fitRecipe(defaults, examples);
    }

    private SSAMBAModel<T> trainCompleted(
            Dataset<T> examples, Map<String, Provenance> runProvenance, int invocationCount) {
        Invocations.Call call = invocations.next(invocationCount, this::getProvenance);
        ImmutableOutputInfo<T> outputInfo = examples.getOutputIDInfo();
        FittedHead<T> fitted = head.fit(examples, outputInfo);
        ExampleSplit<T> split = split(examples, call.seed());
        split.warnOfOnlyHeldOut(examples.getOutputFactory());
        // An encoder may be pretrained for days next: what can fail afterwards is checked before.
        FineTuningRun.requireWeight(TrainingSplit.weights(split.training(), fitted));
        String examplesHash = ExamplesHash.of(examples.getData(), fitted);
        device.backend();
        ClipLengths lengths = new ClipLengths(clipLength, hopSeconds);
        StartingPoint start =
                encoder.startingPoint(
                        new StartingPoint.Call(
                                (config, logMel) -> {
                                    lengths.check(logMel, config);
                                    SpectrogramStores.open(logMel, cacheDirectory);
                                },
                                split::training,
                                listener,
                                checkpoints));
        SupervisedModelNetwork network =
                SupervisedModelNetwork.of(start.config(), pooling, fitted.outputs(), fitted.kind())
                        .withLengths(lengths);
        boolean windows = clipLength == ClipLength.WINDOWS;
        FineTuning.Outcome<T, SupervisedModelNetwork> outcome =
                new FineTuning(recipe, device, cacheDirectory, listener, call, checkpoints)
                        .run(
                                start,
                                fitted,
                                network,
                                examplesHash,
                                source ->
                                        TrainingSplit.of(
                                                split,
                                                fitted,
                                                source,
                                                network.config().frames(),
                                                windows),
                                !windows);
        SSAMBAModel<T> model =
                new SSAMBAModel<>(
                        SSAMBAModel.DEFAULT_NAME,
                        outcome.provenance(
                                SSAMBAModel.class, examples.getProvenance(), runProvenance),
                        examples.getFeatureIDMap(),
                        outputInfo,
                        outcome.trained());
        model.setDevice(device);
        return model;
    }

    @Override
    public void place(Model<?> model) {
        if (model instanceof SSAMBAModel<?> own) {
            own.setDevice(device);
        }
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    @Override
    public String toString() {
        return "SSAMBATrainer(head="
                + head
                + ",encoder="
                + encoder
                + ",pooling="
                + pooling
                + ",clipLength="
                + clipLength
                + ",hopSeconds="
                + hopSeconds
                + ",recipe="
                + recipe
                + ",seed="
                + seed
                + ")";
    }
}
