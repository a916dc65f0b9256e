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
import java.util.Map;
import java.util.Objects;
import org.ssamba.data.AudioCorpus;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.FittedHead;
import org.ssamba.head.OutputHead;
import org.ssamba.provenance.ExamplesHash;
import org.ssamba.provenance.Invocations;
import org.ssamba.split.ExampleSplit;
import org.ssamba.split.SpectrogramStores;
import org.ssamba.split.TrainingSplit;
import org.ssamba.training.FineTuningRun;
import org.ssamba.work.WorkListener;
import org.tribuo.Dataset;
import org.tribuo.ImmutableOutputInfo;
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
public final class SSAMBATrainer<T extends Output<T>> implements Trainer<T>, WeightedExamples {
    @Config(mandatory = true, description = "What is predicted.")
    private OutputHead<T> head;

    @Config(
            description =
                    "The encoder when it is trained from scratch; exactly one of shape, encoderPath"
                            + " and pretraining is set.")
    private EncoderShape shape = null;

    @Config(description = "A file with a pretrained encoder.")
    private Path encoderPath = null;

    @Config(description = "Pretrains the encoder in each call of train.")
    private SSAMBAPretrainer pretraining = null;

    @Config(description = "What is pretrained on; null for the training clips themselves.")
    private AudioCorpus pretrainingCorpus = null;

    @Config(description = "Frames of 10 ms clips are cut or padded to; 0 for the encoder's own.")
    private int frames = 0;

    @Config(description = "Mel bins and frames between patches; 0 for the encoder's own.")
    private int stride = 0;

    @Config(description = "Which tokens make up the embedding of a clip.")
    private Pooling.Kind pooling = Pooling.Kind.MEAN;

    @Config(description = "What is done with clips of other lengths: CUT, WINDOWS or OWN.")
    private ClipLength clipLength = ClipLength.CUT;

    @Config(description = "Seconds from window to window; 0 for half a window.")
    private double hopSeconds = 0;

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

    private SSAMBATrainer() {}

    SSAMBATrainer(SSAMBATrainerBuilder<T> settings) {
        head = settings.head;
        shape = settings.shape;
        encoderPath = settings.encoderPath;
        pretraining = settings.pretraining;
        pretrainingCorpus = settings.pretrainingCorpus;
        frames = settings.frames;
        stride = settings.stride;
        pooling = settings.pooling;
        clipLength = settings.clipLength;
        hopSeconds = settings.hopSeconds;
        recipe = settings.recipe;
        device = settings.device;
        seed = settings.seed;
        cacheDirectory = settings.cacheDirectory;
        listener = settings.listener;
        postConfig();
    }

    /**
     * A trainer with any settings.
     *
     * @param <T> the type of output.
     * @param head what is predicted.
     * @return everything else by name.
     */
    public static <T extends Output<T>> SSAMBATrainerBuilder<T> builder(OutputHead<T> head) {
        return new SSAMBATrainerBuilder<>(head);
    }

