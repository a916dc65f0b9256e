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

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.ssamba.data.ClipAudio;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.inference.ClipInference;
import org.ssamba.inference.WindowPrediction;
import org.ssamba.training.FrontEnd;
import org.ssamba.work.WorkListener;
import org.tribuo.Example;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.Model;
import org.tribuo.Output;
import org.tribuo.Prediction;
import org.tribuo.provenance.ModelProvenance;

/**
 * The part of a model that predicts clips: where, how many at once, and what of them. What explains
 * and saves is in {@link SSAMBAModel}.
 */
abstract class ClipModel<T extends Output<T>> extends Model<T> implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    final transient TrainedNetwork<T, SupervisedModelNetwork> trained;
    final transient ClipInference inference;

    ClipModel(
            String name,
            ModelProvenance provenance,
            ImmutableFeatureMap featureMap,
            ImmutableOutputInfo<T> outputInfo,
            TrainedNetwork<T, SupervisedModelNetwork> trained) {
        super(name, provenance, featureMap, outputInfo, trained.head().generatesProbabilities());
        this.trained = trained;
        this.inference = trained.inference();
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
        inference.setDevice(Objects.requireNonNull(newDevice, "device")::backend);
    }

    /**
     * How many clips to predict at once from now on.
     *
     * @param clips at least 1.
     */
    public void setBatchSize(int clips) {
        inference.setBatchSize(clips);
    }

    /**
     * Who is told how the prediction of more clips than a batch goes.
     *
     * @param listener thread-safe if several threads predict; the default is {@link
     *     WorkListener#standard}.
     */
    public void setListener(WorkListener listener) {
        inference.setListener(listener);
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
    protected List<Prediction<T>> innerPredict(Iterable<Example<T>> examples) {
        List<Example<T>> all = new ArrayList<>();
        examples.forEach(all::add);
        List<Prediction<T>> predictions = new ArrayList<>(all.size());
        inference.reporting(
                all.size(),
                report -> {
                    while (predictions.size() < all.size()) {
                        int first = predictions.size();
                        // Another thread may have changed the size of batches meanwhile.
                        int end = Math.min(all.size(), first + inference.batchSize());
                        predictBatch(all.subList(first, end), predictions);
                        report.accept(end);
                    }
                    return null;
                });
        return predictions;
    }

    private void predictBatch(List<Example<T>> batch, List<Prediction<T>> predictions) {
        float[][] scores =
                trained.network()
                        .lengths()
                        .run(inference, batch.stream().map(ClipAudio::of).toList());
        for (int i = 0; i < scores.length; i++) {
            predictions.add(trained.head().prediction(scores[i], batch.get(i)));
        }
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
        ClipAudio clip = ClipAudio.of(example);
        inference.forEachWindow(
                clip,
                inference.windows(trained.network().lengths().hopSeconds()),
                window ->
                        consumer.accept(
                                WindowPrediction.of(
                                        example,
                                        clip,
                                        window.audio(),
                                        window.values(),
                                        trained.head())));
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
}
