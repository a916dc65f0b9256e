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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.audio.Bytes.littleEndian;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as other projects' users found them; each kind's issue is in docs/audio.md. */
class OddFilesTest {
    private static final byte[] DATA = {0, 32, 0, -64, 0, 16, 0, 96};
    private static final float[] SAMPLES = {0.25f, -0.5f, 0.125f, 0.75f};

    private static byte[] format(int tag, byte[] more) {
        return Bytes.of(
                "fmt ",
                littleEndian(16 + more.length, 4),
                littleEndian(tag, 2),
                littleEndian(1, 2),
                littleEndian(16_000, 4),
                littleEndian(32_000, 4),
                littleEndian(2, 2),
                littleEndian(16, 2),
                more);
    }

    private static byte[] wav(byte[] format) {
        return Bytes.of(
                "RIFF",
                littleEndian(20 + format.length, 4),
                "WAVE",
                format,
                "data",
                littleEndian(DATA.length, 4),
                DATA);
    }

    private static byte[] rf64(long dataSize) {
        return Bytes.of(
                "RF64",
                littleEndian(-1, 4),
                "WAVEds64",
                littleEndian(28, 4),
                littleEndian(80, 8),
                littleEndian(dataSize, 8),
                new byte[12],
                format(1, new byte[0]),
                "data",
                littleEndian(-1, 4),
                DATA);
    }

    private static String refusal(byte[] file) {
        return assertThrows(AudioFormatException.class, () -> Bytes.read(file)).getMessage();
    }

