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
package org.ssamba.features;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ssamba.ComputeDevice;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.checkpoint.AtomicFile;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.MissingAudioReferenceException;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.inference.AudioModel;
import org.ssamba.inference.FileBatches;
import org.ssamba.protos.AudioFeatureModelProto;
import org.ssamba.serialization.AnyModelProto;
import org.ssamba.serialization.JavaSerializedModel;
import org.ssamba.serialization.ModelProtos;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.impl.ModelDataCarrier;
import org.tribuo.multilabel.MultiLabel;
import org.tribuo.multilabel.MultiLabelFactory;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;

/**
 * A model of any of Tribuo's trainers on the features of clips. It carries what computes the
 * features, an encoder included, so prediction needs the audio alone. Thread-safe as far as the
 * model of the features is; device and batch size may be changed at any time, nothing else. Closing
 * it frees the device's memory; it can still be used afterwards.
 *
 * @param <T> the type of output
 */
public final class AudioFeatureModel<T extends Output<T>> extends Model<T>
        implements AudioModel<Prediction<T>> {
    private static final long serialVersionUID = 1L;

    /** The version of what {@link #serialize} writes. */
    public static final int CURRENT_VERSION = 0;

    static final String DEFAULT_NAME = "audio-feature-model";

    private final transient Model<T> model;
    private transient volatile ModelFeatures features;

    /**
     * The message of the inner model, once it is known: Tribuo writes maps in another order after
     * loading, and saving again should give the same file.
     */
    private transient ModelProto saved;

    /**
     * A model.
     *
     * @param saved the message of the inner model, or null if it was never saved
     */
    AudioFeatureModel(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap featureMap,
            Model<T> model,
            ModelProto saved,
            ModelFeatures features) {
        super(
                name,
                provenance,
                featureMap,
                model.getOutputIDInfo(),
                model.generatesProbabilities());
        this.model = model;
        this.saved = saved;
        this.features = features;
    }

    /**
     * The model of the features, with the provenance of its own trainer.
     *
     * @return takes examples with features, as {@link AudioFeatureExtractor#extract} makes them
     */
    public Model<T> featureModel() {
        return model;
    }

    /**
     * What the features are called.
     *
     * @return the names in order, such as {@code D=0001}
     */
    public List<String> featureNames() {
        return features.names();
    }

    /**
     * Where to compute features from now on; without effect if no network computes them.
     *
     * @param device any device
     */
    public synchronized void setDevice(ComputeDevice device) {
        features = features.on(device);
    }

    /** {@inheritDoc} It is without effect if no network computes features. */
    @Override
    public synchronized void setBatchSize(int clips) {
        if (clips < 1) {
            throw new IllegalArgumentException("A batch has at least one clip, not " + clips);
        }
        features = features.inBatchesOf(clips);
    }

    /**
     * Predicts one clip.
     *
     * @param example refers to audio, or carries it
     * @return the prediction
     * @throws MissingAudioReferenceException if it does neither
     * @throws AudioFormatException if the audio cannot be read
     */
    @Override
    public Prediction<T> predict(Example<T> example) {
        return innerPredict(List.of(example)).get(0);
    }

    @Override
    public Prediction<T> predict(AudioClip clip) {
        return predict(AudioExamples.create(unknown(), clip));
    }

    @Override
    public Prediction<T> predict(Path file) {
        return files().run(file);
    }

    /** {@inheritDoc} The listener is {@link org.ssamba.work.WorkListener#standard}. */
    @Override
    public Map<Path, Prediction<T>> predictFiles(List<Path> files, UnreadableAudio policy) {
        return files().run(files, policy);
    }

    private FileBatches<Prediction<T>> files() {
        T unknown = unknown();
        return new FileBatches<>(
                features.batchSize(),
                clips -> innerPredict(clips.stream().map(clip -> clip.naming(unknown)).toList()));
    }

    @SuppressWarnings("unchecked") // Of the same class as the domain's outputs.
    private T unknown() {
        T known = outputIDInfo.getDomain().iterator().next();
        Output<?> unknown =
                known instanceof Label
                        ? LabelFactory.UNKNOWN_LABEL
                        : known instanceof MultiLabel
                                ? MultiLabelFactory.UNKNOWN_MULTILABEL
                                : known instanceof Regressor
                                        ? RegressionFactory.UNKNOWN_REGRESSOR
                                        : known;
        return (T) unknown;
    }

    @Override
    protected List<Prediction<T>> innerPredict(Iterable<Example<T>> examples) {
        List<Example<T>> clips = new ArrayList<>();
        examples.forEach(clips::add);
        List<Prediction<T>> predictions = model.predict(withFeatures(clips));
        List<Prediction<T>> ofClips = new ArrayList<>(clips.size());
        for (int i = 0; i < predictions.size(); i++) {
            ofClips.add(ofClip(predictions.get(i), clips.get(i)));
        }
        return ofClips;
    }

    private List<Example<T>> withFeatures(List<Example<T>> clips) {
        ModelFeatures computing = features;
        String[] names = computing.names().toArray(String[]::new);
        List<FeatureRows> rows = computing.compute(clips.stream().map(ClipAudio::of).toList());
        List<Example<T>> made = new ArrayList<>(clips.size());
        for (int i = 0; i < rows.size(); i++) {
            Example<T> clip = clips.get(i);
            made.add(
                    new ArrayExample<>(
                            clip.getOutput(), names, rows.get(i).mean(), clip.getMetadata()));
        }
        return made;
    }

    private static <T extends Output<T>> Prediction<T> ofClip(
            Prediction<T> prediction, Example<T> clip) {
        return new Prediction<>(prediction, prediction.getNumActiveFeatures(), clip);
    }

    /**
     * What {@link #featureModel} says: the weights of features, if it has such.
     *
     * @param n how many features for each output; below 0 for all
     * @return by output, names and weights; empty if the model has none
     */
    @Override
    public Map<String, List<Pair<String, Double>>> getTopFeatures(int n) {
        return model.getTopFeatures(n);
    }

    /**
     * What {@link #featureModel} says of the clip's features.
     *
     * @param example refers to audio, or carries it
     * @return which features count for and against the prediction, if the model can say so
     */
    @Override
    public Optional<Excuse<T>> getExcuse(Example<T> example) {
        return model.getExcuse(withFeatures(List.of(example)).get(0))
                .map(
                        excuse ->
                                new Excuse<>(
                                        example,
                                        ofClip(excuse.getPrediction(), example),
                                        excuse.getScores()));
    }

    @Override
    protected AudioFeatureModel<T> copy(String newName, ModelProvenance newProvenance) {
        return new AudioFeatureModel<>(
                newName, newProvenance, featureIDMap, model, saved(), features);
    }

    @Override
    public void close() {
        features.close();
    }

    @Override
    public ModelProto serialize() {
        AudioFeatureModelProto.Builder content =
                AudioFeatureModelProto.newBuilder()
                        .setModelData(ModelProtos.deterministic(createDataCarrier()))
                        .setExtractor(features.serialize())
                        .setModel(ModelProtos.deterministic(AnyModelProto.ordered(saved())));
        content.setSha256(ModelProtos.sha256(content.build()));
        return ModelProto.newBuilder()
                .setVersion(CURRENT_VERSION)
                .setClassName(AudioFeatureModel.class.getName())
                .setSerializedData(Any.pack(content.build()))
                .build();
    }

    private synchronized ModelProto saved() {
        if (saved == null) {
            saved = model.serialize();
        }
        return saved;
    }

    /**
     * Saves the model. Unlike other Tribuo models it is written whole or not at all: whatever
     * happens meanwhile, the file holds this model or what it held before.
     *
     * @param path the file to create or replace
     * @throws IOException if it cannot be written; an existing file is still there then
     */
    @Override
    public void serializeToFile(Path path) throws IOException {
        AtomicFile.write(path, serialize()::writeTo);
    }

    /**
     * Called by Tribuo when a model is loaded.
     *
     * @param version of the message
     * @param className of the model
     * @param message the data
     * @return the model, on the default device
     * @throws InvalidProtocolBufferException if the message is of another type
     * @throws IllegalArgumentException if it was written by a later version of this library
     * @throws IllegalStateException if it is damaged
     */
    public static AudioFeatureModel<?> deserializeFromProto(
            int version, String className, Any message) throws InvalidProtocolBufferException {
        ModelProtos.requireVersion(AudioFeatureModel.class, version, CURRENT_VERSION);
        AudioFeatureModelProto proto = message.unpack(AudioFeatureModelProto.class);
        ModelProtos.requireSha256(proto.toBuilder().clearSha256().build(), proto.getSha256());
        ModelProto saved = ModelProto.parseFrom(proto.getModel());
        return read(
                ModelProtos.carrier(proto.getModelData()),
                Model.deserialize(saved),
                saved,
                ModelFeatures.read(proto.getExtractor()));
    }

    private static <U extends Output<U>> AudioFeatureModel<U> read(
            ModelDataCarrier<?> carrier, Model<U> model, ModelProto saved, ModelFeatures features) {
        return new AudioFeatureModel<>(
                carrier.name(),
                carrier.provenance(),
                carrier.featureDomain(),
                model,
                saved,
                features);
    }

    private Object writeReplace() {
        return new JavaSerializedModel(serialize());
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw JavaSerializedModel.notAsItself(AudioFeatureModel.class);
    }
}
