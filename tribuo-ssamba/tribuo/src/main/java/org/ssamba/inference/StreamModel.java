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

import java.util.function.Function;
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.TargetDataLine;
import org.ssamba.audio.AudioStreams;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;
import org.tribuo.Output;

/**
 * A model that predicts audio that still comes, second by second. Each prediction is of the latest
 * audio, as much as the model says; at the beginning that is shorter, and padded.
 *
 * @param <T> the type of output.
 */
public interface StreamModel<T extends Output<T>> {
    /**
     * Predicts the windows of audio that still comes.
     *
     * @param audio gives windows of the latest audio; closing the predictions closes them.
     * @param smoothSeconds the scores of the last so many seconds are averaged; 1 for hardly any
     *     smoothing.
     * @return a prediction for each second; its example carries the audio that was seen last.
     */
    Stream<WindowPrediction<T>> predictStream(
            Function<SlidingWindow, Stream<AudioWindow>> audio, double smoothSeconds);

    /**
     * Predicts any stream of uncompressed samples.
     *
     * @param audio read when a prediction is asked for, without skipping anything; closing the
     *     predictions closes it.
     * @param smoothSeconds the scores of the last so many seconds are averaged; 1 for hardly any
     *     smoothing.
     * @return a prediction for each second until the audio ends; less than half a second at the end
     *     has none. Each one's example carries the audio that was seen last.
     * @throws org.ssamba.audio.AudioFormatException if the samples are of an unknown form.
     */
    default Stream<WindowPrediction<T>> predictStream(
            AudioInputStream audio, double smoothSeconds) {
        return predictStream(windows -> AudioStreams.windows(audio, windows), smoothSeconds);
    }

    /**
     * Predicts what a microphone records. It is recorded while the model is busy; if the model, or
     * whoever takes the predictions, falls more than two seconds behind, seconds are skipped, and a
     * warning says how many.
     *
     * @param microphone open; it is started.
     * @param smoothSeconds the scores of the last so many seconds are averaged.
     * @return a prediction for each second until the line is stopped; to be closed, which stops and
     *     closes the line.
     * @throws IllegalStateException if the line is not open.
     * @throws org.ssamba.audio.AudioFormatException if its samples are of an unknown form.
     */
    default Stream<WindowPrediction<T>> predictStream(
            TargetDataLine microphone, double smoothSeconds) {
        return predictStream(windows -> AudioStreams.windows(microphone, windows), smoothSeconds);
    }
}
