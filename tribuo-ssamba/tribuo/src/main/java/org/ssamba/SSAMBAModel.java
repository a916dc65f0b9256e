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

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.head.LabelHead;
import org.ssamba.head.OutputHead;
import org.ssamba.inference.AudioModel;
import org.ssamba.inference.ClipInference;
import org.ssamba.inference.ClipPredictor;
import org.ssamba.inference.StreamModel;
import org.ssamba.inference.WindowPrediction;
import org.ssamba.onnx.ExportedToOnnx;
import org.ssamba.onnx.OnnxExport;
import org.ssamba.onnx.Scores;
import org.ssamba.protos.SSAMBAModelProto;
import org.ssamba.protos.WeightsProto;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.serialization.JavaSerializedModel;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.training.FrontEnd;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;

/**
 * A trained SSAMBA network. It carries its front end, so prediction needs the audio alone.
 * Thread-safe; device and batch size may be changed at any time, nothing else. Closing it frees the
 * device's memory; it can still be used afterwards.
 *
 * @param <T> the type of output.
 */
public final class SSAMBAModel<T extends Output<T>> extends Model<T>
        implements AudioModel<Prediction<T>>, StreamModel<T>, ExportedToOnnx {
    private static final long serialVersionUID = 1L;

    /** The version of what {@link #serialize} writes. */
    public static final int CURRENT_VERSION = 0;

    static final String DEFAULT_NAME = "ssamba-model";

    private static final int EXCUSE_MEL_RANGES = 4;
    private static final int EXCUSE_TIME_RANGES = 16;

    final transient TrainedNetwork<T, SupervisedModelNetwork> trained;
    private final transient ClipInference inference;
    private final transient ClipPredictor<T> predictor;

    SSAMBAModel(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap featureMap,
            ImmutableOutputInfo<T> outputInfo,
            TrainedNetwork<T, SupervisedModelNetwork> trained) {
        super(name, provenance, featureMap, outputInfo, trained.head().generatesProbabilities());
        this.trained = trained;
        this.inference = trained.inference();
        this.predictor =
                new ClipPredictor<>(
                        inference,
                        trained.head(),
                        clips -> trained.network().lengths().run(inference, clips));
    }

    /**
     * The encoder's shape.
     *
     * @return the configuration.
     */
    public EncoderConfig config() {
        return trained.network().config();
    }

    /**
     * How audio becomes the encoder's input.
     *
     * @return log-mel filter bank and normalisation.
     */
    public FrontEnd frontEnd() {
        return trained.frontEnd();
    }

    /**
     * Where to predict from now on.
     *
     * @param newDevice any device.
     */
    public void setDevice(ComputeDevice newDevice) {
        Objects.requireNonNull(newDevice, "device");
        inference.setDevice(newDevice::backend);
    }

    /**
     * Sets who is told how the prediction of more clips than a batch goes.
     *
     * @param listener thread-safe if several threads predict; the default is {@link
     *     WorkListener#standard}.
     */
    public void setListener(WorkListener listener) {
        inference.setListener(listener);
    }

    @Override
    public void setBatchSize(int clips) {
        inference.setBatchSize(clips);
    }

    /**
     * Predicts one clip.
     *
     * @param example refers to audio, or carries it.
     * @return the prediction.
     * @throws org.ssamba.data.MissingAudioReferenceException if it does neither.
     * @throws org.ssamba.audio.AudioFormatException if the audio cannot be read.
     */
    @Override
    public Prediction<T> predict(Example<T> example) {
        return innerPredict(List.of(example)).get(0);
    }

    @Override
    public Prediction<T> predict(AudioClip clip) {
        return predict(AudioExamples.create(trained.head().unknown(), clip));
    }

    /**
     * {@inheritDoc} Calls of several threads share batches. It is what {@link #predict(Example)}
     * gives for an example that refers to the file.
     */
    @Override
    public Prediction<T> predict(Path file) {
        return predictor.files().run(file);
    }

    /**
     * Predicts clips wherever they are: in files, in memory, at a cluster's addresses.
     *
     * @param clips each is read once.
     * @return their predictions, in order; their examples refer to the clip, carry or name it.
     * @throws org.ssamba.audio.AudioFormatException if one cannot be read; none is predicted then.
     */
    public List<Prediction<T>> predictClips(List<ClipAudio> clips) {
        return predictor.predictClips(clips);
    }

    @Override
    public Map<Path, Prediction<T>> predictFiles(List<Path> files, UnreadableAudio policy) {
        return predictor.files().run(files, policy);
    }

    /**
     * {@inheritDoc} Each prediction sees as much audio as the encoder reads at once, whatever
     * {@link #clipLength} says.
     */
    @Override
    public Stream<WindowPrediction<T>> predictStream(
            Function<SlidingWindow, Stream<AudioWindow>> audio, double smoothSeconds) {
        return predictor.stream(audio, smoothSeconds);
    }

    @Override
    protected List<Prediction<T>> innerPredict(Iterable<Example<T>> examples) {
        return predictor.predict(examples);
    }

    /**
     * Predicts each window of a clip, whatever its length and whatever {@link #clipLength} says.
     * The audio is read once and in pieces: a file of hours needs the memory of a batch.
     *
     * @param example refers to audio, or carries it.
     * @param consumer takes the predictions in order of time; they overlap by as much as the
     *     windows do, half of their length unless the model was trained with another hop.
     * @throws org.ssamba.data.MissingAudioReferenceException if the example has no audio.
     * @throws org.ssamba.audio.AudioFormatException if the audio cannot be read; windows before the
     *     damage have been given out by then.
     */
    public void predictWindows(Example<T> example, Consumer<WindowPrediction<T>> consumer) {
        predictor.windows(example, trained.network().lengths().hopSeconds(), consumer);
    }

    /**
     * What the model does with clips that are not as long as its input.
     *
     * @return as chosen in training.
     */
    public ClipLength clipLength() {
        return trained.network().lengths().length();
    }

    @Override
    public void close() {
        inference.close();
    }

    /**
     * The classifier in a fine-tuned file, with the mean of the patch tokens as published.
     *
     * @param checkpoint from {@link PublishedCheckpoint#read(Path)}.
     * @param labels in the order of the classes.
     * @param head with {@code sigmoid} if it was trained by sigmoid cross-entropy.
     * @return a model, ready to predict.
     * @throws IllegalArgumentException as {@link #of} does.
     */
    public static SSAMBAModel<Label> classifier(
            PublishedCheckpoint checkpoint, List<String> labels, LabelHead head) {
        return of(
                checkpoint,
                head,
                new LabelFactory(),
                labels.stream().map(Label::new).toList(),
                Pooling.Kind.MEAN);
    }

    /**
     * The model in a fine-tuned file. Its provenance names the file; how it was trained, and on
     * what, is not known.
     *
     * @param <T> the type of output.
     * @param checkpoint from {@link PublishedCheckpoint#read(Path)}.
     * @param head what the network's outputs mean.
     * @param factory of outputs.
     * @param outputs in the order of the network's outputs.
     * @param pooling which tokens make up the embedding of a clip.
     * @return a model, ready to predict.
     * @throws IllegalArgumentException if the file has no head, or one of another size.
     */
    public static <T extends Output<T>> SSAMBAModel<T> of(
            PublishedCheckpoint checkpoint,
            OutputHead<T> head,
            OutputFactory<T> factory,
            List<T> outputs,
            Pooling.Kind pooling) {
        return FineTunedImport.model(checkpoint, head, factory, outputs, pooling);
    }

    /**
     * The encoder without the head, as fine-tuned: for embeddings, features, or to start from.
     *
     * @return an encoder whose provenance is this model's; it has no pretraining heads.
     */
    public PretrainedEncoder encoder() {
        return trained.encoder(EncoderProvenance.of(provenance));
    }

    @Override
    public OnnxExport onnx() {
        SupervisedModelNetwork network = trained.network();
        return new OnnxExport(
                new OnnxExport.Network(
                        network.config(),
                        network.pooling(),
                        Scores.of(trained.head()),
                        network.layout(),
                        trained.weights()),
                trained.frontEnd(),
                Scores.names(outputIDInfo),
                toString(),
                PROVENANCE_METADATA_FIELD,
                serializeProvenance(provenance));
    }

    /**
     * Not known: the network reads audio, not named features.
     *
     * @param n ignored.
     * @return an empty map.
     */
    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return Collections.emptyMap();
    }

    /**
     * Which regions of the spectrogram spoke for the prediction: {@link #excuse} with at most 4 mel
     * ranges and 16 time ranges.
     *
     * @param example refers to audio, or carries it, or is that of a file's prediction.
     * @return always present.
     */
    @Override
    public Optional<Excuse<T>> getExcuse(Example<T> example) {
        return Optional.of(excuse(example, EXCUSE_MEL_RANGES, EXCUSE_TIME_RANGES));
    }

    /**
     * Which regions of the spectrogram spoke for the prediction, found by hiding each and
     * predicting all copies in one pass. What is hidden gets the clip's own background: for each
     * mel bin, the level that a tenth of the cells nearby are below. Whatever {@link #clipLength}
     * says, what is explained is the clip cut or padded to the encoder's length.
     *
     * @param example refers to audio, or carries it.
     * @param melRanges how many ranges of frequency to tell apart at most, at least 1.
     * @param timeRanges how many ranges of time to tell apart at most, at least 1.
     * @return for each label or dimension, by how much its score falls when a region is hidden,
     *     largest change first; the features are names of {@link
     *     org.ssamba.explain.SpectrogramRegion}s.
     * @throws org.ssamba.data.MissingAudioReferenceException if it does neither.
     * @throws org.ssamba.audio.AudioFormatException if the audio cannot be read.
     */
    public Excuse<T> excuse(Example<T> example, int melRanges, int timeRanges) {
        return predictor.excuse(example, melRanges, timeRanges);
    }

    @Override
    protected SSAMBAModel<T> copy(String newName, ModelProvenance newProvenance) {
        SSAMBAModel<T> copy =
                new SSAMBAModel<>(newName, newProvenance, featureIDMap, outputIDInfo, trained);
        copy.inference.setDevice(inference.device());
        copy.setBatchSize(inference.batchSize());
        return copy;
    }

    /**
     * Saves the weights as a fine-tuned state dict of the published code: encoder and head. Class i
     * of the file is output i of {@link #getOutputIDInfo}; outputs, length, stride, normalisation
     * and provenance have no place in it, so keep the model's own file too.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void savePyTorch(Path file) throws IOException {
        trained.savePyTorch(file);
    }

    /**
     * Saves the weights as safetensors: encoder and head under their published names;
     * configuration, front end, names of the outputs and provenance as metadata. {@link
     * PublishedCheckpoint#read} gives them back, {@link PretrainedEncoder#load} the encoder alone.
     * How clips of other lengths are treated, and the head's own settings, are in the model's own
     * file only.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void saveSafetensors(Path file) throws IOException {
        trained.saveSafetensors(file, EncoderProvenance.of(provenance), Scores.names(outputIDInfo));
    }

    /** All weights by name, with their hash. */
    WeightsProto serializedWeights() {
        return trained.serializedWeights();
    }

    @Override
    public ModelProto serialize() {
        return ModelProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(SSAMBAModel.class.getName())
                .setSerializedData(Any.pack(ModelContent.write(createDataCarrier(), trained)))
                .build();
    }

    /**
     * Saves the model. Unlike other Tribuo models it is written whole or not at all: whatever
     * happens meanwhile, the file holds this model or what it held before.
     *
     * @param path the file to create or replace.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    @Override
    public void serializeToFile(Path path) throws IOException {
        AtomicFile.write(path, serialize()::writeTo);
    }

    /**
     * Reads a model from a file. Tribuo's {@link Model#deserializeFromFile} reads the same files;
     * of one that is damaged, or is no model, this says the reason at once.
     *
     * @param file a file that a model was saved to.
     * @return the model, on the default device.
     * @throws IOException if the file cannot be read.
     * @throws IllegalArgumentException if it was written by a later version of this library.
     * @throws IllegalStateException if it is damaged, or is something else.
     */
    public static SSAMBAModel<?> load(Path file) throws IOException {
        return ModelContent.load(file);
    }

    /**
     * Called by Tribuo when a model is loaded.
     *
     * @param version of the message.
     * @param className of the model.
     * @param message the data.
     * @return the model, on the default device.
     * @throws InvalidProtocolBufferException if the message is of another type.
     * @throws IllegalArgumentException if it was written by a later version of this library.
     * @throws IllegalStateException if it is damaged.
     */
    public static SSAMBAModel<?> deserializeFromProto(int version, String className, Any message)
            throws InvalidProtocolBufferException {
        ModelProtos.requireVersion(SSAMBAModel.class, version, CURRENT_VERSION);
        return ModelContent.read(message.unpack(SSAMBAModelProto.class));
    }

    /** Java serialization goes through the protobuf message. */
    private Object writeReplace() {
        return new JavaSerializedModel(serialize());
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw JavaSerializedModel.notAsItself(SSAMBAModel.class);
    }
}
