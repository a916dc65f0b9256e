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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

class SpectrogramSourceTest {
    @TempDir Path folder;
    private List<AudioReference> clips;
    private CountingSource decoding;

    @BeforeEach
    void someClips() throws IOException {
        clips = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path file = Wav.tone(folder.resolve(i + ".wav"), 300 + 100 * i, 0.1 + 0.05 * i);
            clips.add(AudioReference.ofFile(file));
        }
        decoding = new CountingSource(new DecodingSpectrogramSource(LogMelConfig.standard()));
    }

    @Test
    void aClipIsThePartOfTheFileThatIsReferredTo() {
        AudioReference whole = clips.get(7);
        AudioReference part = new AudioReference(whole.uri(), 100, 200, whole.sha256());
        assertArrayEquals(
                new LogMelExtractor()
                        .extract(AudioReader.read(whole.path()).slice(0.1, 0.2))
                        .values(),
                decoding.get(part).values());
        assertArrayEquals(
                new LogMelExtractor().extract(AudioReader.read(whole.path())).values(),
                decoding.get(whole).values());
    }

    @Test
    void aChangedOrMissingFileIsANamedError() throws IOException {
        Wav.disturb(folder.resolve("3.wav"));
        ChangedAudioException e =
                assertThrows(ChangedAudioException.class, () -> decoding.get(clips.get(3)));
        assertTrue(e.getMessage().contains("3.wav"), e.getMessage());
        Files.delete(folder.resolve("4.wav"));
        assertThrows(AudioFormatException.class, () -> decoding.get(clips.get(4)));
    }

    @Test
    void theMemoryCacheGivesTheSameObjectWithoutDecodingAgain() {
        CachedSpectrogramSource cache = new CachedSpectrogramSource(decoding, 1 << 20);
        LogMelSpectrogram first = cache.get(clips.get(0));
        assertSame(first, cache.get(clips.get(0)));
        assertEquals(1, decoding.count());
        assertEquals(1, cache.hits());
        assertEquals(1, cache.misses());
    }

    @Test
    void mixturesAreOfVerifiedBytesAndTheirWaveformsAreKept() throws IOException {
        CachedSpectrogramSource cache = new CachedSpectrogramSource(decoding, 1 << 20);
        SpectrogramClips mixing = SpectrogramClips.ofReferences(cache, 30, clips);
        float[] mixture = new float[30 * 128];
        float[] again = new float[30 * 128];
        mixing.loadMixture(6, 0.5, 7, 0.5, 0.4, mixture);
        assertEquals(2, decoding.count());
        Wav.disturb(folder.resolve("7.wav"));
        mixing.loadMixture(6, 0.5, 7, 0.5, 0.4, again);
        assertEquals(2, decoding.count());
        assertArrayEquals(mixture, again);
        assertThrows(
                ChangedAudioException.class,
                () ->
                        SpectrogramClips.ofReferences(decoding, 30, clips)
                                .loadMixture(6, 0.5, 7, 0.5, 0.4, again));
    }

    @Test
    void theMemoryCacheStaysWithinItsBoundAndKeepsWhatIsUsed() {
        long bound = 50_000;
        CachedSpectrogramSource cache = new CachedSpectrogramSource(decoding, bound);
        for (AudioReference clip : clips) {
            cache.get(clips.get(0));
            cache.get(clip);
            assertTrue(cache.bytes() <= bound, () -> cache.bytes() + " bytes");
        }
        assertTrue(cache.evictions() > 0, "all clips would not fit");
        int before = decoding.count();
        assertEquals(8, before, "the clip used all the time was never dropped");
        cache.get(clips.get(0));
        assertEquals(before, decoding.count());
        cache.get(clips.get(1));
        assertEquals(before + 1, decoding.count(), "the one unused for longest was");
    }

    @Test
    void aCacheTooSmallForAnythingStillAnswers() {
        CachedSpectrogramSource cache = new CachedSpectrogramSource(decoding, 0);
        assertEquals(decoding.get(clips.get(2)).frames(), cache.get(clips.get(2)).frames());
        assertEquals(0, cache.bytes());
        assertEquals(1, cache.evictions());
    }

    @Test
    void manyThreadsDecodeEachClipOnce() {
        CachedSpectrogramSource cache = new CachedSpectrogramSource(decoding, 1 << 24);
        List<AudioReference> requests = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            requests.add(clips.get(i % clips.size()));
        }
        ForkJoinPool pool = new ForkJoinPool(8);
        try {
            pool.submit(() -> requests.parallelStream().forEach(cache::get)).join();
        } finally {
            pool.shutdown();
        }
        assertEquals(clips.size(), decoding.count());
        assertEquals(400, cache.hits() + cache.misses());
    }

    @Test
    void aFailureIsNotRemembered() throws IOException {
        CachedSpectrogramSource cache = new CachedSpectrogramSource(decoding, 1 << 20);
        Path file = folder.resolve("5.wav");
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        assertThrows(AudioFormatException.class, () -> cache.get(clips.get(5)));
        Files.write(file, bytes);
        cache.get(clips.get(5));
    }

    @Test
    void statisticsAreThoseOfAllCellsWhateverTheThreads() {
        double sum = 0;
        double squares = 0;
        long cells = 0;
        for (AudioReference clip : clips) {
            for (float value : decoding.get(clip).values()) {
                sum += value;
                squares += (double) value * value;
                cells++;
            }
        }
        CorpusStatistics statistics = CorpusStatistics.of(decoding, clips);
        double mean = sum / cells;
        assertEquals(cells, statistics.cells());
        assertEquals(mean, statistics.mean(), 1e-9);
        assertEquals(
                Math.sqrt(squares / cells - mean * mean), statistics.standardDeviation(), 1e-9);
        for (int threads : new int[] {1, 7}) {
            try (WorkerPool workers = new WorkerPool("The test", threads, () -> {})) {
                assertEquals(
                        statistics,
                        SpectrogramClips.ofReferences(decoding, 1, clips)
                                .statistics(workers, WorkListener.SILENT));
            }
        }
        assertThrows(
                IllegalArgumentException.class, () -> CorpusStatistics.of(decoding, List.of()));
    }
}
