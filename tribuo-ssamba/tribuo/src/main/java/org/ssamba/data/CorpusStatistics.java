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

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.LogMelStatistics;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/**
 * Mean and standard deviation of a data set's log-mel values, by which inputs are normalised.
 *
 * @param mean of all cells of all unpadded spectrograms
 * @param standardDeviation of the same, as the whole population; 0 if all are equal
 * @param cells how many values they are of (frames · mel bins, summed over clips)
 */
public record CorpusStatistics(double mean, double standardDeviation, long cells) {
    private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

    /**
     * Goes through all clips once, in parallel. The result does not depend on the number of
     * threads: each clip is summed by itself, and the sums are combined in the clips' order.
     *
     * @param source gives the spectrograms
     * @param clips at least one
     * @return the statistics
     * @throws IllegalArgumentException if there are no clips
     * @throws AudioFormatException if a clip's file is unusable
     * @throws ChangedAudioException if a file is not the one referred to
     */
    public static CorpusStatistics of(SpectrogramSource source, List<AudioReference> clips) {
        return ofEach(
                clips.size(),
                WorkerPool.shared(),
                WorkListener.standard(),
                clip -> {
                    LogMelStatistics one = new LogMelStatistics();
                    one.add(source.get(clips.get(clip)));
                    return one;
                });
    }

    /** The same for statistics of clips by index. */
    static CorpusStatistics ofEach(
            int clips,
            WorkerPool workers,
            WorkListener listener,
            IntFunction<LogMelStatistics> statistics) {
        if (clips == 0) {
            throw new IllegalArgumentException("no clips to take mean and standard deviation of");
        }
        InOrder sum = new InOrder();
        VerifiedAudio.duringPass(
                () -> {
                    workers.forEachClip(
                            Work.STATISTICS, clips, i -> sum.add(i, statistics.apply(i)), listener);
                    return null;
                });
        return new CorpusStatistics(sum.all.mean(), sum.all.standardDeviation(), sum.all.count());
    }

    /** Combines the sums of clips in the clips' order, in whatever order they come. */
    private static final class InOrder {
        private final LogMelStatistics all = new LogMelStatistics();
        private final Map<Integer, LogMelStatistics> early = new HashMap<>();
        private int next;

        synchronized void add(int clip, LogMelStatistics one) {
            early.put(clip, one);
            for (LogMelStatistics due; (due = early.remove(next)) != null; next++) {
                all.merge(due);
            }
        }
    }

    /** For an inventory: {@link #parse} reads it. */
    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putDouble(mean).putDouble(standardDeviation).putLong(cells);
        return bytes.putInt(check(bytes.array())).array();
    }

    /** Nothing if the bytes are damaged. */
    static Optional<CorpusStatistics> parse(byte[] bytes) {
        ByteBuffer read = ByteBuffer.wrap(bytes);
        return bytes.length == BYTES && read.getInt(BYTES - Integer.BYTES) == check(bytes)
                ? Optional.of(
                        new CorpusStatistics(read.getDouble(), read.getDouble(), read.getLong()))
                : Optional.empty();
    }

    private static int check(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
