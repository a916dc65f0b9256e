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
package org.ssamba.audio.matroska;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;
import org.ssamba.audio.decoding.AudioInput;

/** WebM and Matroska as browsers, ffmpeg and mkvmerge write them. */
class MatroskaFilesTest {
    private static final byte[] TRACK_AND_TIME = {(byte) 0x81, 0, 0};

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(TestClips.path("clips/" + name));
    }

    private static String refusal(byte[] file) {
        return assertThrows(AudioFormatException.class, () -> Bytes.read(file)).getMessage();
    }

    /** The file with bytes in place of others of the same number, which are there once or more. */
    private static byte[] with(byte[] file, String old, String changed) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(old), "no " + old);
        return text.replace(old, changed).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Three packets of 300, 2 and 5 bytes, or of 4 bytes each, with and without lengths. */
    static Stream<byte[]> laced() {
        byte[] packets = new byte[307];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = (byte) i;
        }
        byte[] xiph = {2, 2, (byte) 255, 45, 2};
        byte[] ebml = {6, 2, 0x41, 0x2c, 0x5e, (byte) 0xd5};
        return Stream.of(
                Bytes.of(TRACK_AND_TIME, xiph, packets), Bytes.of(TRACK_AND_TIME, ebml, packets));
    }

    @ParameterizedTest
    @MethodSource("laced")
    void packetsOfABlockAreToldApart(byte[] block) throws IOException {
        AudioContent content = AudioContent.of(block, URI.create("memory:b"));
        try (AudioInput input = AudioInput.open("block", content.open())) {
            List<byte[]> packets = MatroskaBlock.packets(input, block);
            assertEquals(
                    List.of(300, 2, 5), packets.stream().map(packet -> packet.length).toList());
            assertEquals((byte) 300, packets.get(1)[0]);
            byte[] cut = Arrays.copyOf(block, 200);
            assertThrows(AudioFormatException.class, () -> MatroskaBlock.packets(input, cut));
            byte[] same = Bytes.of(TRACK_AND_TIME, new byte[] {4, 1}, new byte[8]);
            assertEquals(
                    List.of(4, 4),
                    MatroskaBlock.packets(input, same).stream().map(p -> p.length).toList());
        }
    }

    @Test
    void videoAndOtherTracksArePassedOver() throws IOException {
        assertArrayEquals(Bytes.read(file("opus-stereo.webm")), Bytes.read(file("opus-video.mkv")));
    }

    @Test
    void whatTheLastBlockDiscardsIsLeftOut() throws IOException {
        byte[] discards = file("opus-stereo.webm");
        assertEquals(9001, Bytes.read(discards).length);
        // The element with the same size that means nothing.
        float[] all = Bytes.read(with(discards, "\u0075\u00a2", "\u0053\u00ff"));
        assertEquals(0, (all.length + 312) % 960);
        assertTrue(all.length > 9001, all.length + " samples");
    }

    @Test
    void otherCodecsAreNamed() throws IOException {
        String message = refusal(with(file("opus-stereo.webm"), "A_OPUS", "A_XPUS"));
        assertTrue(message.contains("A_XPUS in WebM or Matroska is not read; `ffmpeg"), message);
    }

    @Test
    void filesJoinedEndToEndAreRefusedNotHalved() throws IOException {
        byte[] file = file("opus-stereo.webm");
        assertTrue(refusal(Bytes.of(file, file)).contains("several Matroska files"));
    }
}
