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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.LogRecords;
import org.ssamba.audio.AudioFormatException;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Folders as people and systems leave them, and what is said about it. */
class FoldersAsFoundTest {
    @TempDir Path temporary;
    private Path folder;

    @BeforeEach
    void twoLabels() throws IOException {
        folder = temporary.resolve("clips");
        Wav.tone(folder.resolve("high/a.wav"), 2000, 0.1);
        Wav.tone(folder.resolve("low/b.wav"), 200, 0.1);
    }

    private AudioDirectoryDataSource<Label> source(UnreadableAudio policy) {
        return new AudioDirectoryDataSource<>(folder, new LabelFactory(), policy);
    }

    private static TreeSet<String> labels(Iterable<Example<Label>> source) {
        TreeSet<String> labels = new TreeSet<>();
        source.forEach(example -> labels.add(example.getOutput().getLabel()));
        return labels;
    }

    private List<String> warnings(Class<?> source, UnreadableAudio policy) {
        return LogRecords.of(source, () -> source(policy)).stream()
                .filter(log -> log.getLevel() == Level.WARNING)
                .map(LogRecord::getMessage)
                .toList();
    }

    private static void assertOne(List<String> messages, String... parts) {
        assertEquals(1, messages.size(), messages::toString);
        for (String part : parts) {
            assertTrue(messages.get(0).contains(part), messages.get(0) + " without " + part);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c.caf", "c.wma", "c.amr"})
    void aLabelWithNothingButUnreadFilesIsNamedWithTheWayRound(String name) throws IOException {
        Files.write(Files.createDirectories(folder.resolve("lost")).resolve(name), new byte[9]);
        assertOne(
                warnings(AudioDirectoryDataSource.class, UnreadableAudio.FAIL),
                "'lost'",
                "ffmpeg -i " + name + " c.flac");
        assertOne(
                warnings(AudioFolder.class, UnreadableAudio.FAIL),
                "Passed over " + folder.resolve("lost").resolve(name) + ": ",
                "ffmpeg");
    }

    @Test
    void oneUnreadFileStandsForThoseOfItsExtension() throws IOException {
        for (String name : new String[] {"a.wma", "b.wma"}) {
            Files.write(folder.resolve("low").resolve(name), new byte[9]);
        }
        assertOne(
                warnings(AudioFolder.class, UnreadableAudio.FAIL),
                folder.resolve("low/a.wma") + " and 1 more .wma file: ");
    }

    @Test
    void aLabelWhoseFilesAreAllSkippedIsNamed() throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("lost")).resolve("c.wav"), "no audio");
        Files.createSymbolicLink(folder.resolve("lost/d.wav"), temporary.resolve("nothing.wav"));
        assertOne(
                warnings(ClipInventory.class, UnreadableAudio.SKIP).stream()
                        .filter(message -> message.contains("label"))
                        .toList(),
                "'lost'",
                "2 clips");
        assertEquals(2, source(UnreadableAudio.SKIP).skipped().size());
    }

    @Test
    void allOfAFolderUnreadIsAnErrorWithTheWayRound() throws IOException {
        Path phone = Files.createDirectories(temporary.resolve("phone/voice"));
        Files.write(phone.resolve("memo.amr"), new byte[9]);
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> new AudioCorpus(temporary.resolve("phone")));
        assertTrue(e.getMessage().contains("ffmpeg -i memo.amr memo.flac"), e.getMessage());
    }

    @Test
    void aFolderInAZipFileIsRefusedBeforeItsFilesAreRead() throws IOException {
        URI zip = URI.create("jar:" + temporary.resolve("clips.zip").toUri());
        try (FileSystem archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Path root = archive.getPath("/");
            AudioFormatException e =
                    assertThrows(
                            AudioFormatException.class,
                            () -> new AudioDirectoryDataSource<>(root, new LabelFactory()));
            assertTrue(e.getMessage().contains("unpack it"), e.getMessage());
        }
    }

    @Test
    void otherNamesOfWavAreRead() throws IOException {
        Files.move(folder.resolve("high/a.wav"), folder.resolve("high/a.WAVE"));
        Files.move(folder.resolve("low/b.wav"), folder.resolve("low/b.bwf"));
        assertEquals(2, source(UnreadableAudio.FAIL).size());
    }

    @Test
    void foldersOfTheSystemAreNotEntered() throws IOException {
        for (String system : List.of("lost+found", ".Trashes", "__MACOSX", "@eaDir")) {
            Files.writeString(
                    Files.createDirectories(folder.resolve(system)).resolve("x.wav"), "no audio");
        }
        assertEquals(List.of("high", "low"), List.copyOf(labels(source(UnreadableAudio.FAIL))));
        assertEquals(List.of(), warnings(AudioDirectoryDataSource.class, UnreadableAudio.FAIL));
    }

    @Test
    void aLinkInACircleIsUnusable() throws IOException {
        Files.createSymbolicLink(folder.resolve("low/again"), folder);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> source(UnreadableAudio.FAIL));
        assertEquals(folder.resolve("low/again").toString(), e.path());
        assertTrue(e.getMessage().contains("SKIP"), e.getMessage());
        AudioDirectoryDataSource<Label> skipping = source(UnreadableAudio.SKIP);
        assertEquals(2, skipping.size());
        assertEquals("low/again", skipping.skipped().get(0).name());
    }

    @Test
    void aFolderThatCannotBeReadIsUnusable() throws IOException {
        Path closed = Files.createDirectories(folder.resolve("low/closed"));
        Wav.tone(closed.resolve("c.wav"), 300, 0.1);
        assumeFalse(!closed.toFile().setReadable(false) || Files.isReadable(closed), "is root");
        try {
            assertThrows(AudioFormatException.class, () -> source(UnreadableAudio.FAIL));
            assertEquals(1, source(UnreadableAudio.SKIP).skipped().size());
        } finally {
            assertTrue(closed.toFile().setReadable(true));
        }
    }

    @Test
    void aFileBesideTheLabelsIsSkippedWhereThatIsAsked() throws IOException {
        Path stray = Wav.tone(folder.resolve("stray.wav"), 200, 0.1);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> source(UnreadableAudio.FAIL));
        assertEquals(stray.toString(), e.path());
        AudioDirectoryDataSource<Label> skipping = source(UnreadableAudio.SKIP);
        assertEquals(2, skipping.size());
        assertEquals("stray.wav", skipping.skipped().get(0).name());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aLabelInTwoFormsOfUnicodeIsOne() throws IOException {
        Wav.tone(folder.resolve("caf\u00e9/c.wav"), 300, 0.1);
        Wav.tone(folder.resolve("cafe\u0301/d.wav"), 400, 0.1);
        Wav.tone(folder.resolve("high\u00a0/e.wav"), 500, 0.1);
        Wav.tone(folder.resolve("l\u200bow/f.wav"), 600, 0.1);
        assertEquals(
                List.of("caf\u00e9", "high", "low"),
                List.copyOf(labels(source(UnreadableAudio.FAIL))));
        List<String> warnings = warnings(LabelText.class, UnreadableAudio.FAIL);
        assertEquals(3, warnings.size(), warnings::toString);
        assertTrue(warnings.toString().contains("'cafe\\u0301'"), warnings::toString);
    }

    @Test
    void labelsThatDifferInCaseOnlyStayTwoWithAWarning() throws IOException {
        Path list =
                Files.writeString(
                        folder.resolve("list.csv"), "path,label\nhigh/a.wav,Dog\nlow/b.wav,dog\n");
        List<String> found = new ArrayList<>();
        List<LogRecord> logs =
                LogRecords.of(
                        LabelText.class,
                        () ->
                                found.addAll(
                                        labels(
                                                new AudioManifestDataSource<>(
                                                        new AudioManifest(list),
                                                        new LabelFactory()))));
        assertEquals(List.of("Dog", "dog"), found);
        assertOne(logs.stream().map(LogRecord::getMessage).toList(), "'Dog' and 'dog'");
    }

    @Test
    void oneFileUnderTwoLabelsIsNamed() throws IOException {
        Files.copy(folder.resolve("low/b.wav"), folder.resolve("high/copy.wav"));
        assertOne(
                warnings(LabelledExamples.class, UnreadableAudio.FAIL),
                "high/copy.wav",
                "low/b.wav");
        Path list =
                Files.writeString(
                        folder.resolve("list.csv"),
                        "path,label,start,duration\nlow/b.wav,x,0,0.05\nlow/b.wav,y,0.05,0.05\n");
        assertEquals(
                List.of(),
                LogRecords.of(
                        LabelledExamples.class,
                        () ->
                                new AudioManifestDataSource<>(
                                        new AudioManifest(list), new LabelFactory())),
                "other parts are other clips");
    }

    @Test
    void namesWhoseLettersAreLostAreRefusedWithTheVariableToSet() throws IOException {
        Wav.tone(folder.resolve("caf\uFFFD/c.wav"), 300, 0.1);
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> source(UnreadableAudio.SKIP));
        assertTrue(e.getMessage().contains("LANG=C.UTF-8"), e.getMessage());
    }

    /** As in plain containers and in cron. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aPosixLocaleIsRefusedNotMisread() throws IOException, InterruptedException {
        Wav.tone(folder.resolve("\u0645/c.wav"), 300, 0.1);
        Wav.tone(folder.resolve("\u0646/d.wav"), 300, 0.1);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Listing.class.getName(),
                        folder.toString());
        builder.environment().put("LC_ALL", "POSIX");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), output);
        assertTrue(output.contains("LANG=C.UTF-8"), output);
        assertFalse(output.contains("labels"), output);
    }

    /** Another program, in another locale. */
    static final class Listing {
        private Listing() {}

        /** Prints the labels of a folder. */
        public static void main(String[] arguments) {
            System.out.println(
                    "labels: "
                            + labels(
                                    new AudioDirectoryDataSource<>(
                                            Path.of(arguments[0]), new LabelFactory())));
        }
    }
}
