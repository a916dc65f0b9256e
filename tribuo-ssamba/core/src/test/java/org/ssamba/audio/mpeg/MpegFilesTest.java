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
package org.ssamba.audio.mpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.audio.Bytes.littleEndian;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;

/** MP3 files as they were joined, cut and tagged. */
class MpegFilesTest {
    private static final String TAGGED = "clips/mono16k-lame-vbr.mp3";
    private static final String UNTAGGED = "clips/mono16k-lame-cbr-untagged.mp3";

    private static byte[] clip(String name) throws IOException {
        return Files.readAllBytes(TestClips.path(name));
    }

    private static float[] twice(float[] once) {
        float[] both = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, both, once.length, once.length);
        return both;
    }

    static Stream<byte[]> betweenFrames() {
        byte[] id3 = Bytes.of("ID3", new byte[] {4, 0, 0, 0, 0, 1, 2}, new byte[130]);
        byte[] ape =
                Bytes.of("APETAGEX", littleEndian(2000, 4), littleEndian(40, 4), new byte[7])
                        .clone();
        ape = Arrays.copyOf(ape, 32 + 40);
        byte[] apeWithHeader = ape.clone();
        apeWithHeader[23] = (byte) 0xa0;
        byte[] id3v1 = Arrays.copyOf(Bytes.of("TAGa title"), 128);
        return Stream.of(
                id3v1,
                id3,
                apeWithHeader,
                new byte[1],
                new byte[3000],
                Bytes.of("LYRICSBEGINla la \u00ff\u00fb la000017LYRICS200"),
                Bytes.of(new byte[50], id3v1, id3),
                // Larger than it says.
                Bytes.of(id3, "the rest of a picture \u00ff\u00fb\u0090"));
    }

    @ParameterizedTest
    @MethodSource("betweenFrames")
    void joinedFilesAreReadWhole(byte[] between) throws IOException {
        float[] once = Bytes.read(clip(TAGGED));
        assertEquals(8001, once.length);
        assertArrayEquals(
                twice(once), Bytes.read(Bytes.of(clip(TAGGED), between, clip(TAGGED), between)));
    }

    @Test
    void anEncodersTagAloneBeginsAnother() throws IOException {
        byte[] file = clip(TAGGED);
        assertArrayEquals(twice(Bytes.read(file)), Bytes.read(Bytes.of(file, file)));
    }

    @Test
    void partsOfJoinedFilesHaveTheBitsOfTheWhole() throws IOException {
        byte[] file = Bytes.of(clip(TAGGED), new byte[10], clip(TAGGED));
        float[] all = Bytes.read(file);
        try (AudioReader reader =
                AudioReader.open(AudioContent.of(file, java.net.URI.create("memory:/j.mp3")))) {
            for (int start : List.of(12_000, 100, 7_990, 8_001, 15_900)) {
                AudioClip part = reader.read(start / 16_000.0, 0.006);
                float[] samples = new float[part.length()];
                part.copyInto(0, samples, 0, samples.length);
                assertArrayEquals(Arrays.copyOfRange(all, start, start + samples.length), samples);
            }
        }
    }

    /** As in streams of pieces with a time stamp each: the frames are those of one stream. */
    @ParameterizedTest
    @MethodSource("betweenFrames")
    void aTagBetweenFramesChangesNothing(byte[] between) throws IOException {
        byte[] file = clip(UNTAGGED);
        int at = 0;
        for (int frame = 0; frame < 4; frame++) {
            at += MpegFrame.parse(file, at).bytes();
        }
        byte[] parted =
                Bytes.of(
                        Arrays.copyOf(file, at),
                        between,
                        Arrays.copyOfRange(file, at, file.length));
        assertArrayEquals(Bytes.read(file), Bytes.read(parted));
    }

    @ParameterizedTest
    @MethodSource("betweenFrames")
    void whatComesFirstIsPassedOver(byte[] before) throws IOException {
        byte[] file = clip(TAGGED);
        assertArrayEquals(Bytes.read(file), Bytes.read(Bytes.of(before, file)));
    }

    @Test
    void whatWasCutOutOfAStreamIsReadFromItsFirstWholeFrame() throws IOException {
        byte[] file = clip(UNTAGGED);
        float[] all = Bytes.read(file);
        int samples = MpegFrame.parse(file, 0).samples();
        float[] cut = Bytes.read(Arrays.copyOfRange(file, 30, file.length - 30));
        assertEquals(all.length - 2 * samples, cut.length);
        // Behind the frames whose bits, or overlap, were cut off.
        int settled = 6 * samples;
        assertArrayEquals(
                Arrays.copyOfRange(all, samples + settled, all.length - samples),
                Arrays.copyOfRange(cut, settled, cut.length),
                1e-6f);
    }

    @Test
    void aFileThatEndsInsideAFrameIsTruncated() throws IOException {
        byte[] file = clip(UNTAGGED);
        byte[] cut = Arrays.copyOf(file, file.length - 30);
        assertThrows(AudioFormatException.class, () -> Bytes.read(cut));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1000, -3, -1, 1})
    void theCountInATagIsAHint(int off) throws IOException {
        byte[] file = clip(TAGGED);
        float[] all = Bytes.read(file);
        int frames = MpegFrame.parse(file, 0).sideInfoEnd() + 8;
        int count = (file[frames + 2] & 0xff) << 8 | file[frames + 3] & 0xff;
        int wrong = Math.max(0, count + off);
        file[frames + 2] = (byte) (wrong >> 8);
        file[frames + 3] = (byte) wrong;
        float[] read = Bytes.read(file);
        assertTrue(read.length >= all.length, read.length + " samples");
        assertArrayEquals(all, Arrays.copyOf(read, all.length));
        assertEquals(wrong == 0, read.length == all.length);
    }

    /** Fraunhofer's tag: a frame of its own, without delay and padding. */
    @ParameterizedTest
    @ValueSource(ints = {0, -3, 1})
    void aVbriTagIsNoAudioAndItsCountAHint(int off) throws IOException {
        byte[] file = clip(UNTAGGED);
        assertArrayEquals(Bytes.read(file), Bytes.read(Bytes.of(vbri(file, off), file)));
    }

    @Test
    void framesThatAVbriTagMissesAreNoticed() throws IOException {
        byte[] file = clip(UNTAGGED);
        byte[] tagged = Bytes.of(vbri(file, 2), file);
        assertThrows(AudioFormatException.class, () -> Bytes.read(tagged));
    }

    private static byte[] vbri(byte[] file, int off) throws IOException {
        MpegFrame first = MpegFrame.parse(file, 0);
        int frames = Bytes.read(file).length / first.samples();
        byte[] tag = Arrays.copyOf(file, first.bytes());
        Arrays.fill(tag, 4, tag.length, (byte) 0);
        ByteBuffer.wrap(tag).position(36).put(Bytes.of("VBRI")).putInt(50, frames + off);
        return tag;
    }

    @Test
    void framesThatAreMissingAreNoticed() throws IOException {
        byte[] file = clip(TAGGED);
        int at = 0;
        for (int frame = 0; frame < 5; frame++) {
            at += MpegFrame.parse(file, at).bytes();
        }
        byte[] cut = Arrays.copyOf(file, at);
        AudioFormatException e = assertThrows(AudioFormatException.class, () -> Bytes.read(cut));
        assertTrue(e.getMessage().contains("truncated"), e.getMessage());
    }

    @Test
    void joinedFilesOfTwoRatesAreRefused() throws IOException {
        byte[] both = Bytes.of(clip(TAGGED), clip("clips/mono8k-lame-vbr.mp3"));
        AudioFormatException e = assertThrows(AudioFormatException.class, () -> Bytes.read(both));
        assertTrue(e.getMessage().contains("changes its layer, rate"), e.getMessage());
    }
}
