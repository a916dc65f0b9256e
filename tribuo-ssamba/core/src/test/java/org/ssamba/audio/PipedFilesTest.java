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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.audio.Bytes.littleEndian;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WAV files as pipes, recorders and editors leave them, and NIST SPHERE. */
class PipedFilesTest {
    private static final float[] SAMPLES = {0.25f, -0.5f, 0.125f, 0.75f};
    private static final byte[] DATA = data();

    private static byte[] data() {
        byte[] bytes = new byte[0];
        for (float sample : SAMPLES) {
            bytes = Bytes.of(bytes, littleEndian((long) (sample * 32768), 2));
        }
        return bytes;
    }

    private static byte[] format(int blockAlign) {
        return Bytes.of(
                littleEndian(1, 2),
                littleEndian(1, 2),
                littleEndian(16_000, 4),
                littleEndian(32_000, 4),
                littleEndian(blockAlign, 2),
                littleEndian(16, 2));
    }

    private static byte[] chunk(String name, byte[] body) {
        return Bytes.of(name, littleEndian(body.length, 4), body);
    }

    private static byte[] riff(long size, Object... chunks) {
        byte[] body = Bytes.of(chunks);
        return Bytes.of("RIFF", littleEndian(size < 0 ? 4 + body.length : size, 4), "WAVE", body);
    }

    private static byte[] dataOf(long size, byte[] body) {
        return Bytes.of("data", littleEndian(size, 4), body);
    }