    @Test
    void anRf64ThatWasNeverFinishedIsReadToItsEnd() {
        assertArrayEquals(SAMPLES, Bytes.read(rf64(DATA.length)));
        assertArrayEquals(SAMPLES, Bytes.read(rf64(0)));
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 1L << 40, Long.MAX_VALUE, Long.MAX_VALUE - 10, -1, Long.MIN_VALUE})
    void anRf64ThatClaimsMoreThanIsThereIsTruncated(long size) {
        assertTrue(refusal(rf64(size)).contains("truncated"), refusal(rf64(size)));
    }

    @ParameterizedTest
    @CsvSource({"0x55, MP3", "0x31, GSM 6.10", "0x45, G.726", "0x161, WMA", "0x2000, AC-3"})
    void anotherCodecInsideAWavIsNamedWithTheWayRound(String tag, String codec) {
        String message = refusal(wav(format(Integer.decode(tag), new byte[0])));
        assertTrue(message.contains(codec + " in WAV is not read; `ffmpeg"), message);
    }

    @Test
    void ambisonicChannelsAreChannels() {
        byte[] guid =
                Bytes.of(
                        littleEndian(22, 2),
                        littleEndian(16, 2),
                        new byte[4],
                        littleEndian(1, 2),
                        new byte[] {0, 0, 0x21, 7, -45, 0x11, -122, 0x44, -56, -63, -54, 0, 0, 0});
        assertArrayEquals(SAMPLES, Bytes.read(wav(format(0xfffe, guid))));
        guid[20] = 1;
        assertTrue(refusal(wav(format(0xfffe, guid))).contains("sub-format"));
    }

    @Test
    void tagsAndZerosBehindAFlacWithoutATotalAreNoFrames() throws IOException {
        byte[] flac = Files.readAllBytes(TestClips.path("clips/pcm16.flac"));
        float[] all = Bytes.read(flac);
        ByteBuffer.wrap(flac).putLong(18, ByteBuffer.wrap(flac).getLong(18) & ~0xfffffffffL);
        assertArrayEquals(all, Bytes.read(Bytes.of(flac, Arrays.copyOf(Bytes.of("TAG"), 128))));
        assertArrayEquals(all, Bytes.read(Bytes.of(flac, new byte[100_000])));
        assertTrue(refusal(Bytes.of(flac, new byte[9], "frames")).contains("damaged"));
    }

    @ParameterizedTest
    @CsvSource({"sowt, 16", "42ni, 24", "23ni, 32"})
    void littleEndianAiffOfAnyWidthIsRead(String codec, int bits) {
        int bytes = bits / 8;
        byte[] samples = new byte[0];
        for (float sample : SAMPLES) {
            long value = (long) (sample * (1L << (bits - 1)));
            samples = Bytes.of(samples, littleEndian(value, bytes));
        }
        assertArrayEquals(SAMPLES, Bytes.read(aiff(codec, SAMPLES.length, bits, samples)));
    }

    @Test
    void anAiffWhoseSizesWereNeverWrittenIsReadToItsEnd() {
        byte[] file = aiff("sowt", 0, 16, DATA);
        ByteBuffer.wrap(file).putInt(file.length - DATA.length - 12, 0);
        assertArrayEquals(SAMPLES, Bytes.read(file));
    }

    private static byte[] bigEndian(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(8).putLong(0, value).array();
        return Arrays.copyOfRange(all, 8 - bytes, 8);
    }

    private static byte[] aiff(String codec, int frames, int bits, byte[] samples) {
        return Bytes.of(
                "FORM",
                bigEndian(54 + samples.length, 4),
                "AIFCCOMM",
                bigEndian(24, 4),
                bigEndian(1, 2),
                bigEndian(frames, 4),
                bigEndian(bits, 2),
                bigEndian(0x400c, 2),
                bigEndian(0xfa00_0000_0000_0000L, 8),
                codec,
                new byte[2],
                "SSND",
                bigEndian(8 + samples.length, 4),
                new byte[8],
                samples);
    }

    @Test
    void whatMacOsKeepsBesideAFileIsNamed() {
        byte[] beside = Bytes.of(new byte[] {0, 5, 22, 7, 0, 2, 0, 0}, "Mac OS X", new byte[99]);
        assertTrue(refusal(beside).contains("AppleDouble"), refusal(beside));
    }

    @Test
    void aFileOfZerosIsSaidToBeOne() {
        assertTrue(refusal(new byte[4096]).contains("zeros"), refusal(new byte[4096]));
    }

    @Test
    void aWavThatWasSavedAsTextIsSaidToBeOne() {
        byte[] sent = wav(format(1, new byte[0]));
        sent[4] = (byte) 0xc4; // a size whose bytes are no UTF-8
        byte[] saved = new String(sent, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        assertTrue(refusal(saved).contains("as text"), refusal(saved));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcm16.aiff", "float64.aifc", "pcm16-little-endian.au", "alaw.au"})
    void joinedFilesAreRefusedNotHalved(String name) throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/" + name));
        assertTrue(refusal(Bytes.of(file, file)).contains("holds another"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcm16-little-endian.au", "alaw.au"})
    void joinedFilesFromPipesAreRefusedToo(String name) throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path("clips/" + name));
        byte[] piped = file.clone();
        Arrays.fill(piped, 8, 12, (byte) 0xff);
        assertArrayEquals(Bytes.read(file), Bytes.read(piped));
        String refusal = refusal(Bytes.of(piped, piped));
        assertTrue(refusal.contains("holds another AU file at byte " + file.length), refusal);
    }

    @Test
    void audioInBase64IsSaidToBeSo() {
        byte[] coded = Base64.getEncoder().encode(wav(format(1, new byte[0])));
        assertTrue(refusal(coded).contains("base 64"), refusal(coded));
        byte[] uri = Bytes.of("data:audio/wav;base64,", coded);
        assertTrue(refusal(uri).contains("base 64"), refusal(uri));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "{\"message\":\"Not Found\"}~server's answer",
                "\u00ef\u00bb\u00bf<?xml version=\"1.0\"?><Error>~server's answer",
                "/annex/objects/MD5-s1234--abcd~git annex get",
                "#EXTM3U~playlist",
                "HTTP/1.1 200 OK~its headers in front",
                "\u00ef\u00bb\u00bfRIFF\u0024\u0000\u0000\u0000WAVEfmt ~byte order mark",
                "BZh91AY&SY~unpack",
                "7z\u00bc\u00af'~unpack",
                "Creative Voice File~Creative's VOC is not read"
            })
    void whatTurnsUpInPlaceOfAudioIsNamed(String start, String named) {
        byte[] file = Bytes.of(start, "\n\n", new byte[80]);
        assertTrue(refusal(file).contains(named), refusal(file));
    }
}
