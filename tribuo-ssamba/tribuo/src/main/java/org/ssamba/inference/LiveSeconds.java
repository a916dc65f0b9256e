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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;

/**
 * Answers about audio that still comes, one for each second: the network sees the latest audio, as
 * much as it reads at once, and what it makes of it is averaged over the last few seconds.
 */
public final class LiveSeconds {
    private final ClipInference inference;
    private final Latest latest;
    private final double smoothSeconds;
    private final double hop;

    /** What the network made of the windows that ended last. */
    private final Deque<ClipInference.Window> recent = new ArrayDeque<>();

    private long seconds;

    /**
     * What comes of a second.
     *
     * @param second which, from 0.
     * @param latest what the network saw last, which ends with the second.
     * @param values the mean vector of the last few seconds.
     */
    public record Second(long second, AudioClip latest, float[] values) {}

    /** Takes from what a network makes of a window what concerns its end. */
    interface Latest {
        /**
         * What concerns the end of a window.
         *
         * @param window as it was seen.
         * @param values of the window.
         */
        float[] of(AudioClip window, float[] values);
    }

    private LiveSeconds(ClipInference inference, Latest latest, double smoothSeconds, double hop) {
        this.inference = inference;
        this.latest = latest;
        this.smoothSeconds = smoothSeconds;
        this.hop = hop;
    }

    /**
     * Runs the windows of audio when they are asked for.
     *
     * @param inference runs clips cut or padded.
     * @param audio gives windows of the latest audio, as {@link org.ssamba.audio.AudioStreams}
     *     does.
     * @param smoothSeconds windows that end within this time before a second's end are averaged.
     * @return a vector for each second; less than half a second at the end has none.
     * @throws IllegalArgumentException if the time is not positive.
     */
    public static Stream<Second> of(
            ClipInference inference,
            Function<SlidingWindow, Stream<AudioWindow>> audio,
            double smoothSeconds) {
        // A network that reads less than a second at once sees several windows a second.
        double hop = 1 / Math.ceil(1 / inference.windows(0).seconds());
        return of(
                inference,
                audio,
                inference.windows(hop),
                (window, values) -> values,
                smoothSeconds);
    }

    /** The same in windows of a network of another kind. */
    static Stream<Second> of(
            ClipInference inference,
            Function<SlidingWindow, Stream<AudioWindow>> audio,
            SlidingWindow windows,
            Latest latest,
            double smoothSeconds) {
        if (!(smoothSeconds > 0)) {
            throw new IllegalArgumentException(
                    "Answers are averaged over a positive time, not " + smoothSeconds + " s");
        }
        double hop = windows.hop() / (double) windows.sampleRate();
        return audio.apply(windows)
                .mapMulti(new LiveSeconds(inference, latest, smoothSeconds, hop)::add);
    }

    private void add(AudioWindow window, Consumer<Second> consumer) {
        float[] values = latest.of(window.clip(), inference.ofWaveforms(List.of(window.clip()))[0]);
        double end = window.endSeconds();
        // Windows end at samples: half a hop is more than rounding can add up to.
        recent.removeIf(old -> old.audio().endSeconds() < end - smoothSeconds + hop / 2);
        recent.add(new ClipInference.Window(window, values));
        long ended = (long) Math.floor(end + hop / 2);
        if (ended > seconds) {
            // More than one where a microphone's seconds were skipped.
            seconds = ended;
            consumer.accept(new Second(ended - 1, window.clip(), mean()));
        }
    }

    private float[] mean() {
        float[] mean = new float[recent.element().values().length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (ClipInference.Window window : recent) {
                sum += window.values()[i];
            }
            mean[i] = (float) (sum / recent.size());
        }
        return mean;
    }
}
