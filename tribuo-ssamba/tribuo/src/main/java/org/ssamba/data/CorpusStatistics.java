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

import java.util.List;
import java.util.function.IntFunction;
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
        LogMelStatistics[] each = new LogMelStatistics[clips];
        VerifiedAudio.duringPass(
                () -> {
                    workers.forEachClip(
                            Work.STATISTICS, clips, i -> each[i] = statistics.apply(i), listener);
                    return null;
                });
        LogMelStatistics all = new LogMelStatistics();
        for (LogMelStatistics one : each) {
            all.merge(one);
        }
        return new CorpusStatistics(all.mean(), all.standardDeviation(), all.count());
    }
}
