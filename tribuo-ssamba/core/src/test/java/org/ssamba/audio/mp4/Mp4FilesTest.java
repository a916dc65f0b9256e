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
package org.ssamba.audio.mp4;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ssamba.LogRecords;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;

/** MP4 as phones, iTunes and ffmpeg write it. */
class Mp4FilesTest {
    /** An encoder's delay, and what is behind it. */
    private static final int DELAY = 1024;

    private static final int LENGTH = 12_001;
    private static final int DECODED = 13 * 1024;

    private static byte[] m4a() throws IOException {
        return Files.readAllBytes(TestClips.path("clips/aac.m4a"));
    }

    private static String refusal(byte[] file) {
        return assertThrows(AudioFormatException.class, () -> Bytes.read(file)).getMessage();
    }

    private static int find(byte[] file, String text) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
        assertTrue(at > 0, "no " + text);
        return at;
    }

    /** The file with other letters in place of some. */
    private static byte[] with(String old, String changed) throws IOException {
        byte[] file = m4a();
        System.arraycopy(Bytes.of(changed), 0, file, find(file, old), changed.length());
        return file;
    }

    private static byte[] box(String type, byte[] content) {
        ByteBuffer size = ByteBuffer.allocate(4).putInt(8 + content.length);
        return Bytes.of(size.array(), type, content);
    }

    /** The file in fragments with an index of their bytes in front of them. */
    private static byte[] indexed() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/aac-fragments.mp4"));
        int first = find(file, "moof") - 4;
        ByteBuffer index = ByteBuffer.allocate(36);
        index.putInt(4, 1).putInt(8, 44_100).putShort(22, (short) 1);
        index.putInt(24, find(file, "mfra") - 4 - first);
        byte[] box = box("sidx", index.array());
        ByteBuffer bytes = ByteBuffer.wrap(file);
        for (int at = first; at < file.length - 4; at++) {
            if (bytes.getInt(at) == 0x74666864) { // "tfhd": positions count from the file's start
                bytes.putLong(at + 12, bytes.getLong(at + 12) + box.length);
            }
        }
        return Bytes.of(
                Arrays.copyOf(file, first), box, Arrays.copyOfRange(file, first, file.length));
    }

    @Test
    void missingFragmentsAtTheEndAreNoticedByTheIndex() throws IOException {
        byte[] whole = indexed();
        byte[] fragments = Files.readAllBytes(TestClips.path("clips/aac-fragments.mp4"));
        assertArrayEquals(Bytes.read(fragments), Bytes.read(whole));
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        byte[] cut = Arrays.copyOf(whole, text.lastIndexOf("moof") - 4);
        assertTrue(refusal(cut).contains("is truncated: its MP4 index"), refusal(cut));
    }

    private static List<String> warnings(byte[] file) {
        return LogRecords.of(Mp4Gaps.class, () -> Bytes.read(file)).stream()
                .map(LogRecord::getMessage)
                .toList();
    }

    @Test
    void fragmentsThatAreMissingBetweenOthersAreWarnedOf() throws IOException {
        byte[] whole = Files.readAllBytes(TestClips.path("clips/aac-fragments.mp4"));
        assertEquals(List.of(), warnings(whole));
        byte[] late = whole.clone();
        int last = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("tfdt") + 4;
        ByteBuffer.wrap(late).putLong(last + 4, 10 * 1024 + 44_100);
        assertTrue(warnings(late).get(0).contains("gaps of 1.00 s"), warnings(late)::toString);
        assertArrayEquals(Bytes.read(whole), Bytes.read(late));
    }

    @Test
    void anEndBeforeTheLengthInTheHeaderIsWarnedOf() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/aac-fragments.mp4"));
        ByteBuffer bytes = ByteBuffer.wrap(file);
        int notes = find(file, "udta");
        int defaults = find(file, "mvex") - 4;
        // The box behind the defaults becomes one in them.
        bytes.putInt(defaults, bytes.getInt(defaults) + bytes.getInt(notes - 4));
        bytes.put(notes, "mehd".getBytes(StandardCharsets.US_ASCII)).putInt(notes + 4, 0);
        bytes.putInt(notes + 8, 322);
        assertEquals(List.of(), warnings(file));
        bytes.putInt(notes + 8, 2322);
        assertTrue(warnings(file).get(0).contains("2.00 s longer"), warnings(file)::toString);
    }

    /** The file with iTunes' note of delay, padding and length behind its other headers. */
    private static byte[] noted(int delay, int padding, int length) throws IOException {
        String note = " 00000000 %08X %08X %016X 00000000".formatted(delay, padding, length);
        byte[] item =
                box(
                        "----",
                        Bytes.of(
                                box("name", Bytes.of(new byte[4], "iTunSMPB")),
                                box("data", Bytes.of(new byte[8], note))));
        byte[] user = box("udta", box("meta", Bytes.of(new byte[4], box("ilst", item))));
        byte[] file = with("udta", "free");
        int movie = find(file, "moov") - 4;
        ByteBuffer.wrap(file).putInt(movie, file.length - movie + user.length);
        return Bytes.of(file, user);
    }

    @Test
    void theEditListCutsTheDelayAndTheTablesCutThePadding() throws IOException {
        float[] shown = Bytes.read(m4a());
        assertEquals(LENGTH, shown.length);
        float[] longer = Bytes.read(with("elst", "free"));
        assertEquals(LENGTH + DELAY, longer.length);
        assertArrayEquals(shown, Arrays.copyOfRange(longer, DELAY, longer.length));
    }

    @Test
    void anEditThatEndsBeforeCutsTheEnd() throws IOException {
        float[] all = Bytes.read(m4a());
        byte[] file = m4a();
        ByteBuffer.wrap(file).putInt(find(file, "elst") + 12, 500); // milliseconds
        assertArrayEquals(Arrays.copyOf(all, 8000), Bytes.read(file));
    }

    @Test
    void iTunesNoteOfDelayAndPaddingIsFollowedIfItFits() throws IOException {
        float[] longer = Bytes.read(with("elst", "free"));
        float[] read = Bytes.read(noted(1000, DECODED - 13_000, 12_000));
        assertArrayEquals(Arrays.copyOfRange(longer, 1000, 13_000), read);
        assertEquals(LENGTH, Bytes.read(noted(1000, DECODED - 13_001, 12_000)).length);
    }

    @ParameterizedTest
    @CsvSource({"alac, ALAC", "ac-3, AC-3", "enca, encrypted audio", "fLaC, FLAC", "lpcm, 'lpcm'"})
    void otherCodecsAreNamed(String type, String name) throws IOException {
        String message = refusal(with("mp4a", type));
        assertTrue(message.contains(name.replace("'", "")), message);
        assertTrue(message.contains(" in MP4 is not read; `ffmpeg"), message);
    }

    /** By the first byte of the description: a type, and the start of the sample rate. */
    @ParameterizedTest
    @CsvSource({"0x2c, HE-AAC", "0xec, HE-AAC v2", "0x0c, main profile", "0xbc, AAC-LD"})
    void otherProfilesAreNamed(String first, String name) throws IOException {
        byte[] file = m4a();
        int at = find(file, "\u0014\u0008");
        file[at] = Integer.decode(first).byteValue();
        assertTrue(refusal(file).contains(name), refusal(file));
    }

    @Test
    void aFileWithoutSoundIsSaidToHaveNone() throws IOException {
        assertTrue(refusal(with("soun", "vide")).contains("no audio track"));
    }

    @Test
    void filesJoinedEndToEndAreRefusedNotHalved() throws IOException {
        assertTrue(refusal(Bytes.of(m4a(), m4a())).contains("several MP4 files"));
    }

    @Test
    void sizesThatAreNotThereTakeNoMemory() throws IOException {
        byte[] file = m4a();
        int sizes = find(file, "stsz") + 8;
        ByteBuffer.wrap(file).putInt(sizes, 1).putInt(sizes + 4, Integer.MAX_VALUE);
        assertTrue(refusal(file).contains("is damaged"));
    }
}