    private static String refusal(byte[] file) {
        return assertThrows(AudioFormatException.class, () -> Bytes.read(file)).getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                0x7fff_f000L,
                0x7fff_ffdbL,
                0x7fff_ffffL,
                0x8000_0000L,
                0xffff_ffdbL,
                0xffff_ffffL
            })
    void aPlaceholderForTheSizeMeansUpToTheEnd(long size) {
        byte[] fmt = chunk("fmt ", format(2));
        assertArrayEquals(SAMPLES, Bytes.read(riff(0, fmt, dataOf(size, DATA))));
        assertArrayEquals(SAMPLES, Bytes.read(riff(size, fmt, dataOf(size, DATA))));
        assertArrayEquals(SAMPLES, Bytes.read(riff(36, fmt, dataOf(size, DATA))));
    }

    /** Sparse: it takes no room. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aPlaceholderInAFileOfMoreThanFourGigabytesMeansUpToTheEnd(@TempDir Path folder)
            throws IOException {
        byte[] header = riff(0xffff_ffffL, chunk("fmt ", format(2)), dataOf(0xffff_ffffL, DATA));
        long frames = 70_000L * 32_000;
        Path file = Files.write(folder.resolve("long.wav"), header);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(DATA), header.length - DATA.length + 2 * frames - 8);
        }
        try (AudioReader reader = AudioReader.open(AudioContent.of(file))) {
            double end = frames / 16_000.0;
            AudioClip last = reader.read(end - 4 / 16_000.0, 4 / 16_000.0);
            assertArrayEquals(SAMPLES, last.samples());
        }
    }

    @Test
    void zerosBehindTheSamplesAreNotGoneThrough() {
        byte[] file =
                riff(-1, chunk("fmt ", format(2)), dataOf(DATA.length, DATA), new byte[1 << 22]);
        AudioContent bytes = AudioContent.of(file, URI.create("memory:/zeros.wav"));
        AtomicLong read = new AtomicLong();
        AudioContent counted =
                new AudioContent() {
                    @Override
                    public URI uri() {
                        return bytes.uri();
                    }

                    @Override
                    public SeekableByteChannel open() throws IOException {
                        return new CountedChannel(bytes.open(), read::addAndGet);
                    }

                    @Override
                    public Version version() throws IOException {
                        return bytes.version();
                    }
                };
        try (AudioReader reader = AudioReader.open(counted)) {
            assertArrayEquals(SAMPLES, reader.read().samples());
        }
        assertTrue(read.get() < 10_000, read + " bytes read");
    }

    @Test
    void aFileWithoutSamplesHasNone() {
        byte[] list = chunk("LIST", Bytes.of("INFOab"));
        assertTrue(
                refusal(riff(-1, chunk("fmt ", format(2)), dataOf(0, new byte[0]), list))
                        .contains("no samples"));
    }

    @Test
    void aDataChunkThatReachesBeyondAWholeFileEndsWithIt() {
        byte[] fmt = chunk("fmt ", format(2));
        assertArrayEquals(SAMPLES, Bytes.read(riff(-1, fmt, dataOf(24, DATA))));
        assertTrue(
                refusal(riff(36 + 24, fmt, dataOf(24, DATA))).contains("truncated"),
                "where the file should be longer too, it is cut");
    }

    @Test
    void partOfAFrameBehindTheLastIsNone() {
        byte[] odd = Bytes.of(DATA, new byte[1]);
        assertArrayEquals(SAMPLES, Bytes.read(riff(-1, chunk("fmt ", format(2)), dataOf(9, odd))));
    }

    @Test
    void aMissingBlockAlignFollowsFromTheBits() {
        assertArrayEquals(SAMPLES, Bytes.read(riff(-1, chunk("fmt ", format(0)), dataOf(8, DATA))));
    }

    @Test
    void oddChunksAreReadWithAndWithoutTheirPadding() {
        byte[] odd = chunk("LIST", Bytes.of("INFOx"));
        byte[] fmt = chunk("fmt ", format(2));
        assertArrayEquals(SAMPLES, Bytes.read(riff(-1, fmt, odd, dataOf(8, DATA))));
        assertArrayEquals(SAMPLES, Bytes.read(riff(-1, fmt, odd, new byte[1], dataOf(8, DATA))));
    }

    @Test
    void anId3TagMayComeFirst() {
        byte[] id3 = Bytes.of("ID3", new byte[] {4, 0, 0, 0, 0, 0, 11}, new byte[11]);
        byte[] odd = chunk("LIST", Bytes.of("INFOx"));
        assertArrayEquals(
                SAMPLES,
                Bytes.read(
                        Bytes.of(
                                id3,
                                riff(
                                        -1,
                                        chunk("fmt ", format(2)),
                                        odd,
                                        new byte[1],
                                        dataOf(8, DATA)))));
    }

    @Test
    void moreAudioBehindTheDataChunkIsNotLostInSilence() {
        byte[] one = riff(-1, chunk("fmt ", format(2)), dataOf(8, DATA));
        assertTrue(refusal(Bytes.of(one, one)).contains("another WAV file at byte 52"));
        byte[] two =
                riff(
                        -1,
                        chunk("fmt ", format(2)),
                        dataOf(8, DATA),
                        chunk("LIST", Bytes.of("INFOab")),
                        dataOf(8, DATA));
        assertTrue(refusal(two).contains("another data chunk at byte 66"));
    }

    @Test
    void sphereIsReadInBothByteOrders() {
        byte[] swapped = new byte[DATA.length];
        for (int i = 0; i < DATA.length; i++) {
            swapped[i] = DATA[i ^ 1];
        }
        assertArrayEquals(SAMPLES, Bytes.read(Bytes.of(sphere("01", "pcm", 2, 4), DATA)));
        assertArrayEquals(SAMPLES, Bytes.read(Bytes.of(sphere("10", "pcm", 2, 4), swapped)));
        assertEquals(8, Bytes.read(Bytes.of(sphere("1", "ulaw", 1, 8), DATA)).length);
    }

    @Test
    void sphereThatIsCutOrCompressedIsNamed() {
        assertTrue(refusal(Bytes.of(sphere("01", "pcm", 2, 5), DATA)).contains("truncated"));
        String shorten = "pcm,embedded-shorten-v2.00";
        assertTrue(refusal(Bytes.of(sphere("01", shorten, 2, 4), DATA)).contains("sph2pipe"));
        assertTrue(refusal(Bytes.of("NIST_1A\n   x\n", DATA)).contains("SPHERE header"));
        assertTrue(refusal(Bytes.of(sphere("01", "pcm", 2, -4), DATA)).contains("sample_count"));
    }

    /** A NIST SPHERE file of a few samples. */
    static byte[] sphereFile(String order, String coding, int bytes, int samples) {
        return Bytes.of(sphere(order, coding, bytes, samples), DATA);
    }

    private static byte[] sphere(String order, String coding, int bytes, int samples) {
        String header =
                "NIST_1A\n   1024\nchannel_count -i 1\nsample_count -i %d\nsample_rate -i 16000\n"
                                .formatted(samples)
                        + "sample_n_bytes -i %d\nsample_byte_format -s2 %s\nsample_coding -s%d %s\n"
                                .formatted(bytes, order, coding.length(), coding)
                        + "end_head\n";
        return Bytes.of(header, new byte[1024 - header.length()]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WMA:0&\u00b2u\u008ef\u00cf\u0011",
                "AMR:#!AMR-WB\n",
                "Apple's CAF:caff\u0000\u0001",
                "free-format bit rate:\u00ff\u00fb\u0000\u0000",
            })
    void whatIsNotReadIsNamedWithTheWayRound(String case_) {
        String format = case_.substring(0, case_.indexOf(':'));
        byte[] head = Bytes.of(case_.substring(format.length() + 1));
        String message = refusal(Bytes.of(head, new byte[100]));
        assertTrue(message.contains(format + " is not read"), message);
        assertTrue(message.contains("`ffmpeg -i clip.bin clip.flac`"), message);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceIsNoFileAndNotWaitedFor() {
        Path device = Path.of("/dev/zero");
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> AudioReader.read(device));
        assertTrue(e.getMessage().contains("pipe or a device"), e.getMessage());
    }

    @Test
    void whatIsNoAudioIsNamed() {
        assertTrue(refusal(Bytes.of("version https://git-lfs.github.com/spec/v1")).contains("LFS"));
        assertTrue(refusal(Bytes.of("\n<!DOCTYPE html><p>404")).contains("web page"));
    }
}
