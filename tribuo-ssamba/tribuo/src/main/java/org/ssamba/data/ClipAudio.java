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

import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.AudioWindow;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.audio.SlidingWindow;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/**
 * A clip: part of a file, a waveform in memory, or all of a file that is read once. Immutable;
 * nothing is read before it is asked for.
 *
 * @param reference to a file, or null
 * @param waveform in memory, or null
 * @param file to be read without being hashed, or null
 */
public record ClipAudio(AudioReference reference, AudioClip waveform, AudioContent file) {
    /** Checks that there is one of them. */
    public ClipAudio {
        if (Stream.of(reference, waveform, file).filter(Objects::nonNull).count() != 1) {
            throw new IllegalArgumentException("A clip is in a file or in memory");
        }
    }

    /** A clip in a file. */
    public static ClipAudio of(AudioReference reference) {
        return new ClipAudio(reference, null, null);
    }

    /** A waveform in memory. */
    public static ClipAudio of(AudioClip waveform) {
        return new ClipAudio(null, waveform, null);
    }

    /** All of a file; each method that needs samples reads it from the start. */
    public static ClipAudio of(AudioContent file) {
        return new ClipAudio(null, null, file);
    }

    /**
     * The clip that an example refers to, carries, or {@linkplain #naming names}.
     *
     * @throws MissingAudioReferenceException if it does neither
     */
    public static ClipAudio of(Example<?> example) {
        if (example instanceof AudioExample<?> carrying) {
            return of(carrying.clip());
        }
        boolean named =
                example.containsMetadata(AudioReference.URI_KEY)
                        && !example.containsMetadata(AudioReference.SHA256_KEY)
                        && !example.containsMetadata(AudioReference.START_KEY);
        return named
                ? of(AudioContent.at(URI.create(uri(example))))
                : of(AudioReference.of(example));
    }

    private static String uri(Example<?> example) {
        return example.getMetadataValue(AudioReference.URI_KEY).orElseThrow().toString();
    }

    /**
     * An example that names this file, which has not been hashed: enough to predict it and to
     * explain that, not to train on it.
     *
     * @param output of the example
     */
    public <T extends Output<T>> Example<T> naming(T output) {
        Example<T> example = new ArrayExample<>(output);
        example.setMetadataValue(Example.NAME, toString());
        example.setMetadataValue(AudioReference.URI_KEY, file.uri().toString());
        return example;
    }

    /**
     * An example of this clip: it refers to it, carries it, or {@linkplain #naming names} it.
     *
     * @param output of the example
     */
    public <T extends Output<T>> Example<T> example(T output) {
        return file != null
                ? naming(output)
                : reference != null
                        ? AudioExamples.create(output, reference)
                        : AudioExamples.create(output, waveform);
    }

    /** Length in seconds; of a file that is not referred to it is not known before it is read. */
    public double seconds() {
        return reference != null ? reference.durationSeconds() : read().durationSeconds();
    }

    /**
     * The clip itself, or, of a file that is not referred to, its beginning in memory.
     *
     * @param seconds how much at most to read of a file
     * @throws AudioFormatException if the file cannot be used
     */
    public ClipAudio beginning(double seconds) {
        if (file == null) {
            return this;
        }
        try (AudioReader reader = AudioReader.open(file)) {
            return of(reader.readBeginning(seconds));
        }
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
        return reference != null
                ? of(reference.part(startSeconds * 1000, length * 1000))
                : of(read().slice(startSeconds, length));
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
        return reference != null ? source.get(reference) : source.extract(read());
    }

    /**
     * The waveform, all of it, at its own rate.
     *
     * @throws AudioFormatException if the file cannot be used
     * @throws ChangedAudioException if the file is not the one referred to
     */
    public AudioClip read() {
        if (file != null) {
            try (AudioReader reader = AudioReader.open(file)) {
                return reader.read();
            }
        }
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
        } else if (file != null) {
            AudioReader.readWindows(file, windows, consumer);
        } else {
            VerifiedAudio.forEachWindow(reference, windows, consumer);
        }
    }

    /** Where it comes from, for messages. */
    @Override
    public String toString() {
        return waveform != null
                ? waveform.source()
                : reference != null ? reference.uri().toString() : file.toString();
    }
}
