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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ssamba.head.FittedHead;
import org.ssamba.head.OutputHead;
import org.ssamba.provenance.ExamplesHash;
import org.ssamba.provenance.Invocations;
import org.ssamba.split.ExampleSplit;
import org.ssamba.split.SequenceSplit;
import org.ssamba.work.WorkListener;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.provenance.TrainerProvenance;
import org.tribuo.provenance.impl.TrainerProvenanceImpl;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceTrainer;

/**
 * Trains SSAMBA to label each second of a clip, as for dynamic audio scenes (docs/model.md,
 * sections 6 and 8). Sequences have one element a second, see {@link
 * org.ssamba.data.AudioSequences}; those longer than the encoder's input are cut into consecutive
 * windows of whole seconds.
 */
public final class SSAMBASequenceTrainer implements SequenceTrainer<Label> {
    @Config(mandatory = true, description = "How labels are learned: softmax or sigmoid.")
    private OutputHead<Label> head;

    @Config(description = "The encoder when it is trained from scratch; without encoderPath only.")
    private EncoderShape shape = null;

    @Config(description = "A file with a pretrained encoder; null to train from scratch.")
    private Path encoderPath = null;

    @Config(description = "Frames of 10 ms that go in at once; 0 for the encoder's own.")
    private int frames = 0;

    @Config(description = "Mel bins and frames between patches; 0 for the encoder's own.")
    private int stride = 0;

    @Config(description = "How tokens make up seconds.")
    private SecondsPooling pooling = SecondsPooling.PER_SECOND;

    @Config(description = "How it is trained.")
    private FineTuningRecipe recipe = new FineTuningRecipe();

    @Config(description = "Where it is trained, and where the model predicts at first.")
    private ComputeDevice device = new ComputeDevice();

    @Config(description = "Decides the head's initial weights, order, augmentation and drop-path.")
    private long seed = Trainer.DEFAULT_SEED;

    @Config(description = "A folder for packed spectrograms, which spare decoding; null for none.")
    private Path cacheDirectory = null;

    private WorkListener listener = WorkListener.standard();
    private Invocations invocations;

    private SSAMBASequenceTrainer() {}

    /**
     * A trainer of an encoder from scratch.
     *
     * @param head how labels are learned.
     * @param shape the encoder.
     * @param pooling how tokens make up seconds.
     * @param recipe how it is trained, without mixup.
     * @throws PropertyException if settings contradict each other or the recipe mixes clips.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBASequenceTrainer(
            OutputHead<Label> head,
            EncoderShape shape,
            SecondsPooling pooling,
            FineTuningRecipe recipe) {
        this(head, shape, pooling, recipe, new ComputeDevice(), Trainer.DEFAULT_SEED);
    }

    /**
     * A trainer of an encoder from scratch, on a device.
     *
     * @param head how labels are learned.
     * @param shape the encoder.
     * @param pooling how tokens make up seconds.
     * @param recipe how it is trained, without mixup.
     * @param device where it is trained.
     * @param seed of everything random.
     * @throws PropertyException if settings contradict each other or the recipe mixes clips.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBASequenceTrainer(
            OutputHead<Label> head,
            EncoderShape shape,
            SecondsPooling pooling,
            FineTuningRecipe recipe,
            ComputeDevice device,
            long seed) {
        this.head = Objects.requireNonNull(head, "head");
        this.shape = shape;
        this.pooling = Objects.requireNonNull(pooling, "pooling");
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        this.device = Objects.requireNonNull(device, "device");
        this.seed = seed;
        postConfig();
    }

    /**
     * A trainer that starts from a pretrained encoder.
     *
     * @param head how labels are learned.
     * @param encoderPath a file that {@link PretrainedEncoder#load} takes.
     * @param frames frames of 10 ms that go in at once, 6144 for a minute; 0 for the encoder's own.
     * @param stride mel bins and frames between patches; 0 for the encoder's own.
     * @param pooling how tokens make up seconds.
     * @param recipe how it is trained, without mixup.
     * @param device where it is trained.
     * @param seed of everything random.
     * @throws PropertyException if settings contradict each other or the recipe mixes clips.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBASequenceTrainer(
            OutputHead<Label> head,
            Path encoderPath,
            int frames,
            int stride,
            SecondsPooling pooling,
            FineTuningRecipe recipe,
            ComputeDevice device,
            long seed) {
        this.head = Objects.requireNonNull(head, "head");
        this.encoderPath = encoderPath;
        this.frames = frames;
        this.stride = stride;
        this.pooling = Objects.requireNonNull(pooling, "pooling");
        this.recipe = Objects.requireNonNull(recipe, "recipe");
        this.device = Objects.requireNonNull(device, "device");
        this.seed = seed;
        postConfig();
    }

    @Override
    public void postConfig() {
        // Checked here, before anyone waits for it.
        origin();
        if (recipe.settings(1, 0).mixupProbability() > 0) {
            throw new PropertyException(
                    "",
                    "recipe",
                    "mixup is for clips with one label; use an augmentation without it");
        }
        invocations = new Invocations(seed);
    }

    private EncoderOrigin origin() {
        return new EncoderOrigin(shape, encoderPath, null, null, frames, stride);
    }

    /**
     * Who is told how it goes.
     *
     * @param newListener replaces the one that logs.
     */
    public void setListener(WorkListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
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
        ExampleSplit.checkType(head, examples.getOutputFactory());
        SequenceSplit.check(examples);
        Invocations.Call call = invocations.next(invocationCount, this::getProvenance);
        ImmutableOutputInfo<Label> outputInfo = examples.getOutputIDInfo();
        FittedHead<Label> fitted = head.fit(examples.getFlatDataset(), outputInfo);
        StartingPoint start = origin().startingPoint(List.of(), ClipLengths.CUT, listener);
        SequenceNetwork network =
                SequenceNetwork.of(
                        start.config(), start.logMel(), pooling, fitted.outputs(), fitted.kind());
        FineTuning.Outcome<Label, SequenceNetwork> outcome =
                new FineTuning(recipe, device, cacheDirectory, listener, call)
                        .run(
                                start,
                                fitted,
                                network,
                                ExamplesHash.ofSequences(examples.getData(), fitted),
                                source ->
                                        SequenceSplit.of(
                                                examples,
                                                fitted,
                                                source,
                                                network.input(),
                                                recipe.heldOut(),
                                                recipe.validationShare(),
                                                call.seed()));
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

    @Override
    public int getInvocationCount() {
        return invocations.count();
    }

    /**
     * Which of the trainer's random streams is next.
     *
     * @param invocationCount how often it has trained, at least 0.
     */
    public void setInvocationCount(int invocationCount) {
        invocations.restart(invocationCount);
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    @Override
    public String toString() {
        return "SSAMBASequenceTrainer(head="
                + head
                + ","
                + origin()
                + ",pooling="
                + pooling
                + ",recipe="
                + recipe
                + ",seed="
                + seed
                + ")";
    }
}