    /**
     * A trainer of an encoder from scratch.
     *
     * @param head what is predicted.
     * @param shape the encoder.
     * @param recipe how it is trained.
     * @throws PropertyException if settings contradict each other.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBATrainer(OutputHead<T> head, EncoderShape shape, FineTuningRecipe recipe) {
        this(builder(head).shape(shape).recipe(recipe));
    }

    /**
     * A trainer that starts from a pretrained encoder, for clips of the length and with the stride
     * it was pretrained with.
     *
     * @param head what is predicted.
     * @param encoderPath a file that {@link PretrainedEncoder#load} takes.
     * @param recipe how it is trained.
     * @throws PropertyException if settings contradict each other.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBATrainer(OutputHead<T> head, Path encoderPath, FineTuningRecipe recipe) {
        this(builder(head).encoder(encoderPath).recipe(recipe));
    }

    /**
     * A trainer that starts from a pretrained encoder.
     *
     * @param head what is predicted.
     * @param encoderPath a file that {@link PretrainedEncoder#load} takes.
     * @param frames frames of 10 ms that clips are cut or padded to; 0 for the encoder's own.
     * @param stride mel bins and frames between patches; 0 for the encoder's own.
     * @param recipe how it is trained.
     * @param device where it is trained.
     * @param seed of everything random.
     * @throws PropertyException if settings contradict each other.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBATrainer(
            OutputHead<T> head,
            Path encoderPath,
            int frames,
            int stride,
            FineTuningRecipe recipe,
            ComputeDevice device,
            long seed) {
        this(
                builder(head)
                        .encoder(encoderPath)
                        .frames(frames)
                        .stride(stride)
                        .recipe(recipe)
                        .device(device)
                        .seed(seed));
    }

    /**
     * A trainer of an encoder from scratch.
     *
     * @param head what is predicted.
     * @param shape the encoder.
     * @param recipe how it is trained.
     * @param device where it is trained.
     * @param seed of everything random.
     * @throws PropertyException if settings contradict each other.
     * @throws NullPointerException naming a setting that cannot be null.
     */
    public SSAMBATrainer(
            OutputHead<T> head,
            EncoderShape shape,
            FineTuningRecipe recipe,
            ComputeDevice device,
            long seed) {
        this(builder(head).shape(shape).recipe(recipe).device(device).seed(seed));
    }

    @Override
    public void postConfig() {
        // Checked here, before anyone waits for it.
        origin();
        if (!(hopSeconds >= 0) || Double.isInfinite(hopSeconds)) {
            throw new PropertyException(
                    "", "hopSeconds", "must be a time, or 0 for half a window, not " + hopSeconds);
        }
        invocations = new Invocations(seed);
    }

    private EncoderOrigin origin() {
        return new EncoderOrigin(
                shape, encoderPath, pretraining, pretrainingCorpus, frames, stride);
    }

    /**
     * Who is told how training goes, pretraining included.
     *
     * @param newListener replaces the one that logs.
     */
    public void setListener(WorkListener newListener) {
        this.listener = Objects.requireNonNull(newListener, "listener");
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
        ExampleSplit.checkType(head, examples.getOutputFactory());
        ExampleSplit.check(examples);
        Invocations.Call call = invocations.next(invocationCount, this::getProvenance);
        ImmutableOutputInfo<T> outputInfo = examples.getOutputIDInfo();
        FittedHead<T> fitted = head.fit(examples, outputInfo);
        ExampleSplit<T> split =
                ExampleSplit.of(examples, recipe.heldOut(), recipe.validationShare(), call.seed());
        split.warnOfOnlyHeldOut(examples.getOutputFactory());
        // An encoder may be pretrained for days next: what can fail afterwards is checked before.
        FineTuningRun.requireWeight(TrainingSplit.weights(split.training(), fitted));
        String examplesHash = ExamplesHash.of(examples.getData(), fitted);
        device.backend();
        if (pretraining != null) {
            SpectrogramStores.open(pretraining.logMel(), cacheDirectory);
        }
        ClipLengths lengths = new ClipLengths(clipLength, hopSeconds);
        StartingPoint start = origin().startingPoint(split.training(), lengths, listener);
        SupervisedModelNetwork network =
                SupervisedModelNetwork.of(start.config(), pooling, fitted.outputs(), fitted.kind())
                        .withLengths(lengths);
        FineTuning.Outcome<T, SupervisedModelNetwork> outcome =
                new FineTuning(recipe, device, cacheDirectory, listener, call)
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
                                                clipLength == ClipLength.WINDOWS));
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
    public int getInvocationCount() {
        return invocations.count();
    }

    @Override
    public void setInvocationCount(int invocationCount) {
        invocations.restart(invocationCount);
    }

    @Override
    public TrainerProvenance getProvenance() {
        return new TrainerProvenanceImpl(this);
    }

    @Override
    public String toString() {
        return "SSAMBATrainer(head="
                + head
                + ","
                + origin()
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
