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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioReader;

/**
 * Which hashes files of this process were found to have while they had a size and time, so that
 * bytes are hashed once. Thread-safe.
 */
final class KnownAudio {
    /** Some tens of megabytes at most; what was not used for longest is hashed again. */
    private static final int MOST = 1 << 19;

    /** File systems keep times so coarsely that a file may change again within one of them. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private static final Set<Fact> FOUND =
            Collections.synchronizedSet(
                    Collections.newSetFromMap(
                            new LinkedHashMap<>(16, 0.75f, true) {
                                private static final long serialVersionUID = 1L;

                                @Override
                                protected boolean removeEldestEntry(
                                        Map.Entry<Fact, Boolean> eldest) {
                                    return size() > MOST;
                                }
                            }));

    private KnownAudio() {}

    /**
     * Hashes the bytes.
     *
     * @param version as it was before the reader was opened
     * @return their SHA-256, which is known from now on
     */
    static String hash(URI uri, AudioReader reader, AudioContent.Version version) {
        String hash = reader.sha256();
        learn(uri, version, hash);
        return hash;
    }

    /** The bytes of a version have a hash. */
    static void learn(URI uri, AudioContent.Version version, String hash) {
        if (isSettled(version)) {
            FOUND.add(fact(uri, version, hash));
        }
    }

    /** Whether its time would tell a later change. */
    static boolean isSettled(AudioContent.Version version) {
        return version.modified().isBefore(Instant.now().minus(SETTLED));
    }

    /**
     * Makes sure that the bytes are those referred to; hashes them unless that is known.
     *
     * @throws ChangedAudioException if they are others
     */
    static void require(
            AudioReference reference, AudioReader reader, AudioContent.Version version) {
        if (FOUND.contains(fact(reference.uri(), version, reference.sha256()))) {
            return;
        }
        String found = hash(reference.uri(), reader, version);
        if (!found.equals(reference.sha256())) {
            throw new ChangedAudioException(reference, found);
        }
    }

    /** The first 16 bytes of a hash: short, whatever the URI. */
    private record Fact(long first, long second) {}

    private static Fact fact(URI uri, AudioContent.Version version, String hash) {
        // A corpus asks this for each of its clips; texts of times and digests would cost the most.
        byte[] numbers =
                ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                        .putLong(version.bytes())
                        .putLong(version.modified().getEpochSecond())
                        .putInt(version.modified().getNano())
                        .array();
        ByteBuffer digest =
                ByteBuffer.wrap(
                        Sha256.builder().text(uri.toString()).bytes(numbers).text(hash).digest());
        return new Fact(digest.getLong(), digest.getLong());
    }
}
