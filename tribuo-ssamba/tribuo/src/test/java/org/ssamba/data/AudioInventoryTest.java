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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.LogRecords;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioExtent;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkerPool;

/** What was found out about files is not found out again, and never of another version. */
class AudioInventoryTest {
    private static final AudioContent.Version VERSION =
            new AudioContent.Version(1000, Instant.EPOCH);
    private static final int EACH = 3000;

    @TempDir Path temporary;
    private Path kept;
    private Path clips;

    @BeforeEach
    void someClips() throws IOException {
        kept = temporary.resolve("inventory");
        clips = temporary.resolve("clips");
        for (int i = 0; i < 5; i++) {
            Wav.tone(clips.resolve(i + ".wav"), 200 + 100 * i, 0.1);
            age(clips.resolve(i + ".wav"), 60);
        }
        System.setProperty(AudioInventory.FOLDER, kept.toString());
    }

    @AfterEach
    void withoutInventory() {
        System.clearProperty(AudioInventory.FOLDER);
    }

    private static void age(Path file, long minutes) throws IOException {
        Files.setLastModifiedTime(
                file, FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes))));
    }

    /** How many files are opened. */
    private static long opened(Runnable work) {
        long before = CountedFiles.OPENED.get();
        work.run();
        return CountedFiles.OPENED.get() - before;
    }

    private AudioCorpus corpus() {
        return new AudioCorpus(CountedFiles.counted(clips));
    }

    @Test
    void aSecondListingOpensNoFile() {
        AudioCorpus first = corpus();
        assertEquals(
                0,
                opened(
                        () -> {
                            AudioCorpus second = corpus();
                            assertEquals(first.references(), second.references());
                            assertEquals(first.contentHash(), second.contentHash());
                        }));
    }

    @Test
    void aFileWhoseSizeOrTimeIsAnotherIsReadAgain() throws IOException {
        AudioCorpus before = corpus();
        Wav.disturb(clips.resolve("3.wav"));
        age(clips.resolve("3.wav"), 59);
        Wav.tone(clips.resolve("4.wav"), 440, 0.2);
        age(clips.resolve("4.wav"), 60);
        assertEquals(
                2,
                opened(
                        () -> {
                            AudioCorpus after = corpus();
                            assertEquals(
                                    before.references().subList(0, 3),
                                    after.references().subList(0, 3));
                            assertNotEquals(before.references().get(3), after.references().get(3));
                            assertEquals(200, after.references().get(4).durationMs());
                        }));
    }

    @Test
    void aFileWrittenJustNowIsReadAgainSinceItsTimeMayNotTell() throws IOException {
        Wav.tone(clips.resolve("3.wav"), 440, 0.1);
        corpus();
        assertEquals(1, opened(this::corpus));
    }

    @Test
    void statisticsAreKeptForTheSameClipsAndFrontEnd() {
        assertEquals(statistics(16), statistics(16));
        assertEquals(0, opened(() -> statistics(16)));
        assertTrue(opened(() -> statistics(24)) >= 5);
    }

    @Test
    void damagedStatisticsAreTakenAgain() throws IOException {
        CorpusStatistics before = statistics(16);
        try (Stream<Path> files = Files.walk(kept.resolve("statistics"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Wav.disturb(file);
        }
        assertTrue(opened(() -> assertEquals(before, statistics(16))) >= 5);
    }

    private CorpusStatistics statistics(int melBins) {
        return SpectrogramClips.ofReferences(
                        new DecodingSpectrogramSource(LogMelConfig.standard().withMelBins(melBins)),
                        8,
                        corpus().references())
                .statistics(WorkerPool.shared(), WorkListener.SILENT);
    }

    @Test
    void aTornRecordIsNotFoundAndThoseBeforeAndBehindItAre() throws IOException {
        add(AudioInventory.in(kept), 0, 10);
        Path log = kept.resolve("files.ssi");
        byte[] whole = Files.readAllBytes(log);
        Files.write(log, whole, StandardOpenOption.TRUNCATE_EXISTING);
        Files.write(log, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        add(AudioInventory.in(kept), 10, 20);
        assertFound(AudioInventory.in(kept), 0, 20);

        byte[] bytes = Files.readAllBytes(log);
        bytes[64 * 5 + 20] ^= 1; // a bit of the hash of the fifth file
        Files.write(log, bytes);
        AudioInventory damaged = AudioInventory.in(kept);
        assertFound(damaged, 0, 4);
        assertTrue(damaged.find(uri(4), VERSION).isEmpty());
        assertFound(damaged, 5, 20);
    }

    @Test
    void severalProcessesAppendAtOnce() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            writers.add(
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx64m",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Writer.class.getName(),
                                    kept.toString(),
                                    Integer.toString(writer * EACH))
                            .inheritIO()
                            .start());
        }
        AudioInventory here = AudioInventory.in(kept);
        add(here, 3 * EACH, 4 * EACH);
        for (Process writer : writers) {
            assertEquals(0, writer.waitFor());
        }
        here.refresh();
        assertFound(here, 0, 4 * EACH);
        assertFound(AudioInventory.in(kept), 0, 4 * EACH);
    }

    /** Adds what it found out of {@value #EACH} files. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            int first = Integer.parseInt(args[1]);
            add(AudioInventory.in(Path.of(args[0])), first, first + EACH);
        }
    }

    private static URI uri(int file) {
        return URI.create("file:///corpus/" + file + ".flac");
    }

    private static AudioInventory.Facts facts(int file) {
        return new AudioInventory.Facts(
                Sha256.builder().text("file " + file).hex(), new AudioExtent(1000L + file, 16_000));
    }

    private static void add(AudioInventory inventory, int first, int end) {
        for (int file = first; file < end; file++) {
            inventory.add(uri(file), VERSION, facts(file));
        }
        inventory.flush();
    }

    private static void assertFound(AudioInventory inventory, int first, int end) {
        for (int file = first; file < end; file++) {
            assertEquals(facts(file), inventory.find(uri(file), VERSION).orElseThrow());
        }
    }

    @Test
    void aFileWhoseBeginningIsDamagedIsSetAsideAndWrittenAnew() throws IOException {
        Files.createDirectories(kept);
        String damaged = "something else".repeat(20);
        Files.writeString(kept.resolve("files.ssi"), damaged);
        List<LogRecord> said =
                LogRecords.of(InventoryFile.class, () -> assertEquals(5, opened(this::corpus)));
        assertEquals(1, said.size());
        assertTrue(said.get(0).getMessage().contains("files.ssi.damaged"));
        assertEquals(damaged, Files.readString(kept.resolve("files.ssi.damaged")));
        assertEquals(0, opened(this::corpus));

        // Damaged while it is in use.
        AudioInventory here = AudioInventory.in(kept);
        byte[] bytes = Files.readAllBytes(kept.resolve("files.ssi"));
        bytes[0] ^= 1;
        Files.write(kept.resolve("files.ssi"), bytes);
        here.refresh();
        add(here, 0, 10);
        assertFound(here, 0, 10);
        assertFound(AudioInventory.in(kept), 0, 10);
    }

    @Test
    void aFileOfALaterVersionIsLeftAsItIs() throws IOException {
        Files.createDirectories(kept);
        String later = "ssamba audio inventory 2\n".repeat(20);
        Files.writeString(kept.resolve("files.ssi"), later);
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> AudioInventory.in(kept));
        assertTrue(e.getMessage().contains("another version"), e.getMessage());
        // Listing goes on without.
        assertEquals(5, corpus().size());
        assertEquals(later, Files.readString(kept.resolve("files.ssi")));
    }

    @Test
    void recordsThatAreThereAgainAndAgainAreWrittenOnce() throws IOException {
        AudioInventory here = AudioInventory.in(kept);
        for (int process = 0; process < 3; process++) {
            add(here, 0, EACH);
        }
        Path log = kept.resolve("files.ssi");
        assertEquals(64L * (1 + 3 * EACH), Files.size(log));
        AudioInventory there = AudioInventory.in(kept);
        assertEquals(64L * (1 + EACH), Files.size(log));
        assertFound(there, 0, EACH);
        // Who had the longer file open goes on with the shorter one.
        add(here, EACH, EACH + 10);
        there.refresh();
        assertFound(here, 0, EACH + 10);
        assertFound(there, 0, EACH + 10);
        assertEquals(64L * (1 + EACH + 10), Files.size(log));
    }

    @Test
    void switchedOffNothingIsKept() {
        System.setProperty(AudioInventory.FOLDER, AudioInventory.NONE);
        corpus();
        assertEquals(5, opened(this::corpus));
        assertTrue(Files.notExists(kept));
    }
}
