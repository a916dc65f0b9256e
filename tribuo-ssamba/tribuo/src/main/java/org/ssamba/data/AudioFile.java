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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.ssamba.audio.AudioExtent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;

/**
 * What is known of an audio file that was hashed and decoded once.
 *
 * @param path the file
 * @param bytes its size
 * @param sha256 the SHA-256 of its bytes
 * @param samples how many samples it holds
 * @param sampleRate samples per second
 */
record AudioFile(Path path, long bytes, String sha256, long samples, int sampleRate) {
    /**
     * Hashes and decodes a file.
     *
     * @throws AudioFormatException if it is missing or not usable audio
     */
    static AudioFile inspect(Path path) {
        try {
            AudioExtent extent = AudioReader.measure(path);
            return new AudioFile(
                    path,
                    Files.size(path),
                    Sha256.ofFile(path),
                    extent.samples(),
                    extent.sampleRate());
        } catch (NoSuchFileException e) {
            throw new AudioFormatException(path.toString(), "no such file", e);
        } catch (IOException e) {
            throw new AudioFormatException(path.toString(), "cannot be read: " + e, e);
        }
    }

    double seconds() {
        return samples / (double) sampleRate;
    }

    /** A reference to the whole file. */
    AudioReference reference() {
        return new AudioReference(uri(), 0, samples * 1000.0 / sampleRate, sha256);
    }

    /**
     * A reference to part of the file.
     *
     * @param startSeconds at least 0
     * @param durationSeconds positive, or NaN for everything up to the end
     * @throws AudioFormatException if the part reaches beyond the end or holds no sample
     */
    AudioReference reference(double startSeconds, double durationSeconds) {
        // Start and length are each rounded to the nearest sample, as AudioReader does.
        double start = Math.rint(startSeconds * sampleRate);
        double end =
                Double.isNaN(durationSeconds)
                        ? samples
                        : start + Math.rint(durationSeconds * sampleRate);
        if (end > samples || start >= end) {
            throw new AudioFormatException(
                    path.toString(),
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
        double durationMs =
                Double.isNaN(durationSeconds)
                        ? (end - start) * 1000.0 / sampleRate
                        : durationSeconds * 1000;
        return new AudioReference(uri(), startSeconds * 1000, durationMs, sha256);
    }

    private URI uri() {
        return path.toAbsolutePath().normalize().toUri();
    }
}
