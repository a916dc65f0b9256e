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
package org.ssamba.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.ClipAudio;
import org.ssamba.explain.Occlusion;
import org.ssamba.head.FittedHead;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Output;
import org.tribuo.Prediction;

/**
 * Predictions of clips, however they come: examples, files, windows, or a stream. Thread-safe.
 *
 * @param <T> the type of output.
 */
public final class ClipPredictor<T extends Output<T>> {
    private final ClipInference inference;
    private final FittedHead<T> head;
    private final Function<List<ClipAudio>, float[][]> scores;

    /**
     * Predicts with a network.
     *
     * @param inference runs the network.
     * @param head says what its scores mean.
     * @param scores of clips of any length, by {@code inference}.
     */
    public ClipPredictor(
            ClipInference inference,
            FittedHead<T> head,
            Function<List<ClipAudio>, float[][]> scores) {
        this.inference = inference;
        this.head = head;
        this.scores = scores;
    }

    /**
     * Predicts examples in batches and tells the listener how many are done.
     *
     * @param examples refer to audio, or carry it.
     * @return their predictions, in order.
     */
    public List<Prediction<T>> predict(Iterable<Example<T>> examples) {
        return inference.reporting(
                examples,
                report -> {
                    BatchedResults<Example<T>, Prediction<T>> results =
                            new BatchedResults<>(inference, this::predictBatch, report);
                    examples.forEach(results::add);
                    return results.all();
                });
    }

    private List<Prediction<T>> predictBatch(List<Example<T>> batch) {
        return predictions(batch, scores.apply(batch.stream().map(ClipAudio::of).toList()));
    }

    /**
     * Predicts clips as one call of the network; nobody is told how it goes.
     *
     * @param clips read once; those in memory are carried by their predictions' examples.
     * @return their predictions, in order.
     */
    public List<Prediction<T>> predictClips(List<ClipAudio> clips) {
        return predictions(
                clips.stream().map(clip -> clip.example(head.unknown())).toList(),
                scores.apply(clips));
    }

    /**
     * Predicts files.
     *
     * @return gives predictions whose examples name the files.
     */
    public FileBatches<Prediction<T>> files() {
        return new FileBatches<>(inference, this::predictClips);
    }

    private List<Prediction<T>> predictions(List<Example<T>> examples, float[][] values) {
        List<Prediction<T>> predictions = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            predictions.add(head.prediction(values[i], examples.get(i)));
        }
        return predictions;
    }

    /**
     * Predicts audio that still comes, as {@link LiveSeconds#of} runs it.
     *
     * @param audio gives windows of the latest audio.
     * @param smoothSeconds the time that scores are averaged over.
     * @return a prediction for each second; its example carries the audio that was seen last.
     */
    public Stream<WindowPrediction<T>> stream(
            Function<SlidingWindow, Stream<AudioWindow>> audio, double smoothSeconds) {
        return LiveSeconds.of(inference, audio, smoothSeconds)
                .map(live -> WindowPrediction.of(live, head));
    }

    /**
     * Predicts each window of a clip, as {@link ClipInference#forEachWindow} runs it.
     *
     * @param example refers to audio, or carries it.
     * @param hopSeconds from window to window; 0 for half a window.
     * @param consumer takes the predictions in order of time.
     */
    public void windows(
            Example<T> example, double hopSeconds, Consumer<WindowPrediction<T>> consumer) {
        ClipAudio clip = ClipAudio.of(example);
        inference.forEachWindow(
                clip,
                inference.windows(hopSeconds),
                window ->
                        consumer.accept(
                                WindowPrediction.of(
                                        example, clip, window.audio(), window.values(), head)));
    }

    /**
     * Finds by {@linkplain Occlusion occlusion} which regions spoke for a prediction.
     *
     * @param example refers to audio, or carries it.
     * @param melRanges how many ranges of frequency at most.
     * @param timeRanges how many ranges of time at most.
     * @return by how much each score falls when a region is hidden.
     */
    public Excuse<T> excuse(Example<T> example, int melRanges, int timeRanges) {
        Occlusion occlusion = inference.occlusion(ClipAudio.of(example), melRanges, timeRanges);
        float[][] values = inference.run(occlusion);
        return new Excuse<>(
                example,
                head.prediction(values[0], example),
                occlusion.contributions(Arrays.stream(values).map(head::named).toList()));
    }
}
