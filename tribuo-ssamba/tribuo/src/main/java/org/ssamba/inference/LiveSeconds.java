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
import java.util.stream.Stream;
import javax.sound.sampled.AudioInputStream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioStreams;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.SlidingWindow;

/**
 * Answers about audio that still comes, one for each second: the network sees the latest audio, as
 * much as it reads at once, and what it makes of it is averaged over the last few seconds.
 */
public final class LiveSeconds {
    private final ClipInference inference;
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

    private LiveSeconds(ClipInference inference, double smoothSeconds, double hop) {
        this.inference = inference;
        this.smoothSeconds = smoothSeconds;
        this.hop = hop;
    }

    /**
     * Runs the windows of a stream when they are asked for.
     *
     * @param inference runs clips cut or padded.
     * @param audio as {@link AudioStreams#windows} takes it.
     * @param smoothSeconds windows that end within this time before a second's end are averaged.
     * @return a vector for each second; less than half a second at the end has none.
     * @throws IllegalArgumentException if the time is not positive.
     */
    public static Stream<Second> of(
            ClipInference inference, AudioInputStream audio, double smoothSeconds) {
        if (!(smoothSeconds > 0)) {
            throw new IllegalArgumentException(
                    "Answers are averaged over a positive time, not " + smoothSeconds + " s");
        }
        // A network that reads less than a second at once sees several windows a second.
        double hop = 1 / Math.ceil(1 / inference.windows(0).seconds());
        SlidingWindow windows = inference.windows(hop);
        return AudioStreams.windows(audio, windows)
                .mapMulti(new LiveSeconds(inference, smoothSeconds, hop)::add);
    }

    private void add(AudioWindow window, Consumer<Second> consumer) {
        float[] values = inference.ofWaveforms(List.of(window.clip()))[0];
        double end = window.endSeconds();
        // Windows end at samples: half a hop is more than rounding can add up to.
        recent.removeIf(old -> old.audio().endSeconds() < end - smoothSeconds + hop / 2);
        recent.add(new ClipInference.Window(window, values));
        if (end >= seconds + 1 - hop / 2) {
            consumer.accept(new Second(seconds++, window.clip(), mean()));
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
