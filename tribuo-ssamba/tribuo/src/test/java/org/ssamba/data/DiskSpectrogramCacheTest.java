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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;

class DiskSpectrogramCacheTest {
    private static final long PLENTY = 1 << 30;

    @TempDir Path temporary;
    private Path folder;
    private List<AudioReference> clips;
    private CountingSource decoding;

    @BeforeEach
    void someClips() throws IOException {
        folder = temporary.resolve("cache");
        clips = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path file = Wav.tone(temporary.resolve(i + ".wav"), 300 + 100 * i, 0.2);
            clips.add(AudioReference.ofFile(file));
        }
        decoding = new CountingSource(new DecodingSpectrogramSource(LogMelConfig.standard()));
    }

    private DiskSpectrogramCache cache(long maximumBytes) {
        return new DiskSpectrogramCache(decoding, folder, maximumBytes);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("eviction.lock"))
                    .toList();
        }
    }

    @Test
    void packingErrsByAtMostHalfAStepOfTheFrame() {
        LogMelSpectrogram exact = decoding.get(clips.get(0));
        LogMelSpectrogram packed = cache(PLENTY).get(clips.get(0));
        assertEquals(exact.frames(), packed.frames());
        double largest = 0;
        for (int frame = 0; frame < exact.frames(); frame++) {
            int f = frame;
            float[] values = new float[exact.melBins()];
            for (int bin = 0; bin < values.length; bin++) {
                values[bin] = exact.value(frame, bin);
            }
            double[] range =
                    IntStream.range(0, values.length)
                            .mapToDouble(b -> values[b])
                            .sorted()
                            .toArray();
            double halfStep = (range[range.length - 1] - range[0]) / 510;
            for (int bin = 0; bin < values.length; bin++) {
                double error = Math.abs(packed.value(f, bin) - values[bin]);
                assertTrue(error <= halfStep * 1.001 + 1e-6, error + " > " + halfStep);
                largest = Math.max(largest, error);
            }
        }
        assertTrue(largest > 0, "packing loses something");
    }

    @Test
    void packingIsExactWhereItCanBe() throws PackedSpectrogram.CorruptException {
        float[] constant = new float[4];
        Arrays.fill(constant, -15.942385f);
        LogMelSpectrogram silence = LogMelSpectrogram.of(constant, 2, 2);
        assertArrayEquals(
                constant, PackedSpectrogram.unpack(PackedSpectrogram.pack(silence)).values());
        LogMelSpectrogram once =
                PackedSpectrogram.unpack(PackedSpectrogram.pack(decoding.get(clips.get(0))));
        LogMelSpectrogram extremes = LogMelSpectrogram.of(new float[] {-16, 12.5f}, 1, 2);
        float[] unpacked = PackedSpectrogram.unpack(PackedSpectrogram.pack(extremes)).values();
        assertEquals(-16, unpacked[0]);
        assertEquals(12.5f, unpacked[1], 1e-5f);
        assertEquals(128, once.melBins());
    }

    @Test
    void hitAndMissGiveTheSameBitsAndAHitDecodesNothing() {
        LogMelSpectrogram miss = cache(PLENTY).get(clips.get(1));
        LogMelSpectrogram hit = cache(PLENTY).get(clips.get(1));
        assertArrayEquals(miss.values(), hit.values());
        assertEquals(1, decoding.count());
    }

    @Test
    void carriedSamplesArePackedToo() {
        AudioClip clip = AudioReader.read(clips.get(1).path());
        assertArrayEquals(
                cache(PLENTY).get(clips.get(1)).values(), cache(PLENTY).extract(clip).values());
    }

    @Test
    void theEntryDependsOnContentPartAndFrontEnd() throws IOException {
        DiskSpectrogramCache cache = cache(PLENTY);
        AudioReference clip = clips.get(0);
        Path moved = temporary.resolve("elsewhere.wav");
        Files.copy(clip.path(), moved);
        assertEquals(cache.entry(clip), cache.entry(AudioReference.ofFile(moved)));
        AudioReference part = new AudioReference(clip.uri(), 50, 100, clip.sha256());
        assertNotEquals(cache.entry(clip), cache.entry(part));
        assertNotEquals(cache.entry(clip.part(0, 100)), cache.entry(part), "another start");
        assertNotEquals(cache.entry(clip.part(50, 90)), cache.entry(part), "another length");
        assertNotEquals(cache.entry(clip), cache.entry(clips.get(1)));
        SpectrogramSource narrow =
                new DecodingSpectrogramSource(LogMelConfig.standard().withMelBins(64));
        DiskSpectrogramCache other = new DiskSpectrogramCache(narrow, folder, PLENTY);
        assertNotEquals(cache.entry(clip), other.entry(clip));
    }

    @Test
    void damagedEntriesAreRebuilt() throws IOException {
        DiskSpectrogramCache cache = cache(PLENTY);
        float[] right = cache.get(clips.get(0)).values();
        Path entry = cache.entry(clips.get(0));
        byte[] bytes = Files.readAllBytes(entry);
        int decoded = 1;
        for (int damage : new int[] {0, 5, 17, bytes.length / 2, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[damage] ^= 0x40;
            Files.write(entry, damaged);
            assertArrayEquals(right, cache.get(clips.get(0)).values());
            decoded++;
            assertEquals(decoded, decoding.count(), "byte " + damage);
            assertArrayEquals(bytes, Files.readAllBytes(entry));
        }
        for (int length : new int[] {0, 3, 12, bytes.length - 1}) {
            Files.write(entry, Arrays.copyOf(bytes, length));
            assertArrayEquals(right, cache.get(clips.get(0)).values());
            assertArrayEquals(bytes, Files.readAllBytes(entry));
        }
    }

    @Test
    void theLeastRecentlyUsedEntriesAreDeletedWhenThereAreTooMany() throws IOException {
        DiskSpectrogramCache cache = cache(PLENTY);
        cache.get(clips.get(0));
        long each = cache.bytes();
        cache.get(clips.get(1));
        cache.get(clips.get(2));
        age(cache.entry(clips.get(0)), 3);
        age(cache.entry(clips.get(1)), 2);
        age(cache.entry(clips.get(2)), 1);
        cache.get(clips.get(0));

        DiskSpectrogramCache small = cache(3 * each);
        assertEquals(3 * each, small.bytes());
        small.get(clips.get(3));
        assertFalse(Files.exists(small.entry(clips.get(1))), "unused for longest");
        assertFalse(Files.exists(small.entry(clips.get(2))), "down to nine tenths");
        assertTrue(Files.exists(small.entry(clips.get(0))), "used since");
        assertTrue(Files.exists(small.entry(clips.get(3))), "just written");
        assertEquals(2 * each, small.bytes());
    }

    private static void age(Path file, int hours) throws IOException {
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.now().minus(Duration.ofHours(hours))));
    }

    @Test
    void whatADeadProcessLeftUnfinishedIsDeleted() throws IOException {
        cache(PLENTY).get(clips.get(0));
        Path unfinished = files().get(0).resolveSibling("new-1.tmp");
        Files.write(unfinished, new byte[10]);
        cache(PLENTY);
        assertTrue(Files.exists(unfinished), "it may be another process's");
        age(unfinished, 2);
        cache(PLENTY);
        assertFalse(Files.exists(unfinished));
    }

    @Test
    void severalCachesShareADirectoryWhileItIsTooSmall() throws IOException {
        float[][] right = new float[clips.size()][];
        for (int i = 0; i < right.length; i++) {
            right[i] = cache(PLENTY).get(clips.get(i)).values();
        }
        long each = Files.size(files().get(0));
        List<DiskSpectrogramCache> caches =
                IntStream.range(0, 4).mapToObj(i -> cache(3 * each)).toList();
        ForkJoinPool pool = new ForkJoinPool(8);
        try {
            pool.submit(
                            () ->
                                    IntStream.range(0, 400)
                                            .parallel()
                                            .forEach(
                                                    i ->
                                                            assertArrayEquals(
                                                                    right[i * 5 % 8],
                                                                    caches.get(i % 4)
                                                                            .get(
                                                                                    clips.get(
                                                                                            i * 5
                                                                                                    % 8))
                                                                            .values())))
                    .join();
        } finally {
            pool.shutdown();
        }
        assertTrue(
                files().stream().noneMatch(file -> file.toString().endsWith(".tmp")),
                "nothing is left unfinished");
    }

    /** A cache may be shared by the processes of several people. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void entriesMayBeReadByWhoeverMayReadOtherFiles() throws IOException {
        cache(PLENTY).get(clips.get(0));
        Path other = Files.writeString(temporary.resolve("other"), "any");
        assertEquals(
                Files.getPosixFilePermissions(other),
                Files.getPosixFilePermissions(cache(PLENTY).entry(clips.get(0))));
    }

    @Test
    void aDirectoryThatCannotBeUsedIsANamedError() throws IOException {
        Files.writeString(folder, "a file in the way");
        UncheckedIOException e = assertThrows(UncheckedIOException.class, () -> cache(PLENTY));
        assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
        Files.delete(folder);
        assertThrows(IllegalArgumentException.class, () -> cache(0));
    }
}
