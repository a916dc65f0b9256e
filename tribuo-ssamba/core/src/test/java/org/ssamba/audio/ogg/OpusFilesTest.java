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
package org.ssamba.audio.ogg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.AudioReader;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;

/** Opus in Ogg as encoders, browsers and people's tools leave it. */
class OpusFilesTest {
    /** Where the header's packet begins on its page, which has one segment. */
    private static final int HEAD = 28;

    private static byte[] silk() throws IOException {
        return Files.readAllBytes(TestClips.path("clips/silk.opus"));
    }

    /** The file with its header changed. */
    private static byte[] withHead(String file, Consumer<ByteBuffer> change) throws IOException {
        List<byte[]> pages = OggTestPages.pages(file);
        ByteBuffer head = ByteBuffer.wrap(pages.get(0)).order(ByteOrder.LITTLE_ENDIAN);
        change.accept(head);
        pages.set(0, OggTestPages.page(head.array(), 0, 2));
        return Bytes.of(pages.toArray());
    }

    private static String refusal(byte[] file) {
        return assertThrows(AudioFormatException.class, () -> Bytes.read(file)).getMessage();
    }

    @Test
    void theGainOfTheHeaderIsApplied() throws IOException {
        float[] plain = Bytes.read(silk());
        short quieter = -6 * 256;
        float[] changed =
                Bytes.read(withHead("clips/silk.opus", head -> head.putShort(HEAD + 16, quieter)));
        float factor = (float) Math.pow(10, -6 / 20.0);
        for (int i = 0; i < plain.length; i++) {
            assertEquals(factor * plain[i], changed[i], 1e-6f);
        }
    }

    @Test
    void thePreSkipOfTheHeaderIsLeftOut() throws IOException {
        float[] plain = Bytes.read(silk());
        float[] longer =
                Bytes.read(
                        withHead("clips/silk.opus", head -> head.putShort(HEAD + 10, (short) 0)));
        assertEquals(312, longer.length - plain.length);
        assertArrayEquals(plain, Arrays.copyOfRange(longer, 312, longer.length));
        // More than a page is as good as less.
        short most = (short) 18_000;
        assertEquals(
                plain.length + 312 - 18_000,
                Bytes.read(withHead("clips/silk.opus", head -> head.putShort(HEAD + 10, most)))
                        .length);
    }

    @Test
    void streamsOneAfterTheOtherAreReadAsOne() throws IOException {
        byte[] stereo = Files.readAllBytes(TestClips.path("clips/celt-stereo.opus"));
        byte[] chained = Bytes.of(silk(), stereo, silk());
        float[] first = Bytes.read(silk());
        float[] second = Bytes.read(stereo);
        float[] all = Bytes.read(chained);
        assertEquals(2 * first.length + second.length, all.length);
        int seam = first.length + second.length;
        assertArrayEquals(first, Arrays.copyOf(all, first.length));
        assertArrayEquals(second, Arrays.copyOfRange(all, first.length, seam));
        assertArrayEquals(first, Arrays.copyOfRange(all, seam, all.length));
        try (AudioReader reader =
                AudioReader.open(AudioContent.of(chained, URI.create("memory:chained")))) {
            for (int start : new int[] {seam - 100, 7, first.length - 50, seam, 0}) {
                assertArrayEquals(
                        Arrays.copyOfRange(all, start, start + 3000),
                        reader.read(start / 48_000.0, 3000 / 48_000.0).samples(),
                        "from " + start);
            }
        }
        byte[] vorbis = Files.readAllBytes(TestClips.path("clips/mono16k.ogg"));
        assertTrue(refusal(Bytes.of(silk(), vorbis)).contains("another Ogg stream"));
    }

    @Test
    void partsOfALongFileInAnyOrderAreThoseOfTheWhole() throws IOException {
        AudioContent file = AudioContent.of(TestClips.path("long/voice.opus"));
        try (AudioReader reader = AudioReader.open(file)) {
            AudioClip whole = reader.read();
            assertEquals(30 * 48_000, whole.length());
            for (double start : new double[] {20, 20.5, 27, 3.3, 19.99, 0}) {
                assertArrayEquals(whole.slice(start, 1).samples(), reader.read(start, 1).samples());
            }
        }
    }

    @Test
    void withoutALastPageNothingIsCutOff() throws IOException {
        List<byte[]> pages = OggTestPages.pages("clips/silk.opus");
        int last = pages.size() - 1;
        float[] all = Bytes.read(silk());
        pages.set(last, OggTestPages.page(pages.get(last), last, 0));
        float[] read = Bytes.read(Bytes.of(pages.toArray()));
        assertEquals(18_240 + 960 - 312, read.length);
        assertArrayEquals(all, Arrays.copyOf(read, all.length));
        pages.remove(last);
        assertTrue(refusal(Bytes.of(pages.toArray())).length() > 0);
    }

    /** Pictures of covers are written there. */
    @Test
    void commentsMayFillPages() throws IOException {
        List<byte[]> pages = OggTestPages.pages("clips/silk.opus");
        byte[] full = new byte[27 + 255 + 255 * 255];
        System.arraycopy(pages.get(1), 0, full, 0, 26);
        Arrays.fill(full, 26, 27 + 255, (byte) 255);
        byte[] rest = Bytes.of(Arrays.copyOf(pages.get(1), 26), new byte[] {1, 9}, new byte[9]);
        List<byte[]> changed =
                List.of(
                        pages.get(0),
                        OggTestPages.page(full, 1, 0),
                        OggTestPages.page(rest, 2, 1),
                        OggTestPages.page(pages.get(2), 3, OggTestPages.LAST));
        assertEquals(3, pages.size());
        assertArrayEquals(Bytes.read(silk()), Bytes.read(Bytes.of(changed.toArray())));
    }

    @Test
    void channelsWithoutPlacesAreNamed() throws IOException {
        String message =
                refusal(withHead("clips/6channels.opus", head -> head.put(HEAD + 18, (byte) 2)));
        assertTrue(message.contains("mapping family 2 is not read; `ffmpeg"), message);
    }

    /** Channels, coupled streams, a channel's place. */
    @ParameterizedTest
    @ValueSource(ints = {9, 20, 21})
    void aHeaderThatCannotBeIsRefused(int at) throws IOException {
        String message =
                refusal(withHead("clips/6channels.opus", head -> head.put(HEAD + at, (byte) 99)));
        assertTrue(message.contains("Opus header"), message);
    }
}
