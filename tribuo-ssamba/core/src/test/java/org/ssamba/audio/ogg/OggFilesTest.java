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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;

/** Ogg and FLAC files as they were cut and joined. */
class OggFilesTest {
    /** Speech cut out at 2.3 s without encoding it again; an independent decoder counted. */
    @Test
    void aLongBlockThatComesFirstGivesNoSamplesOfItsOwn() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("found/cut-at-a-long-block.ogg"));
        assertEquals(18_304, Bytes.read(file).length);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatIsCutFromALongerStreamHasTheSamplesThatItHadThere(int packets) throws IOException {
        List<byte[]> pages = OggTestPages.pages("long/rising.ogg");
        float[] all = Bytes.read(Bytes.of(pages.toArray()));
        List<byte[]> cut = new ArrayList<>(pages.subList(0, 2));
        cut.add(OggTestPages.without(pages.get(4), packets, 2));
        for (byte[] page : pages.subList(5, pages.size())) {
            cut.add(OggTestPages.page(page, cut.size(), page[5]));
        }
        float[] read = Bytes.read(Bytes.of(cut.toArray()));
        assertTrue(read.length > all.length / 10, read.length + " samples");
        assertArrayEquals(Arrays.copyOfRange(all, all.length - read.length, all.length), read);
    }

    @Test
    void aStreamWithoutALastPageIsReadToItsEnd() throws IOException {
        List<byte[]> pages = OggTestPages.pages("clips/mono16k.ogg");
        float[] all = Bytes.read(Bytes.of(pages.toArray()));
        int last = pages.size() - 1;
        pages.set(last, OggTestPages.page(pages.get(last), last, 0));
        float[] read = Bytes.read(Bytes.of(pages.toArray()));
        // Only a last page says that samples at the end do not count.
        assertTrue(read.length >= all.length, read.length + " samples");
        assertArrayEquals(all, Arrays.copyOf(read, all.length));
    }

    @Test
    void bytesBetweenPagesArePassedOverWhereNoPageIsMissing() throws IOException {
        List<byte[]> pages = OggTestPages.pages("long/rising.ogg");
        float[] all = Bytes.read(Bytes.of(pages.toArray()));
        pages.add(3, Bytes.of(new byte[77], "Ogg junk OggX"));
        assertArrayEquals(all, Bytes.read(Bytes.of(pages.toArray())));
        pages.remove(4);
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class, () -> Bytes.read(Bytes.of(pages.toArray())));
        assertTrue(e.getMessage().contains("missing"), e.getMessage());
    }

    @Test
    void anotherStreamMayBeginFirst() throws IOException {
        List<byte[]> pages = OggTestPages.pages("clips/mono16k.ogg");
        float[] all = Bytes.read(Bytes.of(pages.toArray()));
        byte[] theora =
                OggTestPages.page(
                        Bytes.of(Arrays.copyOf(pages.get(0), 26), "\u0001\u0008\u0080theora "),
                        0,
                        2);
        theora[14] ^= 1;
        pages.add(0, OggTestPages.page(theora, 0, 2));
        assertArrayEquals(all, Bytes.read(Bytes.of(pages.toArray())));
    }

    @Test
    void joinedFlacIsRefusedNotHalved() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/pcm16.flac"));
        byte[] id3 = Bytes.of("ID3", new byte[] {4, 0, 0, 0, 0, 0, 5}, new byte[5]);
        for (byte[] between : List.of(new byte[0], id3)) {
            AudioFormatException e =
                    assertThrows(
                            AudioFormatException.class,
                            () -> Bytes.read(Bytes.of(file, between, file)));
            assertTrue(e.getMessage().contains("several FLAC streams"), e.getMessage());
        }
        byte[] tag = Arrays.copyOf(Bytes.of("TAG"), 128);
        assertEquals(5003, Bytes.read(Bytes.of(file, tag)).length);
    }

    @Test
    void framesBeyondTheTotalOfAFlacAreNotLost() throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/pcm16.flac"));
        long total = ByteBuffer.wrap(file).getLong(18);
        ByteBuffer.wrap(file).putLong(18, (total & ~0xfffffffffL) | 4096);
        assertThrows(AudioFormatException.class, () -> Bytes.read(file));
    }
}
