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
package org.ssamba.split;

import java.nio.file.Path;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.CachedSpectrogramSource;
import org.ssamba.data.CorpusStatistics;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.DiskSpectrogramCache;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.training.Normalization;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/** Where training gets its spectrograms: decoded once, kept in a share of the heap, or on disk. */
public final class SpectrogramStores {
    /** A third of the heap may hold spectrograms; the rest is for batches and what the user has. */
    private static final int HEAP_SHARE = 3;

    private static final long LARGEST_FOLDER = 64L << 30;

    private SpectrogramStores() {}

    /**
     * Opens a source that keeps what it has read in a third of the heap.
     *
     * @param config the filter bank.
     * @param cacheDirectory a folder for packed spectrograms, or null.
     * @return the source.
     */
    public static SpectrogramSource open(LogMelConfig config, Path cacheDirectory) {
        SpectrogramSource decoding = new DecodingSpectrogramSource(config);
        SpectrogramSource source =
                cacheDirectory == null
                        ? decoding
                        : new DiskSpectrogramCache(decoding, cacheDirectory, LARGEST_FOLDER);
        return new CachedSpectrogramSource(source, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** The clips' own statistics. */
    public static Normalization normalization(
            SpectrogramClips clips, WorkerPool workers, WorkListener listener) {
        CorpusStatistics statistics = clips.statistics(workers, listener);
        if (!(statistics.standardDeviation() > 0)) {
            throw new IllegalArgumentException(
                    "The spectrograms of all "
                            + clips.size()
                            + " clips are the same constant: there is nothing to learn from");
        }
        return new Normalization(statistics.mean(), statistics.standardDeviation());
    }
}
