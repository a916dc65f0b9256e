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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.ssamba.audio.AudioClip;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.sequence.SequenceExample;

/**
 * Makes the sequence examples that audio sequence trainers and models take: one element a second,
 * each an audio example (see {@link AudioExamples}) of that second of the clip.
 *
 * <p>A clip has as many seconds as its length rounded to the nearest, at least one: the last is
 * shorter if the clip ends in it, and a rest of less than half a second belongs to none. Whatever
 * labels or embeds seconds counts them so. The length alone decides, not the front end, and an
 * encoder's padding of a few milliseconds does not make a second more than the labels that people
 * gave.
 */
public final class AudioSequences {
    /** Times are kept in milliseconds as decimal text; a sample lasts longer than this. */
    private static final double TOLERANCE_MS = 1e-3;

    private static final double SECOND_MS = 1000;

    private AudioSequences() {}

    /**
     * How many seconds a clip is divided into.
     *
     * @param durationSeconds its length
     * @return at least 1
     */
    public static int seconds(double durationSeconds) {
        return (int) Math.max(1, Math.round(durationSeconds));
    }

    /**
     * A clip in a file with an output for each second.
     *
     * @param <T> the type of output
     * @param reference the clip
     * @param outputs one for each second
     * @return the sequence
     * @throws IllegalArgumentException if there are not as many outputs as seconds
     */
    public static <T extends Output<T>> SequenceExample<T> create(
            AudioReference reference, List<T> outputs) {
        return create(reference, outputs, Map.of());
    }

    /**
     * A clip in a file with an output for each second and further metadata.
     *
     * @param <T> the type of output
     * @param reference the clip
     * @param outputs one for each second
     * @param further metadata of every element, for instance {@link Example#NAME}
     * @return the sequence
     * @throws IllegalArgumentException if there are not as many outputs as seconds
     */
    public static <T extends Output<T>> SequenceExample<T> create(
            AudioReference reference, List<T> outputs, Map<String, String> further) {
        double seconds = reference.durationSeconds();
        requireCount(reference.uri().toString(), seconds, outputs.size());
        List<Example<T>> elements = new ArrayList<>();
        for (int s = 0; s < outputs.size(); s++) {
            double length = Math.min(SECOND_MS, reference.durationMs() - s * SECOND_MS);
            elements.add(
                    AudioExamples.create(
                            outputs.get(s), reference.part(s * SECOND_MS, length), further));
        }
        return new SequenceExample<>(elements);
    }

    /**
     * A clip in a file to be predicted.
     *
     * @param <T> the type of output
     * @param reference the clip
     * @param factory makes unknown outputs
     * @return the sequence
     */
    public static <T extends Output<T>> SequenceExample<T> unlabelled(
            AudioReference reference, OutputFactory<T> factory) {
        return create(reference, unknown(reference.durationSeconds(), factory));
    }

    /**
     * A waveform with an output for each second; the elements carry their samples.
     *
     * @param <T> the type of output
     * @param clip the waveform
     * @param outputs one for each second
     * @return the sequence
     * @throws IllegalArgumentException if there are not as many outputs as seconds
     */
    public static <T extends Output<T>> SequenceExample<T> create(AudioClip clip, List<T> outputs) {
        requireCount(clip.source(), clip.durationSeconds(), outputs.size());
        List<Example<T>> elements = new ArrayList<>();
        for (int s = 0; s < outputs.size(); s++) {
            double length = Math.min(1, clip.durationSeconds() - s);
            elements.add(AudioExamples.create(outputs.get(s), clip.slice(s, length)));
        }
        return new SequenceExample<>(elements);
    }

    /**
     * A waveform to be predicted, from a microphone for instance; the elements carry their samples.
     *
     * @param <T> the type of output
     * @param clip the waveform
     * @param factory makes unknown outputs
     * @return the sequence
     */
    public static <T extends Output<T>> SequenceExample<T> unlabelled(
            AudioClip clip, OutputFactory<T> factory) {
        return create(clip, unknown(clip.durationSeconds(), factory));
    }

