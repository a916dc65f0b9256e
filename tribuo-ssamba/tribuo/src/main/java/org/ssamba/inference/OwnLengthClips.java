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

import java.util.List;
import java.util.function.LongConsumer;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.encoder.EncoderConfig;

/** Clips through a network, each at its own length. */
final class OwnLengthClips {
    /** A minute, the length of the published scenes with its padding. */
    private static final int LONGEST_FRAMES = 6144;

    /** Spectrograms in memory at once. */
    private static final int CLIPS = 64;

    private final SharedNetwork network;
    private final SpectrogramSource source;
    private final EncoderConfig config;
    private final double longestSeconds;

    OwnLengthClips(
            SharedNetwork network,
            SpectrogramSource source,
            EncoderConfig config,
            LogMelConfig logMel) {
        this.network = network;
        this.source = source;
        this.config = config;
        this.longestSeconds = LONGEST_FRAMES * (double) logMel.shiftSamples() / logMel.sampleRate();
    }

    /**
     * Runs clips and tells how many are done.
     *
     * @throws IllegalArgumentException if a clip is longer than a minute.
     */
    float[][] run(List<ClipAudio> clips, LongConsumer report) {
        float[][] all = new float[clips.size()][];
        for (int first = 0; first < all.length; first += CLIPS) {
            List<ClipAudio> some =
                    clips.subList(first, Math.min(all.length, first + CLIPS)).stream()
                            .map(clip -> clip.beginning(longestSeconds + 1))
                            .toList();
            some.forEach(this::requireShort);
            System.arraycopy(runInMemory(some), 0, all, first, some.size());
            report.accept(first + some.size());
        }
        return all;
    }

    private void requireShort(ClipAudio clip) {
        if (clip.seconds() > longestSeconds) {
            throw new IllegalArgumentException(
                    clip
                            + ": is longer than the "
                            + longestSeconds
                            + " s that can be read at their own length; use ClipLength.WINDOWS");
        }
    }

    private float[][] runInMemory(List<ClipAudio> clips) {
        SpectrogramClips loader = SpectrogramClips.of(source, config.frames(), clips);
        LogMelSpectrogram[] spectrograms = new LogMelSpectrogram[clips.size()];
        network.device()
                .get()
                .workers()
                .forEach(clips.size(), i -> spectrograms[i] = loader.spectrogram(i));
        return network.run(new HeldSpectrograms(spectrograms));
    }
}
