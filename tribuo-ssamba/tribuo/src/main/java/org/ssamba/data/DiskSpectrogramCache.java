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

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;

/**
 * Keeps spectrograms on disk, packed to 8 bits a value. An entry is named by the hash of the file's
 * bytes, the part of it and the front end, so it is never stale and may be shared by data sets,
 * programs and machines. Safe under several threads and processes: entries are written whole under
 * another name and moved into place.
 *
 * <p>What is returned is always the packed values, whether they were cached or not: results do not
 * depend on the state of the cache. Packing changes a value by at most (max - min) / 510 of its
 * frame. A damaged entry is computed again, with a warning. When the entries outgrow the limit,
 * those not used for longest are deleted.
 */
public final class DiskSpectrogramCache implements SpectrogramSource {
    /** Part of every entry's name: change it when the packed values change. */
    private static final String FORMAT = "log-mel packed 1";

    private static final String SUFFIX = ".lms";

    private static final Logger logger = Logger.getLogger(DiskSpectrogramCache.class.getName());

    private final SpectrogramSource source;
    private final CacheDirectory entries;
    private final String front;

    /**
     * A cache in front of a source.
     *
     * @param source computes what is not cached
     * @param directory where to keep entries; made if it does not exist
     * @param maximumBytes how much to keep, about
     * @throws IllegalArgumentException if {@code maximumBytes} is not positive
     * @throws UncheckedIOException if the directory cannot be made or listed
     */
    public DiskSpectrogramCache(SpectrogramSource source, Path directory, long maximumBytes) {
        this.source = source;
        this.front = source.config().toString();
        this.entries = new CacheDirectory("spectrogram", directory, SUFFIX, maximumBytes);
    }

    @Override
    public LogMelConfig config() {
        return source.config();
    }

    @Override
    public String values() {
        return source.values() == null ? null : packed(source.values());
    }

    /** What decides packed values, given what decides the exact ones. */
    static String packed(String values) {
        return FORMAT + " of " + values;
    }

    @Override
    public LogMelSpectrogram get(AudioReference reference) {
        String name = name(reference);
        LogMelSpectrogram cached = read(name);
        if (cached != null) {
            return cached;
        }
        LogMelSpectrogram prepared = prepared(reference);
        if (prepared != null) {
            return prepared;
        }
        byte[] packed = PackedSpectrogram.pack(source.get(reference));
        entries.write(name, packed);
        return PackedSpectrogram.unpackOwn(packed);
    }

    /** Where a clip's spectrogram is kept. */
    Path entry(AudioReference reference) {
        return entries.path(name(reference));
    }

    private String name(AudioReference reference) {
        return Sha256.builder()
                .text(FORMAT)
                .text(front)
                .text(reference.sha256())
                .text(Double.toString(reference.startMs()))
                .text(Double.toString(reference.durationMs()))
                .hex();
    }

    /** The entry's spectrogram, or null if it is absent or damaged. */
    private LogMelSpectrogram read(String name) {
        byte[] packed = entries.read(name);
        if (packed == null) {
            return null;
        }
        try {
            return PackedSpectrogram.unpack(packed);
        } catch (PackedSpectrogram.CorruptException e) {
            entries.damaged(name, e.getMessage());
            return null;
        }
    }

    /** What lies beside the clip's shard, which is no copy to keep; null if there is nothing. */
    private LogMelSpectrogram prepared(AudioReference reference) {
        byte[] packed = PreparedShard.spectrogram(reference, source.values());
        if (packed == null) {
            return null;
        }
        try {
            return PackedSpectrogram.unpack(packed);
        } catch (PackedSpectrogram.CorruptException e) {
            logger.warning(
                    () ->
                            "What was prepared of "
                                    + reference.uri()
                                    + " "
                                    + e.getMessage()
                                    + "; it is decoded");
            return null;
        }
    }

    @Override
    public AudioClip waveform(AudioReference reference) {
        return source.waveform(reference);
    }

    @Override
    public LogMelSpectrogram extract(AudioClip clip) {
        return PackedSpectrogram.packedValues(source.extract(clip));
    }

    /** Size of all entries in bytes, as far as this object knows; others may write too. */
    public long bytes() {
        return entries.bytes();
    }
}
