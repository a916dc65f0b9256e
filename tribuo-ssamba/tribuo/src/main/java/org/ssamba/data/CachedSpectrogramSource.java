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

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;

/**
 * Keeps the most recently used spectrograms and waveforms in memory, up to a number of bytes. A
 * clip that several threads ask for at once is computed once; a failure is not remembered.
 */
public final class CachedSpectrogramSource implements SpectrogramSource {
    /** Objects and map entry around the values, and the reference: an estimate. */
    private static final long ENTRY_BYTES = 600;

    private final SpectrogramSource source;
    private final long maximumBytes;

    /** In order of use, the least recent first; guarded by this. */
    private final LinkedHashMap<Key<?>, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;
    private long hits;
    private long misses;
    private long evictions;

    /** What is kept of a clip. */
    private record Key<V>(AudioReference clip, Class<V> type) {}

    /** A value that is there or on its way; bytes are 0 until it is there. */
    private static final class Entry {
        private final CompletableFuture<Object> value = new CompletableFuture<>();
        private long bytes;
    }

    /**
     * A cache in front of a source.
     *
     * @param source computes what is not cached
     * @param maximumBytes how much to keep, about; a spectrogram larger than that is not kept
     * @throws IllegalArgumentException if {@code maximumBytes} is negative
     */
    public CachedSpectrogramSource(SpectrogramSource source, long maximumBytes) {
        if (maximumBytes < 0) {
            throw new IllegalArgumentException("a cache of " + maximumBytes + " bytes");
        }
        this.source = source;
        this.maximumBytes = maximumBytes;
    }

    @Override
    public LogMelConfig config() {
        return source.config();
    }

    @Override
    public String values() {
        return source.values();
    }

    @Override
    public LogMelSpectrogram get(AudioReference reference) {
        return kept(
                new Key<>(reference, LogMelSpectrogram.class),
                source::get,
                spectrogram -> (long) spectrogram.frames() * spectrogram.melBins());
    }

    @Override
    public AudioClip waveform(AudioReference reference) {
        return kept(new Key<>(reference, AudioClip.class), source::waveform, AudioClip::length);
    }

    private <V> V kept(
            Key<V> key, Function<AudioReference, V> computation, ToLongFunction<V> floats) {
        Entry entry;
        boolean mine;
        synchronized (this) {
            entry = entries.get(key);
            mine = entry == null;
            if (mine) {
                entry = new Entry();
                entries.put(key, entry);
                misses++;
            } else {
                hits++;
            }
        }
        return mine ? compute(key, entry, computation, floats) : key.type().cast(await(entry));
    }

    private <V> V compute(
            Key<V> key,
            Entry entry,
            Function<AudioReference, V> computation,
            ToLongFunction<V> floats) {
        try {
            V value = computation.apply(key.clip());
            keep(entry, ENTRY_BYTES + Float.BYTES * floats.applyAsLong(value));
            entry.value.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                entries.remove(key);
            }
            entry.value.completeExceptionally(e);
            throw e;
        }
    }

    /** Waits for another thread's result; its failure is this one's too. */
    private static Object await(Entry entry) {
        try {
            return entry.value.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private synchronized void keep(Entry entry, long entryBytes) {
        entry.bytes = entryBytes;
        bytes += entryBytes;
        Iterator<Entry> oldest = entries.values().iterator();
        while (bytes > maximumBytes && oldest.hasNext()) {
            Entry candidate = oldest.next();
            // What is still being computed takes no room yet.
            if (candidate.bytes > 0) {
                bytes -= candidate.bytes;
                oldest.remove();
                evictions++;
            }
        }
    }

    @Override
    public LogMelSpectrogram extract(AudioClip clip) {
        return source.extract(clip);
    }

    /** How much is kept, in bytes, about. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How many requests were answered from memory, or by a computation already under way. */
    public synchronized long hits() {
        return hits;
    }

    /** How many requests had to be computed. */
    public synchronized long misses() {
        return misses;
    }

    /** How many spectrograms were dropped to stay within the bound. */
    public synchronized long evictions() {
        return evictions;
    }
}
