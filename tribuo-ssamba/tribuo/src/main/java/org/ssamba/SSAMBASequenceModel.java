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
import java.util.function.Function;
import java.util.stream.Stream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.head.LabelHead;
import org.ssamba.inference.AudioModel;
import org.ssamba.inference.ClipInference;
import org.ssamba.inference.SecondsPredictor;
import org.ssamba.inference.StreamModel;
import org.ssamba.inference.WindowPrediction;
import org.ssamba.onnx.Scores;
import org.ssamba.protos.SSAMBASequenceModelProto;
import org.ssamba.protos.WeightsProto;
import org.ssamba.published.PublishedCheckpoint;
import org.ssamba.serialization.JavaSerializedModel;
import org.ssamba.serialization.ModelProtos;
import org.ssamba.training.FrontEnd;
import org.ssamba.work.WorkListener;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.protos.core.SequenceModelProto;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.sequence.SequenceDataset;
import org.tribuo.sequence.SequenceExample;
import org.tribuo.sequence.SequenceModel;

/**
 * A trained network that labels each second of a clip. Thread-safe; device and batch size may be
 * changed at any time, nothing else. Closing it frees the device's memory; it can still be used
 * afterwards. Clips of hours are read in pieces.
 */
public final class SSAMBASequenceModel extends SequenceModel<Label>
        implements AudioModel<List<Prediction<Label>>>, StreamModel<Label> {
    private static final long serialVersionUID = 1L;

    /** The version of what {@link #serialize} writes. */
    public static final int CURRENT_VERSION = 0;

    static final String DEFAULT_NAME = "ssamba-sequence-model";

    private final transient TrainedNetwork<Label, SequenceNetwork> trained;
    private final transient ClipInference inference;
    private final transient SecondsPredictor predictor;

    SSAMBASequenceModel(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap featureMap,
            ImmutableOutputInfo<Label> outputInfo,
            TrainedNetwork<Label, SequenceNetwork> trained) {
        super(name, provenance, featureMap, outputInfo);
        this.trained = trained;
        this.inference = trained.inference();
        this.predictor =
                new SecondsPredictor(
                        inference,
                        trained.head(),
                        trained.network().seconds(),
                        trained.network().windows(trained.frontEnd().logMel()));
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
     * The model of seconds in a file that was fine-tuned for scene labelling: its head was trained
     * on the tokens of a second, which the file does not show.
     *
     * @param checkpoint from {@link PublishedCheckpoint#read(Path)}.
     * @param labels in the order of the classes.
     * @param head with {@code sigmoid} if it was trained by sigmoid cross-entropy.
     * @param pooling {@link SecondsPooling#PUBLISHED_SCENES} for what the published code trained.
     * @return a model, ready to predict; its provenance names the file and claims no training.
     * @throws IllegalArgumentException if the file has no head, one of another size, or clips too
     *     short for the pooling.
     */
    public static SSAMBASequenceModel of(
            PublishedCheckpoint checkpoint,
            List<String> labels,
            LabelHead head,
            SecondsPooling pooling) {
        return FineTunedImport.sequenceModel(
                checkpoint, head, labels.stream().map(Label::new).toList(), pooling);
    }

    /**
     * The encoder without the head, as fine-tuned: for embeddings, features, or to start from.
     *
     * @return an encoder whose provenance is this model's; it has no pretraining heads.
     */
    public PretrainedEncoder encoder() {
        return trained.encoder(EncoderProvenance.of(getProvenance()));
    }

    /**
     * Saves the weights as a fine-tuned state dict of the published code, as {@link
     * SSAMBAModel#savePyTorch} does; how tokens make up seconds has no place in it either.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void savePyTorch(Path file) throws IOException {
        trained.savePyTorch(file);
    }

    /**
     * Saves the weights as safetensors with all that is known of them, as {@link
     * SSAMBAModel#saveSafetensors} does.
     *
     * @param file replaced in one step.
     * @throws IOException if it cannot be written; an existing file is still there then.
     */
    public void saveSafetensors(Path file) throws IOException {
        trained.saveSafetensors(
                file, EncoderProvenance.of(getProvenance()), Scores.names(getOutputIDInfo()));
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
     * Chooses the listener that is told how the prediction of more sequences than a batch goes.
     *
     * @param listener thread-safe if several threads predict; the default is {@link
     *     WorkListener#standard}.
     */
    public void setListener(WorkListener listener) {
        inference.setListener(listener);
    }

    /**
     * Sets how many windows to predict at once from now on.
     *
     * @param windows at least 1.
     */
    @Override
    public void setBatchSize(int windows) {
        inference.setBatchSize(windows);
    }

    /**
     * Labels each second of a clip.
     *
     * @param example consecutive seconds of a clip, see {@link AudioSequences}.
     * @return a prediction for each second.
     * @throws IllegalArgumentException if the elements are not consecutive seconds of a clip.
     * @throws org.ssamba.data.MissingAudioReferenceException if an element refers to no audio.
     * @throws org.ssamba.audio.AudioFormatException if the audio cannot be read.
     */
    @Override
    public List<Prediction<Label>> predict(SequenceExample<Label> example) {
        return predictor.predict(example);
    }

    /**
     * Labels each second of a waveform.
     *
     * @param clip at any sample rate.
     * @return a prediction for each second; see {@link AudioSequences} for how many there are.
     */
    @Override
    public List<Prediction<Label>> predict(AudioClip clip) {
        return predict(AudioSequences.unlabelled(clip, new LabelFactory()));
    }

    /**
     * Labels each second of a file, which is read once and in memory meanwhile; one of many hours
     * is better {@linkplain AudioSequences#unlabelled referred to}.
     *
     * @param file in any format that {@link org.ssamba.audio.AudioReader} reads.
     * @return a prediction for each second.
     * @throws org.ssamba.audio.AudioFormatException if the file cannot be used.
     */
    @Override
    public List<Prediction<Label>> predict(Path file) {
        return predictor.files().run(file);
    }

    @Override
    public Map<Path, List<Prediction<Label>>> predictFiles(
            List<Path> files, UnreadableAudio policy) {
        return predictor.files().run(files, policy);
    }

    /**
     * {@inheritDoc} Each prediction sees as many whole seconds as the encoder reads at once, and is
     * for the last of them.
     */
    @Override
    public Stream<WindowPrediction<Label>> predictStream(
            Function<SlidingWindow, Stream<AudioWindow>> audio, double smoothSeconds) {
        return predictor.stream(audio, smoothSeconds);
    }

    @Override
    public List<List<Prediction<Label>>> predict(Iterable<SequenceExample<Label>> examples) {
        return predictor.predict(examples);
    }

    @Override
    public List<List<Prediction<Label>>> predict(SequenceDataset<Label> examples) {
        return predict((Iterable<SequenceExample<Label>>) examples);
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

    @Override
    public void close() {
        inference.close();
    }

    /** All weights by name, with their hash. */
    WeightsProto serializedWeights() {
        return trained.serializedWeights();
    }

    @Override
    public SequenceModelProto serialize() {
        return SequenceModelProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(SSAMBASequenceModel.class.getName())
                .setSerializedData(
                        Any.pack(SequenceModelContent.write(createDataCarrier(), trained)))
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
    public static SSAMBASequenceModel deserializeFromProto(
            int version, String className, Any message) throws InvalidProtocolBufferException {
        ModelProtos.requireVersion(SSAMBASequenceModel.class, version, CURRENT_VERSION);
        return SequenceModelContent.read(message.unpack(SSAMBASequenceModelProto.class));
    }

    /** Java serialization goes through the protobuf message. */
    private Object writeReplace() {
        return new JavaSerializedModel(serialize());
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw JavaSerializedModel.notAsItself(SSAMBASequenceModel.class);
    }
}
