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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.SlidingWindow;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;
import org.tribuo.classification.Label;

/** Many rows of one long file: it is hashed once, and opened once or twice a pass. */
class OneOpeningTest {
    private static final int ROWS = 360;
    private static final int FRAMES = 8;

    /**
     * Of the bytes, when threads come in any order: each step back reads a page or two again. A
     * third of what is read if every row begins at the start.
     */
    private static final double IN_ANY_ORDER = ROWS / 2.0 / 3.0;

    @TempDir Path folder;
    private Path file;

    /** A file of half a minute or more, an hour old. */
    private void copy(String name) throws IOException {
        file = folder.resolve(name);
        try (InputStream in = AudioReader.class.getResourceAsStream("long/" + name)) {
            Files.copy(in, file);
        }
        age(Duration.ofHours(1));
    }

    private void age(Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private List<AudioReference> rows(double seconds) throws IOException {
        StringBuilder lines = new StringBuilder("path,start,duration\n");
        for (int row = 0; row < ROWS; row++) {
            lines.append(file.getFileName())
                    .append(',')
                    .append(row * seconds / ROWS)
                    .append(',')
                    .append(seconds / ROWS)
                    .append('\n');
        }
        Path manifest = Files.writeString(folder.resolve("rows.csv"), lines);
        return new AudioCorpus(
                        AudioManifest.builder(manifest).root(CountedFiles.counted(folder)).build())
                .references();
    }

    private static SpectrogramSource source() {
        return new DecodingSpectrogramSource(LogMelConfig.standard().withMelBins(16));
    }

    /** Opened at most twice, and not hashed again. */
    private void assertOnePass(String what, double readAtMost, Runnable pass) throws IOException {
        long opened = CountedFiles.OPENED.get();
        long read = CountedFiles.READ.get();
        pass.run();
        opened = CountedFiles.OPENED.get() - opened;
        read = CountedFiles.READ.get() - read;
        assertTrue(opened >= 1 && opened <= 2, what + ": " + opened + " openings");
        assertTrue(
                read <= readAtMost * Files.size(file), what + " reads " + read + " bytes of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rising.flac", "rising.ogg", "rising.mp3"})
    void rowsOfAFileAreReadInOneGo(String name) throws IOException {
        copy(name);
        List<AudioReference> rows = new ArrayList<>();
        // Hashed, and decoded, for which an MP3's frames are counted before.
        assertOnePass("listing", 3.2, () -> rows.addAll(listed()));
        assertEquals(ROWS, rows.size());
        SpectrogramClips clips = SpectrogramClips.ofReferences(source(), FRAMES, rows);
        WorkerPool workers = WorkerPool.shared();
        assertOnePass(
                "statistics",
                IN_ANY_ORDER,
                () -> clips.statistics(workers, WorkListener.standard()));
        float[] logMel = new float[FRAMES * 16];
        assertOnePass(
                "in order", 3.2, () -> inOnePass(() -> each(ROWS, i -> clips.load(i, logMel))));
        List<Integer> shuffled = new ArrayList<>();
        each(ROWS, shuffled::add);
        Collections.shuffle(shuffled, new Random(5));
        assertOnePass(
                "an epoch",
                Double.MAX_VALUE,
                () ->
                        inOnePass(
                                () ->
                                        shuffled.forEach(
                                                i -> clips.loadMixture(i, 0, 7, 0, 0.5, logMel))));
        LogMelStatisticsExtractor<Label> features = new LogMelStatisticsExtractor<>(16);
        List<ClipAudio> audio = rows.stream().map(ClipAudio::of).toList();
        assertOnePass("features", IN_ANY_ORDER, () -> features.compute(audio));
        SlidingWindow windows = new SlidingWindow(1000, 500, 16_000, true);
        assertOnePass(
                "windows",
                3.2,
                () -> inOnePass(() -> audio.forEach(c -> c.forEachWindow(windows, w -> {}))));
    }

    private static void inOnePass(Runnable work) {
        VerifiedAudio.duringPass(
                () -> {
                    work.run();
                    return null;
                });
    }

    private List<AudioReference> listed() {
        try {
            return rows(28.8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void each(int count, IntConsumer work) {
        for (int i = 0; i < count; i++) {
            work.accept(i);
        }
    }

    @Test
    void rowsHaveTheBitsOfTheWholeFile() throws IOException {
        copy("rising.ogg");
        AudioClip whole = AudioReader.read(file);
        List<AudioReference> rows = new ArrayList<>(rows(45));
        Collections.shuffle(rows, new Random(2));
        inOnePass(
                () -> {
                    for (AudioReference row : rows) {
                        assertArrayEquals(
                                whole.slice(row.startSeconds(), row.durationSeconds()).samples(),
                                VerifiedAudio.read(row).samples());
                    }
                });
    }

    @Test
    void aFileThatChangesWhileItIsOpenIsNoticedByItsTime() throws IOException {
        copy("rising.flac");
        List<AudioReference> rows = rows(45);
        SpectrogramSource source = source();
        Exception none =
                VerifiedAudio.duringPass(
                        () -> {
                            try {
                                source.get(rows.get(0));
                                disturb(FileTime.from(Instant.now().minusSeconds(60)));
                                assertThrows(
                                        ChangedAudioException.class, () -> source.get(rows.get(1)));
                                disturb(FileTime.from(Instant.now().minusSeconds(90)));
                                source.get(rows.get(1));
                                Files.delete(file);
                                assertThrows(
                                        AudioFormatException.class, () -> source.get(rows.get(2)));
                                return null;
                            } catch (IOException e) {
                                return e;
                            }
                        });
        assertNull(none);
    }

    /** Changes one bit, or changes it back. */
    private void disturb(FileTime time) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void aFileThatWasJustWrittenIsHashedAgainSinceItsTimeMayNotTell() throws IOException {
        copy("rising.flac");
        FileTime soon = FileTime.from(Instant.now().plus(Duration.ofHours(1)));
        Files.setLastModifiedTime(file, soon);
        List<AudioReference> rows = rows(45);
        SpectrogramSource source = source();
        source.get(rows.get(0));
        disturb(soon);
        assertThrows(ChangedAudioException.class, () -> source.get(rows.get(1)));
    }

    @Test
    void filesAreClosedWhenTheLastPassEndsAndAtOnceOutsideOfOne() throws IOException {
        copy("rising.flac");
        List<AudioReference> rows = rows(45);
        long opened = CountedFiles.OPENED.get();
        for (int pass = 1; pass <= 3; pass++) {
            inOnePass(
                    () -> {
                        VerifiedAudio.read(rows.get(5));
                        inOnePass(() -> VerifiedAudio.read(rows.get(6)));
                        assertEquals(1, CountedFiles.open());
                        VerifiedAudio.read(rows.get(7));
                    });
            assertEquals(opened + pass, CountedFiles.OPENED.get());
            assertEquals(0, CountedFiles.open());
        }
        VerifiedAudio.read(rows.get(7));
        assertEquals(0, CountedFiles.open());
        assertThrows(
                IllegalStateException.class,
                () ->
                        ClipAudio.of(rows.get(0))
                                .forEachWindow(
                                        new SlidingWindow(100, 100, 8000, false),
                                        window -> {
                                            throw new IllegalStateException("stop");
                                        }));
        assertEquals(0, CountedFiles.open());
    }

    @Test
    void aReferenceToAnEntryOfAZipFileIsReadWhetherThatIsOpenOrNot() throws IOException {
        copy("rising.flac");
        Path zip = folder.resolve("clips.zip");
        AudioReference reference;
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path inside = files.getPath("/speech/a.flac");
            Files.createDirectories(inside.getParent());
            Files.copy(file, inside);
        }
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            reference = AudioReference.ofFile(files.getPath("speech/a.flac"));
        }
        assertEquals("jar", reference.uri().getScheme());
        assertEquals(AudioReader.read(file).length(), VerifiedAudio.read(reference).length());
    }
}
