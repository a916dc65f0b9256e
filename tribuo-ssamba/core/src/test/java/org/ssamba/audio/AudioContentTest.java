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
package org.ssamba.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Audio from a file, from memory and from a zip file, whole and in parts. */
class AudioContentTest {
    @TempDir Path folder;

    static List<TestClips.Recorded> small() throws IOException {
        return TestClips.small();
    }

    private static float[] samples(AudioContent content) {
        try (AudioReader reader = AudioReader.open(content)) {
            return reader.read().samples();
        }
    }

    @ParameterizedTest
    @MethodSource("small")
    void bytesInMemoryAndInAZipFileGiveTheBitsOfTheFile(TestClips.Recorded recorded)
            throws IOException {
        Path file = TestClips.path("clips/" + recorded.file());
        float[] expected = samples(AudioContent.of(file));
        byte[] bytes = Files.readAllBytes(file);
        assertArrayEquals(expected, samples(AudioContent.of(bytes, URI.create("db:clips/7"))));
        Path zip = folder.resolve("a clip of.zip");
        URI entry;
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            entry = Files.write(files.getPath("/a.wav"), bytes).toUri();
        }
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            AudioContent inside = AudioContent.of(files.getPath("a.wav"));
            assertEquals(entry, inside.uri());
            assertArrayEquals(expected, samples(inside));
            assertEquals(bytes.length, inside.version().bytes());
        }
        assertArrayEquals(expected, samples(AudioContent.at(entry)), "opened by its URI");
        FileSystems.getFileSystem(entry).close();
    }

    @Test
    void whatIsNotThereIsNamed() {
        URI nowhere = URI.create("nowhere:clip");
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> AudioContent.at(nowhere));
        assertTrue(e.getMessage().contains("nowhere:clip"), e.getMessage());
        URI entry = URI.create("jar:" + folder.resolve("none.zip").toUri() + "!/a.wav");
        e = assertThrows(AudioFormatException.class, () -> samples(AudioContent.at(entry)));
        assertTrue(e.getMessage().contains("none.zip"), e.getMessage());
        AudioContent empty = AudioContent.of(new byte[0], URI.create("db:none"));
        e = assertThrows(AudioFormatException.class, () -> samples(empty));
        assertTrue(e.getMessage().contains("db:none: file is empty"), e.getMessage());
    }

    @Test
    void aNameInTheOtherUnicodeFormIsSaidToBeThere() throws IOException {
        // In a zip file names have all letters, whatever the locale is.
        URI zip = URI.create("jar:" + folder.resolve("names.zip").toUri());
        try (FileSystem names = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            Files.write(names.getPath("/cafe\u0301.wav"), new byte[10]);
            AudioContent content = AudioContent.of(names.getPath("/caf\u00e9.wav"));
            for (Executable opening :
                    List.<Executable>of(content::version, () -> AudioReader.open(content))) {
                AudioFormatException e = assertThrows(AudioFormatException.class, opening);
                assertTrue(e.getMessage().contains("differs in Unicode form"), e.getMessage());
            }
            AudioContent other = AudioContent.of(names.getPath("/cafe.wav"));
            assertThrows(NoSuchFileException.class, other::version);
        }
    }

    @Test
    void aVersionTellsOfAnotherSizeOrTime() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[10]);
        AudioContent content = AudioContent.of(file);
        AudioContent.Version before = content.version();
        assertEquals(before, content.version());
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(7)));
        assertNotEquals(before, content.version());
        assertEquals(10, before.bytes());
        Files.write(file, new byte[11]);
        assertEquals(11, content.version().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rising.flac", "rising.ogg", "rising.mp3", "stereo.mp3"})
    void partsInAnyOrderAreThoseOfTheWholeAndReadLittleMoreThanThemselves(String name)
            throws IOException {
        CountedContent content =
                new CountedContent(Files.readAllBytes(TestClips.path("long/" + name)));
        AudioClip whole;
        try (AudioReader reader = AudioReader.open(content)) {
            whole = reader.read();
        }
        List<Integer> parts = new ArrayList<>();
        double length = whole.durationSeconds() / 50;
        try (AudioReader reader = AudioReader.open(content)) {
            content.read = 0;
            for (int part = 0; part < 50; part++) {
                assertPart(whole, reader, part * length, length);
                parts.add(part);
            }
            assertTrue(
                    content.read < 2.3 * content.version().bytes(),
                    "in order, " + content.read + " bytes of " + content.version());
            Collections.shuffle(parts, new Random(3));
            for (int part : parts) {
                assertPart(whole, reader, part * length, length);
            }
            assertArrayEquals(whole.samples(), reader.read().samples());
            for (int part : parts) {
                assertPart(whole, reader, part * 0.97 * length, 1.5 * length);
            }
        }
        assertEquals(2, content.opened);
    }

    private static void assertPart(
            AudioClip whole, AudioReader reader, double start, double length) {
        assertArrayEquals(
                whole.slice(start, length).samples(),
                reader.read(start, length).samples(),
                "from " + start);
    }

    @Test
    void aReaderGoesOnAfterAPartThatIsNotThere() {
        Path file = TestClips.path("clips/pcm16.flac");
        float[] expected = AudioReader.read(file).samples();
        try (AudioReader reader = AudioReader.open(AudioContent.of(file))) {
            assertThrows(AudioFormatException.class, () -> reader.read(0.1, 100));
            assertThrows(IllegalArgumentException.class, () -> reader.read(-1, 1));
            assertArrayEquals(expected, reader.read().samples());
            assertEquals(expected.length, reader.measure().samples());
        }
    }

    @Test
    void aRateThatAHeaderClaimsTakesNoMemory() {
        int rate = 1_600_000_000;
        ByteBuffer wav = ByteBuffer.allocate(44 + 8).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(44).put("WAVEfmt ".getBytes()).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
        wav.putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(8);
        AudioContent content = AudioContent.of(wav.array(), URI.create("db:fast"));
        List<Integer> lengths = new ArrayList<>();
        try (AudioReader reader = AudioReader.open(content)) {
            reader.readWindows(
                    0,
                    4.0 / rate,
                    new SlidingWindow(9000, 4000, 16_000, true),
                    window -> lengths.add(window.clip().length()));
            assertEquals(List.of(4), lengths);
            SlidingWindow longer = new SlidingWindow(160_000, 80_000, 16_000, true);
            AudioFormatException e =
                    assertThrows(
                            AudioFormatException.class,
                            () -> reader.readWindows(0, 4.0 / rate, longer, window -> {}));
            assertTrue(e.getMessage().contains("1600000000 Hz"), e.getMessage());
        }
    }

    @Test
    void theHashIsThatOfAllBytes() {
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 'a');
        try (AudioReader reader =
                AudioReader.open(AudioContent.of(bytes, URI.create("db:letters")))) {
            assertEquals(200_000, reader.bytes());
            assertEquals(
                    "2287d207f24a941ff3b56c04c8a25ad56b63e3023207b3bb5b4ac0c9869d74be",
                    reader.sha256());
        }
    }

    /** Counts openings and the bytes read. */
    private static final class CountedContent implements AudioContent {
        private final AudioContent bytes;
        private int opened;
        private long read;

        CountedContent(byte[] bytes) {
            this.bytes = AudioContent.of(bytes, URI.create("db:counted"));
        }

        @Override
        public URI uri() {
            return bytes.uri();
        }

        @Override
        public Version version() throws IOException {
            return bytes.version();
        }

        @Override
        public CountedChannel open() throws IOException {
            opened++;
            return new CountedChannel(bytes.open(), count -> read += count);
        }
    }
}
