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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/** A clip much longer than what is wanted of it is not read whole, and nothing changes. */
class LongClipsTest {
    private static final int FRAMES = 50;

    @TempDir static Path folder;
    private static AudioReference reference;
    private static LogMelSpectrogram whole;

    @BeforeAll
    static void writeTwoAndAHalfMinutes() throws Exception {
        Path file = Wav.rising(folder.resolve("long.wav"), 6000, 150.3);
        reference = AudioReference.ofFile(file);
        whole = source().get(reference);
    }

    private static SpectrogramSource source() {
        return new DecodingSpectrogramSource(LogMelConfig.standard().withMelBins(16));
    }

    /** Passes clips on and remembers how long they were. */
    private static final class Recording implements SpectrogramSource {
        final List<Double> seconds = new ArrayList<>();

        @Override
        public LogMelConfig config() {
            return source().config();
        }

        @Override
        public synchronized LogMelSpectrogram get(AudioReference clip) {
            seconds.add(clip.durationSeconds());
            return source().get(clip);
        }

        @Override
        public AudioClip waveform(AudioReference clip) {
            return source().waveform(clip);
        }

        @Override
        public synchronized LogMelSpectrogram extract(AudioClip clip) {
            seconds.add(clip.durationSeconds());
            return source().extract(clip);
        }
    }

    @Test
    void partsEqualThoseOfTheWholeSpectrogramButOnlyTheyAreRead() {
        Recording recording = new Recording();
        SpectrogramClips clips =
                SpectrogramClips.ofReferences(recording, FRAMES, List.of(reference));
        float[] part = new float[FRAMES * 16];
        for (double position : new double[] {0, 0.3, 1}) {
            clips.loadPart(0, position, part);
            int frame = frameOf(part);
            double expected = position * (whole.frames() - FRAMES);
            assertEquals(expected, frame, 2, "position " + position);
        }
        assertTrue(recording.seconds.stream().allMatch(s -> s < 1), recording.seconds.toString());
    }

    /** Where in the whole spectrogram a part lies. */
    private static int frameOf(float[] part) {
        for (int first = 0; first + FRAMES <= whole.frames(); first++) {
            float worst = 0;
            for (int i = 0; i < part.length; i++) {
                worst = Math.max(worst, Math.abs(part[i] - whole.value(first + i / 16, i % 16)));
            }
            if (worst < 1e-4) {
                return first;
            }
        }
        throw new AssertionError("the part is nowhere in the spectrogram");
    }

    @Test
    void statisticsInPiecesAreThoseOfTheWhole() {
        CorpusStatistics expected = CorpusStatistics.of(source(), List.of(reference));
        Recording recording = new Recording();
        CorpusStatistics inFile =
                SpectrogramClips.ofReferences(recording, FRAMES, List.of(reference))
                        .statistics(WorkerPool.shared(), WorkListener.SILENT);
        CorpusStatistics inMemory =
                SpectrogramClips.ofWaveforms(
                                source(), FRAMES, List.of(AudioReader.read(reference.path())))
                        .statistics(WorkerPool.shared(), WorkListener.SILENT);
        for (CorpusStatistics found : List.of(inFile, inMemory)) {
            assertEquals(expected.cells(), found.cells());
            assertEquals(expected.mean(), found.mean(), 1e-5);
            assertEquals(expected.standardDeviation(), found.standardDeviation(), 1e-5);
        }
        assertTrue(recording.seconds.stream().allMatch(s -> s < 61), recording.seconds.toString());
    }

    @Test
    void partsOfLongClipsLeaveCachesAsTheyAre() {
        CachedSpectrogramSource cache = new CachedSpectrogramSource(source(), 1 << 20);
        cache.get(reference.part(0, 1000));
        long kept = cache.bytes();
        SpectrogramClips clips = SpectrogramClips.ofReferences(cache, FRAMES, List.of(reference));
        float[] part = new float[FRAMES * 16];
        clips.loadPart(0, 0.4, part);
        clips.loadMixture(0, 0.4, 0, 0.6, 0.3, part);
        assertEquals(kept, cache.bytes());
        assertEquals(1, cache.misses());
        assertEquals(0, cache.evictions());
    }

    @Test
    void mixturesTakeThePartsAskedFor() {
        SpectrogramClips clips =
                SpectrogramClips.ofReferences(source(), FRAMES, List.of(reference));
        float[] mixed = new float[FRAMES * 16];
        float[] part = new float[FRAMES * 16];
        clips.loadMixture(0, 0.5, 0, 0.5, 0.3, mixed);
        clips.loadPart(0, 0.5, part);
        assertArrayEquals(part, mixed, 1e-3f);
    }
}
