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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioReaderTest {
    /** Two 16-bit steps: the references of lossy formats are rounded to 16 bits. */
    private static final float LOSSY_TOLERANCE = 2f / 32768;

    static List<TestClips.Recorded> small() throws IOException {
        return TestClips.small();
    }

    @ParameterizedTest
    @MethodSource("small")
    void everyFormatGivesWhatAnIndependentDecoderGives(TestClips.Recorded recorded) {
        AudioClip clip = AudioReader.read(TestClips.path("clips/" + recorded.file()));
        assertEquals(recorded.rate(), clip.sampleRate());
        assertEquals(recorded.samples(), clip.length());
        if (recorded.crc32().isEmpty()) {
            AudioClip reference =
                    AudioReader.read(TestClips.path("references/" + recorded.file() + ".wav"));
            if (recorded.file().contains("opus")) {
                assertTrue(decibels(reference.samples(), clip.samples()) > 65);
            } else {
                assertArrayEquals(reference.samples(), clip.samples(), LOSSY_TOLERANCE);
            }
        } else {
            assertEquals(recorded.crc32(), crc32(clip));
        }
    }

    /** How far the reference is above what differs from it. */
    private static double decibels(float[] reference, float[] samples) {
        double power = 0;
        double noise = 0;
        for (int i = 0; i < reference.length; i++) {
            power += Math.pow(reference[i], 2);
            noise += Math.pow(reference[i] - samples[i], 2);
        }
        return 10 * Math.log10(power / noise);
    }

    @ParameterizedTest
    @MethodSource("small")
    void aPartIsThatPartOfTheWhole(TestClips.Recorded recorded) {
        Path path = TestClips.path("clips/" + recorded.file());
        AudioClip whole = AudioReader.read(path);
        double third = whole.durationSeconds() / 3;
        AudioClip part = AudioReader.read(path, third, third);
        assertArrayEquals(whole.slice(third, third).samples(), part.samples());
        double end = whole.durationSeconds();
        assertEquals(whole.length(), AudioReader.read(path, 0, end).length());
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> AudioReader.read(path, third, end));
        assertTrue(e.getMessage().contains("beyond its end"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("small")
    void aTruncatedFileIsAnErrorNeverAShorterClip(
            TestClips.Recorded recorded, @TempDir Path directory) throws IOException {
        byte[] bytes = Files.readAllBytes(TestClips.path("clips/" + recorded.file()));
        // Untagged MPEG audio does not say how long it is: whole frames may be missing.
        boolean untagged = recorded.file().contains("untagged") || recorded.file().endsWith("mp2");
        Path path = directory.resolve("cut");
        for (int cut = 1; cut < bytes.length; cut += cut < 16 || untagged ? 1 : 97) {
            Files.write(path, Arrays.copyOf(bytes, bytes.length - cut));
            if (untagged && cut > 40) {
                break;
            }
            int removed = cut;
            try {
                // Only the byte that pads a chunk to an even length may be missing.
                assertEquals(recorded.samples(), AudioReader.read(path).length());
                assertEquals(1, removed);
            } catch (AudioFormatException e) {
                assertTrue(e.reason().length() > 0);
            }
        }
    }

    @Test
    void everyRealClipHasItsRateAndLength() throws IOException {
        Path data = RecordedAudio.folder();
        List<String> wrong = new ArrayList<>();
        List<TestClips.Recorded> clips = TestClips.real();
        clips.parallelStream()
                .forEach(
                        recorded -> {
                            AudioClip clip = AudioReader.read(data.resolve(recorded.file()));
                            if (clip.sampleRate() != recorded.rate()
                                    || clip.length() != recorded.samples()) {
                                synchronized (wrong) {
                                    wrong.add(recorded + " was " + clip);
                                }
                            }
                        });
        assertEquals(List.of(), wrong);
        assertEquals(7696, clips.size());
    }

    @Test
    void unusableFilesAreNamedWithTheirReason(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("clip.wav");
        assertFails(path, "no such file");
        assertFails(directory, "is a directory");
        Files.write(path, new byte[0]);
        assertFails(path, "empty");
        Files.writeString(
                path, "# Not audio\n\nJust some text about audio, as long as a header.\n");
        assertFails(path, "not audio");
        Files.write(path, wav(3, 32, 0, new float[] {0}));
        assertFails(path, "sample rate 0 Hz");
        Files.write(path, wav(3, 32, 16_000, new float[] {}));
        assertFails(path, "no samples");
        Files.write(path, wav(3, 32, 16_000, new float[] {0, Float.NaN}));
        assertFails(path, "sample 1 is NaN");
        Files.write(path, wav(3, 32, 16_000, new float[] {0, Float.POSITIVE_INFINITY}));
        assertFails(path, "Infinity");
        Files.write(path, wav(0x55, 32, 16_000, new float[] {0}));
        assertFails(path, "unsupported codec");
    }

    @Test
    void anExtensionIsNotBelieved(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("clip.mp3");
        Files.copy(TestClips.path("clips/pcm16.flac"), path);
        assertEquals(5003, AudioReader.read(path).length());
    }

    @Test
    void aWavOfUnknownLengthHoldsTheRestOfTheFile(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("piped.wav");
        byte[] bytes = wav(3, 32, 16_000, new float[] {0, 0.5f, -0.5f});
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1);
        Files.write(path, bytes);
        assertArrayEquals(new float[] {0, 0.5f, -0.5f}, AudioReader.read(path).samples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcm16.flac", "mono16k-lame-vbr.mp3"})
    void tagsAroundTheAudioDoNotMatter(String name, @TempDir Path directory) throws IOException {
        Path original = TestClips.path("clips/" + name);
        byte[] audio = Files.readAllBytes(original);
        byte[] tag = {'I', 'D', '3', 4, 0, 0, 0, 0, 1, 2};
        ByteBuffer tagged = ByteBuffer.allocate(10 + 130 + audio.length + 128);
        tagged.put(tag).position(140).put(audio).put(new byte[] {'T', 'A', 'G'});
        Path path = directory.resolve("tagged");
        Files.write(path, tagged.array());
        assertArrayEquals(AudioReader.read(original).samples(), AudioReader.read(path).samples());
    }

    @Test
    void aDamagedFlacFrameIsAnError(@TempDir Path directory) throws IOException {
        byte[] bytes = Files.readAllBytes(TestClips.path("clips/pcm16.flac"));
        bytes[bytes.length / 2] ^= 1;
        Path path = directory.resolve("damaged.flac");
        Files.write(path, bytes);
        assertFails(path, "damaged");
        bytes[bytes.length / 2] ^= 1;
        bytes[4 + 4 + 18] ^= 1; // the recorded MD5
        Files.write(path, bytes);
        assertFails(path, "MD5");
    }

    @Test
    void impossiblePartsAreRefused() {
        Path path = TestClips.path("clips/pcm16.wav");
        for (double[] part :
                new double[][] {{-1, 1}, {0, 0}, {0, -1}, {Double.NaN, 1}, {0, 1e-9}}) {
            assertThrows(
                    IllegalArgumentException.class, () -> AudioReader.read(path, part[0], part[1]));
        }
    }

    private static void assertFails(Path path, String reason) {
        AudioFormatException e =
                assertThrows(AudioFormatException.class, () -> AudioReader.read(path));
        assertEquals(path.toString(), e.path());
        assertTrue(e.getMessage().startsWith(path + ": "), e.getMessage());
        assertTrue(e.reason().contains(reason), e.getMessage());
    }

    private static byte[] wav(int tag, int bits, int rate, float[] samples) {
        ByteBuffer wav = ByteBuffer.allocate(44 + 4 * samples.length);
        wav.order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes()).putInt(36 + 4 * samples.length).put("WAVEfmt ".getBytes());
        wav.putInt(16).putShort((short) tag).putShort((short) 1).putInt(rate).putInt(4 * rate);
        wav.putShort((short) 4).putShort((short) bits);
        wav.put("data".getBytes()).putInt(4 * samples.length);
        for (float sample : samples) {
            wav.putFloat(sample);
        }
        return wav.array();
    }

    private static String crc32(AudioClip clip) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * clip.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (float sample : clip.samples()) {
            bytes.putFloat(sample);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes.array());
        return String.format("%08x", crc.getValue());
    }
}
