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
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.AudioCorpus;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.settings.SettingException;
import org.ssamba.split.UnlabelledClips;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;
import org.tribuo.Trainer;

/**
 * Pretrains encoders on unlabelled clips (arXiv 2405.11831, section 3): patches of the spectrogram
 * are hidden, and the encoder learns to recognise and to draw them.
 */
public final class SSAMBAPretrainer
        implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    @Config(description = "The encoder.")
    private EncoderShape shape = new EncoderShape();

    @Config(description = "How it is pretrained.")
    private PretrainingRecipe recipe = new PretrainingRecipe();

    @Config(description = "Where it is pretrained.")
    private ComputeDevice device = new ComputeDevice();

    @Config(description = "Decides initial weights, order, masks and drop-path.")
    private long seed = Trainer.DEFAULT_SEED;

    @Config(description = "A folder for packed spectrograms, or null.")
    private Path cacheDirectory = null;

    private WorkListener listener = WorkListener.standard();
    private Probe probe;

    /** Looks at the encoder while it is pretrained; what is learned does not depend on it. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Called on the thread that pretrains before the first step, after each of the recipe's
         * validation intervals, with clips held out or without, and after the last step. Steps wait
         * for it.
         *
         * @param encoder as it is now.
         * @param report for what it finds, see {@link WorkReport#probe}.
         */
        void look(PretrainedEncoder encoder, WorkReport report);

        /**
         * A probe of several.
         *
         * @param probes that look in this order.
         * @return one probe for all.
         */
        static Probe all(Probe... probes) {
            List<Probe> each = List.of(probes);
            return (encoder, report) -> each.forEach(probe -> probe.look(encoder, report));
        }
    }

    private SSAMBAPretrainer() {}

    /**
     * A pretrainer on the default device.
     *
     * @param shape the encoder.
     * @param recipe how it is pretrained.
     * @throws PropertyException naming a setting that is out of range or contradicts another.
     * @throws NullPointerException naming a setting that is null.
     */
    public SSAMBAPretrainer(EncoderShape shape, PretrainingRecipe recipe) {
        this.shape = Objects.requireNonNull(shape, "shape");
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        postConfig();
    }

    /**
     * A pretrainer with any settings.
     *
     * @param shape the encoder.
     * @return everything else by name.
     */
    public static Builder builder(EncoderShape shape) {
        return new Builder(shape);
    }

    /** The settings of a pretrainer by name. */
    public static final class Builder
            extends org.ssamba.settings.Builder<SSAMBAPretrainer, Builder> {
        private Builder(EncoderShape shape) {
            super(SSAMBAPretrainer::new, SSAMBAPretrainer::postConfig);
            Objects.requireNonNull(shape, "shape");
            set(pretrainer -> pretrainer.shape = shape);
        }

        /**
         * Sets how the encoder is pretrained.
         *
         * @param value the recipe.
         * @return this builder.
         */
        public Builder recipe(PretrainingRecipe value) {
            Objects.requireNonNull(value, "recipe");
            return set(pretrainer -> pretrainer.recipe = value);
        }

        /**
         * Sets where it is pretrained.
         *
         * @param value any device; the default is chosen automatically.
         * @return this builder.
         */
        public Builder device(ComputeDevice value) {
            Objects.requireNonNull(value, "device");
            return set(pretrainer -> pretrainer.device = value);
        }

        /**
         * Sets the seed of initial weights, order, masks and drop-path.
         *
         * @param value any number.
         * @return this builder.
         */
        public Builder seed(long value) {
            return set(pretrainer -> pretrainer.seed = value);
        }

        /**
         * Keeps packed spectrograms, so that audio is not decoded again.
         *
         * @param folder where; null for nowhere.
         * @return this builder.
         */
        public Builder cacheDirectory(Path folder) {
            return set(pretrainer -> pretrainer.cacheDirectory = folder);
        }

        /**
         * Sets who is told about each step.
         *
         * @param value replaces the one that logs.
         * @return this builder.
         */
        public Builder listener(WorkListener value) {
            Objects.requireNonNull(value, "listener");
            return set(pretrainer -> pretrainer.listener = value);
        }
    }

    @Override
    public void postConfig() {
        shape.postConfig();
        recipe.postConfig();
        EncoderConfig config = shape.config();
        int masked = recipe.settings(config, seed).maskedPatches();
        if (masked > config.patches()) {
            throw new SettingException(
                    "recipe",
                    masked
                            + " patches would be masked but a clip of "
                            + config.frames()
                            + " frames has "
                            + config.patches());
        }
    }

    /**
     * Who is told how it goes.
     *
     * @param newListener replaces the one that logs.
     */
    public void setListener(WorkListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
    }

    /**
     * Lets a probe look at the encoder now and then, such as {@link
     * org.ssamba.watch.LabelledProbe}.
     *
     * @param newProbe null for none.
     */
    public void setProbe(Probe newProbe) {
        this.probe = newProbe;
    }

    /**
     * Pretrains.
     *
     * @param corpus unlabelled clips.
     * @return the encoder.
     * @throws org.ssamba.audio.AudioFormatException if a clip cannot be read.
     * @throws org.ssamba.compute.BackendException if the device cannot be used.
     * @throws org.ssamba.pretraining.DivergedException if the run diverges.
     */
    public PretrainedEncoder pretrain(AudioCorpus corpus) {
        return pretrain(corpus, (PretrainedEncoder) null);
    }

    /**
     * Pretrains, saving the state of the run every ten minutes and whenever it ends, and going on
     * from it if there is one: a run that was killed ends with the same weights as one that was
     * not.
     *
     * @param corpus unlabelled clips.
     * @param checkpoint the file of the newest state, see {@link Checkpointing}; null to save none.
     * @return the encoder.
     * @throws IllegalStateException if the checkpoint belongs to another run, saying what differs.
     * @throws java.io.UncheckedIOException if it cannot be read or written.
     * @throws java.util.concurrent.CancellationException if the thread was interrupted.
     */
    public PretrainedEncoder pretrain(AudioCorpus corpus, Path checkpoint) {
        return pretrain(corpus, null, checkpoint == null ? null : Checkpointing.to(checkpoint));
    }

    /**
     * Pretrains an encoder further, with new moments of the optimiser.
     *
     * @param corpus unlabelled clips.
     * @param from any encoder of this pretrainer's shape, whose length and strides may differ: own,
     *     published, or of a fine-tuned model, which gets fresh pretraining heads. Positions are
     *     adapted, the normalisation is measured anew, and the provenance has that of {@code from}.
     * @return the encoder.
     * @throws IllegalArgumentException if its shape is another.
     */
    public PretrainedEncoder pretrain(AudioCorpus corpus, PretrainedEncoder from) {
        return pretrain(corpus, from, null);
    }

    /**
     * Pretrains an encoder further, or a fresh one, saving states of the run.
     *
     * @param corpus unlabelled clips.
     * @param from where it starts, as in {@link #pretrain(AudioCorpus, PretrainedEncoder)}; null
     *     for fresh weights.
     * @param checkpoints where and how often states are saved; null for never.
     * @return the encoder.
     * @throws IllegalArgumentException if the encoder's shape is another.
     * @throws IllegalStateException if the checkpoint belongs to another run, saying what differs.
     * @throws java.io.UncheckedIOException if it cannot be read or written.
     */
    public PretrainedEncoder pretrain(
            AudioCorpus corpus, PretrainedEncoder from, Checkpointing checkpoints) {
        return on(UnlabelledClips.of(corpus), listener)
                .run(
                        startingFrom(from),
                        identity ->
                                checkpoints == null
                                        ? null
                                        : RunCheckpoint.open(checkpoints, identity));
    }

    /** One call on clips of any origin, telling a given listener. */
    Pretraining on(UnlabelledClips clips, WorkListener told) {
        return new Pretraining(
                recipe, device, seed, cacheDirectory, told, probe, getProvenance(), clips);
    }

    /**
     * The encoder as {@link #pretrain} starts from it, with the same initial weights and
     * normalisation: what pretraining is compared with.
     *
     * @param corpus unlabelled clips, for the normalisation.
     * @return an encoder that has learned nothing.
     * @throws org.ssamba.audio.AudioFormatException if a clip cannot be read.
     */
    public PretrainedEncoder untrained(AudioCorpus corpus) {
        return on(UnlabelledClips.of(corpus), listener).untrained(startingFrom(null));
    }

    /** What a call starts from: an encoder, or fresh weights if it is null. */
    StartingPoint startingFrom(PretrainedEncoder encoder) {
        return StartingPoint.ofPretraining(shape.config(), encoder);
    }

    /** The shape of the encoders it makes. */
    EncoderConfig config() {
        return shape.config();
    }

    /** The filter bank of the encoders it makes. */
    LogMelConfig logMel() {
        return LogMelConfig.standard().withMelBins(shape.config().mels());
    }

    @Override
    public ConfiguredObjectProvenance getProvenance() {
        return new ConfiguredObjectProvenanceImpl(this, "SSAMBAPretrainer");
    }

    @Override
    public String toString() {
        return "SSAMBAPretrainer(shape=" + shape + ",recipe=" + recipe + ",seed=" + seed + ")";
    }
}
