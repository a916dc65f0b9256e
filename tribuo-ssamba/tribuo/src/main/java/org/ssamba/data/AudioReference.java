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
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Example;

/**
 * Names a clip: a file, a part of it, and the SHA-256 of the file's bytes. Immutable.
 *
 * <p>An {@link Example} keeps it as String metadata under the keys {@link #URI_KEY}, {@link
 * #START_KEY}, {@link #DURATION_KEY} and {@link #SHA256_KEY}. Metadata survives shuffling, copying,
 * dataset views, cross-validation, bagging, transformations and saving. It does not survive {@code
 * MinimumCardinalityDataset}, {@code IndependentMultiLabelTrainer} and {@code
 * ClassifierChainTrainer}, which build new examples from outputs and features alone.
 *
 * @param uri the audio file; or {@code memory:} and a hash for samples that an {@link AudioExample}
 *     carries
 * @param startMs where the clip begins in the file, in milliseconds, at least 0
 * @param durationMs length of the clip in milliseconds, positive
 * @param sha256 the SHA-256 of all the file's bytes, 64 lower-case hexadecimal digits
 */
public record AudioReference(URI uri, double startMs, double durationMs, String sha256) {
    /** Metadata key of the file's URI. */
    public static final String URI_KEY = "audio-uri";

    /** Metadata key of the start in milliseconds. */
    public static final String START_KEY = "audio-start-ms";

    /** Metadata key of the length in milliseconds. */
    public static final String DURATION_KEY = "audio-duration-ms";

    /** Metadata key of the SHA-256 of the file's bytes. */
    public static final String SHA256_KEY = "audio-sha256";

    /** The scheme of references to samples that an {@link AudioExample} carries. */
    static final String MEMORY_SCHEME = "memory";

    /** Times in seconds or samples, times 1000, may be off by so much. */
    private static final double ROUNDING_MS = 1e-6;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public AudioReference {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(sha256, "sha256");
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException("audio URI '" + uri + "' has no scheme");
        }
        if (!(startMs >= 0) || Double.isInfinite(startMs)) {
            throw new IllegalArgumentException(uri + ": start " + startMs + " ms is not a time");
        }
        if (!(durationMs > 0) || Double.isInfinite(durationMs)) {
            throw new IllegalArgumentException(
                    uri + ": duration " + durationMs + " ms is not positive and finite");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    uri + ": '" + sha256 + "' is not a SHA-256 of 64 lower-case hex digits");
        }
    }

    /**
     * Reads, hashes and decodes a file once and refers to all of it.
     *
     * @param path the audio file
     * @return the reference
     * @throws AudioFormatException if the file is missing or not usable audio
     */
    public static AudioReference ofFile(Path path) {
        return ofContent(AudioContent.of(path));
    }

    /**
     * Reads, hashes and decodes audio once and refers to all of it.
     *
     * @param content what {@link AudioContent#at} finds at its URI, if the reference is to be read
     * @return the reference
     * @throws AudioFormatException if there is nothing, or no usable audio
     */
    public static AudioReference ofContent(AudioContent content) {
        return AudioFile.inspect(content).reference();
    }

    /**
     * The reference that an example carries.
     *
     * @param example an example from an audio data source, or an {@link AudioExample}
     * @return its reference
     * @throws MissingAudioReferenceException if the example has none, or only part of one; the
     *     message says what most likely happened
     */
    public static AudioReference of(Example<?> example) {
        if (!example.containsMetadata(URI_KEY)) {
            throw MissingAudioReferenceException.none(example);
        }
        String uri = metadata(example, URI_KEY);
        try {
            return new AudioReference(
                    URI.create(uri),
                    Double.parseDouble(metadata(example, START_KEY)),
                    Double.parseDouble(metadata(example, DURATION_KEY)),
                    metadata(example, SHA256_KEY));
        } catch (IllegalArgumentException e) {
            throw MissingAudioReferenceException.malformed(example, e);
        }
    }

    private static String metadata(Example<?> example, String key) {
        Optional<Object> value = example.getMetadataValue(key);
        return value.map(Object::toString)
                .orElseThrow(() -> MissingAudioReferenceException.incomplete(example, key));
    }

    /** This reference as metadata of an example: four keys in a fixed order, all values Strings. */
    public Map<String, Object> toMetadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(URI_KEY, uri.toString());
        metadata.put(START_KEY, milliseconds(startMs));
        metadata.put(DURATION_KEY, milliseconds(durationMs));
        metadata.put(SHA256_KEY, sha256);
        return metadata;
    }

    /** The shortest text that reads back as the same number; whole numbers without a point. */
    private static String milliseconds(double value) {
        return value == Math.rint(value) && value < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Where the clip begins in the file, in seconds. */
    public double startSeconds() {
        return startMs / 1000;
    }

    /** Length of the clip in seconds. */
    public double durationSeconds() {
        return durationMs / 1000;
    }

    /** Whether the samples lie in a file, not in an {@link AudioExample}. */
    public boolean isFile() {
        return !MEMORY_SCHEME.equals(uri.getScheme());
    }

    /**
     * The bytes that the clip is part of.
     *
     * @return the content, which need not be there, nor be the same as when it was hashed
     * @throws AudioFormatException if the clip was never in a file, or nothing knows the URI's
     *     scheme
     */
    public AudioContent content() {
        if (!isFile()) {
            throw new AudioFormatException(
                    uri.toString(),
                    "the samples were carried by an AudioExample, which has since been replaced by"
                            + " an example without them; write the audio to a file and refer to"
                            + " that");
        }
        return AudioContent.at(uri);
    }

    /**
     * The audio file, where it is one of Java's file systems.
     *
     * @return its path
     * @throws AudioFormatException if the clip was never in a file, or the URI's file system is not
     *     available
     */
    public Path path() {
        content();
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new AudioFormatException(uri.toString(), "is no file of this machine: " + e, e);
        }
    }

    /** Which audio it is, wherever the file lies: a line for hashes of many clips. */
    String contentLine() {
        return contentLine(sha256, startMs, durationMs);
    }

    /** The same without a reference. */
    static String contentLine(String sha256, double startMs, double durationMs) {
        return sha256 + ", " + milliseconds(startMs) + ", " + milliseconds(durationMs) + "\n";
    }

    /**
     * Part of this clip, so that a recording need not be cut into files.
     *
     * @param fromMs from the start of this clip, in milliseconds, at least 0
     * @param lengthMs length of the part in milliseconds, positive
     * @return the part
     * @throws IllegalArgumentException if it does not lie within this clip
     */
    public AudioReference part(double fromMs, double lengthMs) {
        if (!(fromMs >= 0) || !(fromMs + lengthMs <= durationMs + ROUNDING_MS)) {
            throw new IllegalArgumentException(
                    uri
                            + ": "
                            + lengthMs
                            + " ms from "
                            + fromMs
                            + " ms on do not lie within a clip of "
                            + durationMs
                            + " ms");
        }
        return new AudioReference(uri, startMs + fromMs, lengthMs, sha256);
    }

    /** What begins with this clip and is as long as is said, for clips that continue each other. */
    AudioReference lasting(double lengthMs) {
        return new AudioReference(uri, startMs, lengthMs, sha256);
    }
}
