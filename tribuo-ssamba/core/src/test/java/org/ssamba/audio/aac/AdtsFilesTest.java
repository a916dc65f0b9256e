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
package org.ssamba.audio.aac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;
import org.ssamba.audio.transform.InverseMdct;

/** AAC in ADTS as streams and people's tools leave it. */
class AdtsFilesTest {
    private static final int HEADER = 7;

    private static List<byte[]> frames() throws IOException {
        return frames("aac-mono16k-untagged.aac");
    }

    private static List<byte[]> frames(String name) throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/" + name));
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < file.length; ) {
            int size =
                    (file[at + 3] & 3) << 11
                            | (file[at + 4] & 0xff) << 3
                            | (file[at + 5] & 0xff) >> 5;
            frames.add(Arrays.copyOfRange(file, at, at + size));
            at += size;
        }
        return frames;
    }

    private static float[] read(List<byte[]> frames) {
        return Bytes.read(Bytes.of(frames.toArray()));
    }

    private static String refusal(List<byte[]> frames) {
        return assertThrows(AudioFormatException.class, () -> read(frames)).getMessage();
    }

    @Test
    void filesJoinedEndToEndAreReadWholeWithAndWithoutTags() throws IOException {
        float[] once = read(frames());
        byte[] file = Bytes.of(frames().toArray());
        byte[] id3 = Bytes.of("ID3", new byte[] {4, 0, 0, 0, 0, 0, 5}, new byte[5]);
        for (byte[] between : List.of(new byte[0], id3, new byte[9])) {
            float[] twice = Bytes.read(Bytes.of(between, file, between, file, between));
            assertEquals(2 * once.length, twice.length);
            // The first frame of the second half overlaps the last one of the first.
            assertArrayEquals(
                    Arrays.copyOfRange(once, 1024, once.length),
                    Arrays.copyOfRange(twice, once.length + 1024, twice.length));
        }
    }

    @Test
    void whatIsCutOutOfAStreamBeginsWithItsFirstWholeFrame() throws IOException {
        List<byte[]> frames = frames();
        float[] all = read(frames);
        frames.set(0, Arrays.copyOfRange(frames.get(0), 20, frames.get(0).length));
        float[] cut = read(frames);
        assertArrayEquals(
                Arrays.copyOfRange(all, 2048, all.length),
                Arrays.copyOfRange(cut, 1024, cut.length));
    }

    @Test
    void aFrameThatIsMissingOrAnotherIsRefused() throws IOException {
        List<byte[]> frames = frames();
        frames.set(3, Arrays.copyOf(frames.get(3), frames.get(3).length - 1));
        assertTrue(refusal(frames).contains("no AAC frame"));
        List<byte[]> mixed = frames();
        mixed.addAll(frames("aac-stereo44k-untagged.aac"));
        assertTrue(refusal(mixed).contains("changes its profile, rate or channels"));
    }

    @Test
    void otherProfilesAreNamed() throws IOException {
        List<byte[]> frames = frames();
        frames.forEach(frame -> frame[2] &= 0x3f);
        assertTrue(
                refusal(frames).contains("AAC of another profile than low complexity is not read"));
    }

    /** A frame with eight bits of filling in front. */
    private static byte[] filled(byte[] frame, int type) {
        int fill = 0b110_0001 << 8 | type << 4;
        byte[] longer = Arrays.copyOf(frame, frame.length + 2);
        for (int bit = 0; bit < 8 * (longer.length - HEADER); bit++) {
            int from = bit - 15;
            int value =
                    from < 0
                            ? fill >> 14 - bit & 1
                            : from / 8 + HEADER < frame.length
                                    ? frame[HEADER + from / 8] >> 7 - from % 8 & 1
                                    : 0;
            int mask = 1 << 7 - bit % 8;
            int at = HEADER + bit / 8;
            longer[at] = (byte) (value == 0 ? longer[at] & ~mask : longer[at] | mask);
        }
        int size = longer.length;
        longer[3] = (byte) (longer[3] & ~3 | size >> 11);
        longer[4] = (byte) (size >> 3);
        longer[5] = (byte) (longer[5] & 0x1f | size << 5);
        return longer;
    }

    @Test
    void bandReplicationIsNamedAndOtherFillingPassedOver() throws IOException {
        List<byte[]> filled = frames().stream().map(frame -> filled(frame, 0)).toList();
        assertArrayEquals(read(frames()), read(filled));
        List<byte[]> replicated = frames().stream().map(frame -> filled(frame, 13)).toList();
        assertTrue(refusal(replicated).contains("HE-AAC"), refusal(replicated));
    }

    @Test
    void coefficientsBecomeWhatTheDefinitionSays() {
        int size = 128;
        double[] spectrum = new double[size];
        for (int k = 0; k < size; k++) {
            spectrum[k] = Math.sin(k * k);
        }
        double[] samples = new double[2 * size];
        new InverseMdct(size).inverse(spectrum, 0, samples);
        for (int t = 0; t < 2 * size; t++) {
            double sum = 0;
            for (int k = 0; k < size; k++) {
                sum += spectrum[k] * Math.cos(Math.PI / size * (t + 0.5 + size / 2.0) * (k + 0.5));
            }
            assertEquals(sum / size, samples[t], 1e-12);
        }
    }
}