    private static <T extends Output<T>> List<T> unknown(
            double durationSeconds, OutputFactory<T> factory) {
        Supplier<T> unknown = factory::getUnknownOutput;
        return Stream.generate(unknown).limit(seconds(durationSeconds)).toList();
    }

    private static void requireCount(String what, double seconds, int outputs) {
        if (outputs != seconds(seconds)) {
            throw new IllegalArgumentException(
                    what
                            + " lasts "
                            + seconds
                            + " s and so has "
                            + seconds(seconds)
                            + " seconds to label, but "
                            + outputs
                            + " labels are given; give one for each second");
        }
    }

    /**
     * The clip that a sequence is about, from its first second to its last.
     *
     * @param sequence elements of consecutive seconds of one file, or that carry their samples
     * @return the clip
     * @throws MissingAudioReferenceException if an element refers to no audio
     * @throws IllegalArgumentException if there is no element, or one is not the second that
     *     follows the one before
     */
    public static ClipAudio clip(SequenceExample<?> sequence) {
        if (sequence.size() == 0) {
            throw new IllegalArgumentException("A sequence without elements has no audio");
        }
        return sequence.get(0) instanceof AudioExample<?>
                ? ClipAudio.of(joined(sequence))
                : ClipAudio.of(spanned(sequence));
    }

    private static AudioReference spanned(SequenceExample<?> sequence) {
        AudioReference first = AudioReference.of(sequence.get(0));
        double duration = 0;
        for (int s = 0; s < sequence.size(); s++) {
            AudioReference part = AudioReference.of(sequence.get(s));
            if (!part.uri().equals(first.uri()) || !part.sha256().equals(first.sha256())) {
                throw broken(s, "is of " + part.uri() + ", the first of " + first.uri());
            }
            double expected = first.startMs() + s * SECOND_MS;
            if (Math.abs(part.startMs() - expected) > TOLERANCE_MS) {
                throw broken(s, "begins at " + part.startMs() + " ms, not " + expected + " ms");
            }
            requireLength(s, sequence.size(), part.durationMs());
            duration += part.durationMs();
        }
        return first.lasting(duration);
    }

    private static AudioClip joined(SequenceExample<?> sequence) {
        List<AudioClip> parts = new ArrayList<>();
        for (int s = 0; s < sequence.size(); s++) {
            if (!(sequence.get(s) instanceof AudioExample<?> carrying)) {
                throw broken(s, "carries no samples, the first does");
            }
            parts.add(carrying.clip());
            if (parts.get(s).sampleRate() != parts.get(0).sampleRate()) {
                throw broken(s, "has another sample rate than the first");
            }
            requireLength(s, sequence.size(), parts.get(s).durationSeconds() * SECOND_MS);
        }
        float[] all = new float[parts.stream().mapToInt(AudioClip::length).sum()];
        int at = 0;
        for (AudioClip part : parts) {
            part.copyInto(0, all, at, part.length());
            at += part.length();
        }
        return AudioClip.of(all, parts.get(0).sampleRate());
    }

    private static void requireLength(int second, int count, double durationMs) {
        boolean last = second == count - 1;
        if (durationMs > SECOND_MS + TOLERANCE_MS
                || (!last && durationMs < SECOND_MS - TOLERANCE_MS)) {
            throw broken(
                    second,
                    "lasts " + durationMs + " ms; only the last may differ, and be shorter");
        }
    }

    private static IllegalArgumentException broken(int second, String problem) {
        return new IllegalArgumentException(
                "Element "
                        + second
                        + " of a sequence "
                        + problem
                        + ". Elements are consecutive seconds of one clip: make sequences with"
                        + " AudioSequences or AudioSequenceDataSource");
    }
}
