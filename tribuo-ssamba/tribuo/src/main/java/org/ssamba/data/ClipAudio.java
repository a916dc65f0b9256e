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
package org.ssamba.data;

import java.util.function.Consumer;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.audio.SlidingWindow;
import org.tribuo.Example;

/**
 * A clip: part of a file, or a waveform in memory. Immutable; nothing is read before it is asked
 * for.
 *
 * @param reference to a file, or null
 * @param waveform in memory, or null if there is a reference
 */
public record ClipAudio(AudioReference reference, AudioClip waveform) {
    /** Checks that there is one of them. */
    public ClipAudio {
        if ((reference == null) == (waveform == null)) {
            throw new IllegalArgumentException("A clip is in a file or in memory");
        }
    }

    /** A clip in a file. */
    public static ClipAudio of(AudioReference reference) {
        return new ClipAudio(reference, null);
    }

    /** A waveform in memory. */
    public static ClipAudio of(AudioClip waveform) {
        return new ClipAudio(null, waveform);
    }

    /**
     * The clip that an example refers to, or carries.
     *
     * @throws MissingAudioReferenceException if it does neither
     */
    public static ClipAudio of(Example<?> example) {
        return example instanceof AudioExample<?> carrying
                ? of(carrying.clip())
                : of(AudioReference.of(example));
    }

    /** Length in seconds. */
    public double seconds() {
        return waveform == null ? reference.durationSeconds() : waveform.durationSeconds();
    }

    /**
     * Part of the clip.
     *
     * @param startSeconds from the clip's start
     * @param seconds length of the part; cut where the clip ends
     * @return the part, not yet read
     */
    public ClipAudio part(double startSeconds, double seconds) {
        double length = Math.min(seconds, seconds() - startSeconds);
        return waveform == null
                ? of(reference.part(startSeconds * 1000, length * 1000))
                : of(waveform.slice(startSeconds, length));
    }

    /**
     * Its spectrogram.
     *
     * @param source of spectrograms
     * @return (frames, mel bins), unpadded
     * @throws AudioFormatException if the file is missing, unusable, or the clip too short for a
     *     frame
     * @throws ChangedAudioException if the file is not the one referred to
     */
    public LogMelSpectrogram spectrogram(SpectrogramSource source) {
        return waveform == null ? source.get(reference) : source.extract(waveform);
    }

    /**
     * The waveform, all of it, at its own rate.
     *
     * @throws AudioFormatException if the file cannot be used
     * @throws ChangedAudioException if the file is not the one referred to
     */
    public AudioClip read() {
        return waveform != null ? waveform : VerifiedAudio.read(reference);
    }

    /**
     * Cuts the clip into windows; of a file, only a window is in memory at a time.
     *
     * @param windows their length and hop
     * @param consumer takes each, in order
     * @throws AudioFormatException if the file cannot be used
     * @throws ChangedAudioException if the file is not the one referred to
     */
    public void forEachWindow(SlidingWindow windows, Consumer<AudioWindow> consumer) {
        if (waveform != null) {
            waveform.forEachWindow(windows, consumer);
        } else {
            VerifiedAudio.forEachWindow(reference, windows, consumer);
        }
    }

    /** Where it comes from, for messages. */
    @Override
    public String toString() {
        return waveform == null ? reference.uri().toString() : waveform.source();
    }
}
