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

import java.util.Map;
import org.ssamba.audio.AudioClip;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.impl.ArrayExample;

/**
 * Makes the examples that audio trainers and models take.
 *
 * <p>Each has the clip's {@link AudioReference} as metadata and one feature, {@link
 * #DURATION_FEATURE}: Tribuo wants at least one, and this one says what kind of data it is.
 */
public final class AudioExamples {
    /** The one feature of an audio example; its value is the clip's length in seconds. */
    public static final String DURATION_FEATURE = "audio-duration-seconds";

    /** Metadata key of the group (speaker, recording, fold) a clip belongs to, for splitting. */
    public static final String GROUP_KEY = "audio-group";

    /** Metadata key of the split (train, test, …) that a manifest assigns a clip to. */
    public static final String SPLIT_KEY = "audio-split";

    private AudioExamples() {}

    /**
     * An example that refers to audio in a file.
     *
     * @param <T> the type of output
     * @param output the true output, or the output factory's unknown output for prediction
     * @param reference the clip
     * @return the example
     */
    public static <T extends Output<T>> ArrayExample<T> create(T output, AudioReference reference) {
        return create(output, reference, Map.of());
    }

    /**
     * An example that refers to audio in a file, with further metadata.
     *
     * @param <T> the type of output
     * @param output the true output, or the output factory's unknown output for prediction
     * @param reference the clip
     * @param further more metadata, for instance {@link Example#NAME} or {@link #GROUP_KEY}
     * @return the example
     */
    public static <T extends Output<T>> ArrayExample<T> create(
            T output, AudioReference reference, Map<String, String> further) {
        Map<String, Object> metadata = reference.toMetadata();
        metadata.putAll(further);
        return new ArrayExample<>(
                output,
                new String[] {DURATION_FEATURE},
                new double[] {reference.durationSeconds()},
                metadata);
    }

    /**
     * An example that carries its samples, for audio that lies in no file.
     *
     * @param <T> the type of output
     * @param output the true output, or the output factory's unknown output for prediction
     * @param clip the waveform
     * @return the example
     */
    public static <T extends Output<T>> AudioExample<T> create(T output, AudioClip clip) {
        return new AudioExample<>(output, clip);
    }

    /**
     * The group that an example belongs to.
     *
     * @param example any example
     * @return its metadata {@link #GROUP_KEY}, as text
     * @throws IllegalArgumentException if it has none
     */
    public static String group(Example<?> example) {
        return example.getMetadataValue(GROUP_KEY)
                .map(Object::toString)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "Example "
                                                + example.getMetadataValue(Example.NAME)
                                                        .orElse("without a name")
                                                + " has no group (metadata '"
                                                + GROUP_KEY
                                                + "'); give the manifest a group column without"
                                                + " empty cells, or split by Tribuo's"
                                                + " TrainTestSplitter or CrossValidation,"
                                                + " which need no groups"));
    }
}
