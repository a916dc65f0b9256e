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

import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioExtent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;

/**
 * What is known of audio that was opened, hashed and decoded once.
 *
 * @param content the bytes
 * @param uri of the content, which takes a file system some time to say
 * @param bytes how many
 * @param sha256 their SHA-256
 * @param extent how many samples they hold
 */
record AudioFile(AudioContent content, URI uri, long bytes, String sha256, AudioExtent extent) {
    /** Of a sample: as much as products of seconds may be off. */
    private static final double NOTHING = 1e-6;

    /**
     * Hashes and decodes.
     *
     * @throws AudioFormatException if there is nothing, or no usable audio
     */
    static AudioFile inspect(AudioContent content) {
        AudioContent.Version version = version(content);
        try (AudioReader reader = AudioReader.open(content)) {
            AudioExtent extent = reader.measure();
            URI uri = content.uri();
            String hash = KnownAudio.hash(uri, reader, version);
            return new AudioFile(content, uri, reader.bytes(), hash, extent);
        }
    }

    /**
     * What an inventory knows; or else hashes, decodes and adds it.
     *
     * @throws AudioFormatException if there is nothing, or no usable audio
     */
    static AudioFile inspect(AudioContent content, AudioInventory inventory) {
        AudioContent.Version version = version(content);
        URI uri = content.uri();
        Optional<AudioInventory.Facts> known = inventory.find(uri, version);
        if (known.isPresent()) {
            AudioInventory.Facts facts = known.get();
            KnownAudio.learn(uri, version, facts.sha256());
            return new AudioFile(content, uri, version.bytes(), facts.sha256(), facts.extent());
        }
        AudioFile file = inspect(content);
        inventory.add(uri, version, file.facts());
        return file;
    }

    AudioInventory.Facts facts() {
        return new AudioInventory.Facts(sha256, extent);
    }

    /**
     * Which version is there now.
     *
     * @throws AudioFormatException if there is none
     */
    static AudioContent.Version version(AudioContent content) {
        try {
            return content.version();
        } catch (NoSuchFileException e) {
            throw new AudioFormatException(content.toString(), "no such file", e);
        } catch (IOException e) {
            throw new AudioFormatException(content.toString(), "cannot be read: " + e, e);
        }
    }

    double seconds() {
        return extent.seconds();
    }

    /** A reference to the whole file. */
    AudioReference reference() {
        return new AudioReference(uri, 0, extent.milliseconds(), sha256);
    }

    /**
     * A reference to part of the file.
     *
     * @param part start at least 0, length positive or NaN
     * @throws AudioFormatException if the part reaches beyond the end or holds no sample
     */
    AudioReference reference(ListedClip.Part part) {
        double startSeconds = part.startSeconds();
        double durationSeconds = part.durationSeconds();
        long samples = extent.samples();
        int sampleRate = extent.sampleRate();
        // Start and length are each rounded to the nearest sample, as AudioReader does.
        double start = Math.rint(startSeconds * sampleRate);
        double wanted =
                Double.isNaN(durationSeconds)
                        ? samples
                        : start + Math.rint(durationSeconds * sampleRate);
        double beyond = (startSeconds + durationSeconds) * sampleRate - samples;
        boolean toEnd =
                Double.isNaN(durationSeconds)
                        || wanted > samples
                                && beyond < part.roundedSeconds() * sampleRate - NOTHING;
        double end = toEnd ? samples : wanted;
        if (end > samples || start >= end) {
            throw new AudioFormatException(
                    content.toString(),
                    "the part of "
                            + (Double.isNaN(durationSeconds) ? "all" : durationSeconds + " s")
                            + " from "
                            + startSeconds
                            + " s "
                            + (start >= end ? "holds no sample" : "reaches beyond the end")
                            + "; the file is "
                            + seconds()
                            + " s long");
        }
        if (start == 0 && end == samples) {
            return reference();
        }
        double durationMs = toEnd ? (end - start) * 1000.0 / sampleRate : durationSeconds * 1000;
        return new AudioReference(uri, startSeconds * 1000, durationMs, sha256);
    }
}
