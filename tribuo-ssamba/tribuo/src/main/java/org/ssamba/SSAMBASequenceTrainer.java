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
import org.ssamba.audio.LogMelConfig;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.FittedHead;
import org.ssamba.head.OutputHead;
import org.ssamba.provenance.ExamplesHash;
import org.ssamba.provenance.Invocations;
import org.ssamba.serialization.SavingNeeds;
import org.ssamba.settings.SettingException;
import org.ssamba.split.ExampleSplit;
import org.ssamba.split.SequenceSplit;
import org.ssamba.split.SpectrogramStores;
import org.tribuo.Example;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceTrainer;

/**
 * Trains SSAMBA to label each second of a clip, as for dynamic audio scenes (docs/model.md,
 * sections 6 and 8). Sequences have one element a second, see {@link
 * org.ssamba.data.AudioSequences}; those longer than the encoder's input are cut into consecutive
 * windows of whole seconds.
 */
public final class SSAMBASequenceTrainer extends EncoderTrainer<Label>
        implements SequenceTrainer<Label> {
    @Config(description = "How tokens make up seconds.")
    private SecondsPooling pooling = SecondsPooling.PER_SECOND;

    private SSAMBASequenceTrainer() {}

    /**
     * A trainer that chooses what else there is to say, to fit the clips and the default device, as
     * {@link SSAMBATrainer#SSAMBATrainer(OutputHead)} does.
     *
     * @param head how labels are learned.
     * @throws NullPointerException if it is null.
     */
    public SSAMBASequenceTrainer(OutputHead<Label> head) {
        this.head = Objects.requireNonNull(head, "head");
        postConfig();
    }

    /**
     * A trainer of a label a second, on the default device.
     *
     * @param head how labels are learned.
     * @param encoder where the encoder comes from, for instance an {@link EncoderShape}.
     * @param recipe how it is trained, without mixup.
     * @throws PropertyException naming a setting that is out of range or contradicts another.
     * @throws NullPointerException naming a setting that is null.
     */
    public SSAMBASequenceTrainer(
            OutputHead<Label> head, EncoderSource encoder, FineTuningRecipe recipe) {
        this.head = Objects.requireNonNull(head, "head");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        postConfig();
    }

    /**
     * A trainer with any settings.
     *
     * @param head how labels are learned.
     * @return everything else by name.
     */
    public static Builder builder(OutputHead<Label> head) {
        return new Builder(head);
    }

    /** The settings of a trainer by name; what is not set fits the clips. */
    public static final class Builder
            extends EncoderTrainer.SettingsByName<Label, SSAMBASequenceTrainer, Builder> {
        private Builder(OutputHead<Label> head) {
            super(SSAMBASequenceTrainer::new, head);
        }

        /**
         * Sets how tokens make up seconds.
         *
         * @param value the default is by their own columns.
         * @return this builder.
         */
        public Builder pooling(SecondsPooling value) {
            Objects.requireNonNull(value, "pooling");
            return set(trainer -> trainer.pooling = value);
        }
    }

    @Override
    public void postConfig() {
        super.postConfig();
        if (recipe != null && recipe.settings(1, 0).mixupProbability() > 0) {
            throw new SettingException(
                    "recipe", "mixup is for clips with one label; use an augmentation without it");
        }
    }

    @Override
    public SSAMBASequenceModel train(SequenceDataset<Label> examples) {
        return train(examples, Map.of());
    }

    @Override
    public SSAMBASequenceModel train(
            SequenceDataset<Label> examples, Map<String, Provenance> runProvenance) {
        return train(examples, runProvenance, Trainer.INCREMENT_INVOCATION_COUNT);
    }

    /**
     * Trains a model.
     *
     * @param examples sequences of audio examples with known labels.
     * @param runProvenance facts to keep with the model.
     * @param invocationCount which of the trainer's random streams to use, or {@link
     *     Trainer#INCREMENT_INVOCATION_COUNT} for the next one.
     * @return the model.
     * @throws IllegalArgumentException if outputs are unknown, elements are not consecutive seconds
     *     of a clip, weights are no numbers from 0, sequences cannot be held out as the recipe
     *     says, or the encoder is missing or does not fit.
     * @throws java.io.UncheckedIOException if the encoder cannot be read.
     * @throws org.ssamba.data.MissingAudioReferenceException if an element refers to no audio.
     * @throws org.ssamba.audio.AudioFormatException if a clip cannot be read.
     * @throws org.ssamba.compute.BackendException if the device cannot be used.
     */
    public SSAMBASequenceModel train(
            SequenceDataset<Label> examples,
            Map<String, Provenance> runProvenance,
            int invocationCount) {
        Objects.requireNonNull(runProvenance, "runProvenance");
        SavingNeeds.checkModels();
        ExampleSplit.checkType(head, examples.getOutputFactory());
        SequenceSplit.check(examples);
        return this.<SSAMBASequenceTrainer>completed(copy -> copy.fit(examples))
                .trainCompleted(examples, runProvenance, invocationCount);
    }

    /**
     * The clips that a call learns from: all but those it holds out to judge epochs by. An encoder
     * that is pretrained for the call should not know the others either.
     *
     * @param examples of the call.
     * @param invocationCount of the call, from 0.
     * @return an example of each clip, whose label says nothing.
     * @throws IllegalArgumentException if sequences cannot be held out as the recipe says.
     */
    public List<Example<Label>> learnedFrom(SequenceDataset<Label> examples, int invocationCount) {
        return this.<SSAMBASequenceTrainer>completed(copy -> copy.fit(examples))
                .sides(examples, invocations.seed(invocationCount))
                .trainingClips();
    }

    private SequenceSplit.Sides sides(SequenceDataset<Label> examples, long callSeed) {
        return SequenceSplit.sides(examples, recipe.heldOut(), recipe.validationShare(), callSeed);
    }

    /** An input is as long as a sequence, up to ten seconds. */
    private void fit(SequenceDataset<Label> examples) {
        Defaults defaults =
                Defaults.of(
                        examples.getData().stream().mapToDouble(SequenceExample::size).toArray(),
                        0,
                        device);
        if (encoder == null) {
            encoder = defaults.shape();
        }
        fitRecipe(defaults, examples.getFlatDataset());
    }

    private SSAMBASequenceModel trainCompleted(
            SequenceDataset<Label> examples,
            Map<String, Provenance> runProvenance,
            int invocationCount) {
        Invocations.Call call = invocations.next(invocationCount, this::getProvenance);
        ImmutableOutputInfo<Label> outputInfo = examples.getOutputIDInfo();
        FittedHead<Label> fitted = head.fit(examples.getFlatDataset(), outputInfo);
        SequenceSplit.Sides sides = sides(examples, call.seed());
        StartingPoint start =
                encoder.startingPoint(
                        new StartingPoint.Call(
                                (config, logMel) -> {
                                    network(config, logMel, fitted);
                                    SpectrogramStores.open(logMel, cacheDirectory);
                                },
                                sides::trainingClips,
                                listener,
                                checkpoints));
        SequenceNetwork network = network(start.config(), start.logMel(), fitted);
        FineTuning.Outcome<Label, SequenceNetwork> outcome =
                new FineTuning(recipe, device, cacheDirectory, listener, call, checkpoints)
                        .run(
                                start,
                                fitted,
                                network,
                                ExamplesHash.ofSequences(examples.getData(), fitted),
                                source -> SequenceSplit.of(sides, fitted, source, network.input()),
                                false);
        SSAMBASequenceModel model =
                new SSAMBASequenceModel(
                        SSAMBASequenceModel.DEFAULT_NAME,
                        outcome.provenance(
                                SSAMBASequenceModel.class, examples.getProvenance(), runProvenance),
                        examples.getFeatureIDMap(),
                        outputInfo,
                        outcome.trained());
        model.setDevice(device);
        return model;
    }

    private SequenceNetwork network(
            EncoderConfig config, LogMelConfig logMel, FittedHead<Label> fitted) {
        return SequenceNetwork.of(config, logMel, pooling, fitted.outputs(), fitted.kind());
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    @Override
    public String toString() {
        return "SSAMBASequenceTrainer(head="
                + head
                + ",encoder="
                + encoder
                + ",pooling="
                + pooling
                + ",recipe="
                + recipe
                + ",seed="
                + seed
                + ")";
    }
}
