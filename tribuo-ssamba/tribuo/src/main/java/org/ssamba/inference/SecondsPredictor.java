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
import java.util.function.Function;
import java.util.stream.Stream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.data.AudioSequences;
import org.ssamba.data.ClipAudio;
import org.ssamba.head.FittedHead;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.sequence.SequenceExample;

/** Labels of each second of clips, examples or files. Thread-safe. */
public final class SecondsPredictor {
    private final ClipInference inference;
    private final FittedHead<Label> head;
    private final int seconds;
    private final SlidingWindow windows;

    /**
     * Predicts with a network.
     *
     * @param inference runs the network, which gives scores of one second after the other.
     * @param head says what the scores of a second mean.
     * @param seconds that the network sees at once.
     * @param windows of so many seconds, for longer clips.
     */
    public SecondsPredictor(
            ClipInference inference, FittedHead<Label> head, int seconds, SlidingWindow windows) {
        this.inference = inference;
        this.head = head;
        this.seconds = seconds;
        this.windows = windows;
    }

    /**
     * Labels each second of a clip.
     *
     * @param example consecutive seconds of a clip.
     * @return a prediction for each second.
     */
    public List<Prediction<Label>> predict(SequenceExample<Label> example) {
        ClipAudio clip = AudioSequences.clip(example);
        List<Prediction<Label>> predictions = new ArrayList<>();
        if (atOnce(example)) {
            add(predictions, example, inference.cut(List.of(clip))[0]);
        } else {
            inference.forEachWindow(
                    clip, windows, window -> add(predictions, example, window.values()));
        }
        return predictions;
    }

    /**
     * Labels each second of clips, short ones in batches, and tells the listener how many are done.
     *
     * @param examples each as {@link #predict(SequenceExample)} takes it.
     * @return their predictions, in order.
     */
    public List<List<Prediction<Label>>> predict(Iterable<SequenceExample<Label>> examples) {
        return inference.reporting(
                examples,
                report -> {
                    BatchedResults<SequenceExample<Label>, List<Prediction<Label>>> results =
                            new BatchedResults<>(inference, this::predictShort, report);
                    for (SequenceExample<Label> example : examples) {
                        if (atOnce(example)) {
                            results.add(example);
                        } else {
                            results.addAlone(example, this::predict);
                        }
                    }
                    return results.all();
                });
    }

    private boolean atOnce(SequenceExample<Label> example) {
        return example.size() <= seconds;
    }

    private List<List<Prediction<Label>>> predictShort(List<SequenceExample<Label>> batch) {
        float[][] scores = inference.cut(batch.stream().map(AudioSequences::clip).toList());
        List<List<Prediction<Label>>> predictions = new ArrayList<>(scores.length);
        for (int i = 0; i < scores.length; i++) {
            List<Prediction<Label>> ofClip = new ArrayList<>();
            add(ofClip, batch.get(i), scores[i]);
            predictions.add(ofClip);
        }
        return predictions;
    }

    /**
     * Labels the seconds of audio that still comes, as {@link LiveSeconds} runs it.
     *
     * @param audio gives windows of the latest audio.
     * @param smoothSeconds the time that scores are averaged over.
     * @return a prediction for each second; its example carries the audio that was seen last.
     */
    public Stream<WindowPrediction<Label>> stream(
            Function<SlidingWindow, Stream<AudioWindow>> audio, double smoothSeconds) {
        SlidingWindow latest =
                new SlidingWindow(
                        windows.length(), windows.sampleRate(), windows.sampleRate(), true);
        return LiveSeconds.of(inference, audio, latest, this::lastSecond, smoothSeconds)
                .map(live -> WindowPrediction.of(live, head));
    }

    private float[] lastSecond(AudioClip window, float[] scores) {
        int count = Math.min(seconds, AudioSequences.seconds(window.durationSeconds()));
        int outputs = head.outputs();
        return Arrays.copyOfRange(scores, (count - 1) * outputs, count * outputs);
    }

    /** Adds the predictions of the seconds of a window. */
    private void add(
            List<Prediction<Label>> predictions, SequenceExample<Label> example, float[] scores) {
        int outputs = head.outputs();
        int count = Math.min(seconds, example.size() - predictions.size());
        for (int s = 0; s < count; s++) {
            predictions.add(
                    head.prediction(
                            Arrays.copyOfRange(scores, s * outputs, (s + 1) * outputs),
                            example.get(predictions.size())));
        }
    }

    /**
     * Labels each second of files.
     *
     * @return gives predictions whose examples name the files.
     */
    public FileBatches<List<Prediction<Label>>> files() {
        return new FileBatches<>(inference, this::predictClips);
    }

    /** Examples without samples, so that predictions of many files do not hold all their audio. */
    private List<List<Prediction<Label>>> predictClips(List<ClipAudio> clips) {
        List<SequenceExample<Label>> sequences =
                clips.stream()
                        .map(clip -> AudioSequences.unlabelled(clip.read(), new LabelFactory()))
                        .toList();
        List<List<Prediction<Label>>> predictions = new ArrayList<>();
        for (List<Prediction<Label>> ofClip : predict(sequences)) {
            Example<Label> named = clips.get(predictions.size()).naming(LabelFactory.UNKNOWN_LABEL);
            predictions.add(
                    ofClip.stream().map(second -> new Prediction<>(second, 0, named)).toList());
        }
        return predictions;
    }
}
