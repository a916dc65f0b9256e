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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ssamba.LogRecords;

/** Audio from Java Sound: whole streams, and endless ones in windows. */
class AudioStreamsTest {
    private static final int RATE = 8000;

    /** Counts up for ever, 16 bits, a few odd bytes at a time, as a microphone's line might. */
    private static final class Counter extends InputStream {
        private long position;
        private boolean closed;

        @Override
        public int read() {
            int sample = (int) (position / 2);
            return sample >> (position++ % 2 == 0 ? 0 : 8) & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) {
            int some = Math.min(count, 7);
            for (int i = 0; i < some; i++) {
                bytes[from + i] = (byte) read();
            }
            return some;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static AudioFormat pcm16(int channels, boolean bigEndian) {
        return new AudioFormat(RATE, 16, channels, true, bigEndian);
    }

    private static AudioInputStream endless(Counter counter) {
        return new AudioInputStream(counter, pcm16(1, false), AudioSystem.NOT_SPECIFIED);
    }

    private static AudioInputStream of(byte[] bytes, AudioFormat format) {
        return new AudioInputStream(
                new ByteArrayInputStream(bytes), format, bytes.length / format.getFrameSize());
    }

    private static float[] counting(int from, int to) {
        float[] samples = new float[to - from];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) ((short) (from + i) / 32768.0);
        }
        return samples;
    }

    @Test
    void aStreamWithoutEndGivesTheLatestAudioAgainAndAgain() {
        Counter microphone = new Counter();
        List<AudioWindow> windows;
        try (Stream<AudioWindow> live =
                AudioStreams.windows(endless(microphone), new SlidingWindow(100, 40, RATE, true))) {
            windows = live.limit(5).toList();
        }
        assertTrue(microphone.closed);
        int[] ends = {40, 80, 120, 160, 200};
        for (int i = 0; i < ends.length; i++) {
            int start = Math.max(0, ends[i] - 100);
            assertEquals(start, windows.get(i).startSample());
            assertArrayEquals(counting(start, ends[i]), windows.get(i).clip().samples());
        }
        assertTrue(microphone.position < 2 * 1000, "read " + microphone.position + " bytes ahead");
    }

    private static SlidingWindow secondsByHalves() {
        return new SlidingWindow(RATE, RATE / 2, RATE, true);
    }

    private static void assertWindow(int from, int to, AudioWindow window) {
        assertEquals(from, window.startSample());
        assertArrayEquals(counting(from, to), window.clip().samples());
    }

    @Test
    @Timeout(60)
    void aMicrophoneIsRecordedWhileItsWindowsAreUsed() {
        FakeLine microphone = new FakeLine(RATE);
        try (Stream<AudioWindow> live =
                AudioStreams.windows(microphone.line(), secondsByHalves())) {
            Iterator<AudioWindow> windows = live.iterator();
            microphone.record(counting(0, RATE * 5 / 2));
            for (int half = 1; half <= 5; half++) {
                int end = half * RATE / 2;
                assertWindow(Math.max(0, end - RATE), end, windows.next());
            }
            microphone.line().stop();
            assertFalse(windows.hasNext());
        }
        assertFalse(microphone.isOpen());
    }

    @Test
    @Timeout(60)
    void aMicrophoneThatIsFasterThanItsWindowsSkipsToTheLatestAndSaysSo() {
        FakeLine microphone = new FakeLine(RATE);
        List<LogRecord> warnings =
                LogRecords.of(
                        AudioStreams.class,
                        () -> {
                            try (Stream<AudioWindow> live =
                                    AudioStreams.windows(microphone.line(), secondsByHalves())) {
                                skipTwice(microphone, live.iterator());
                            }
                        });
        assertEquals(2, warnings.size());
        String first = warnings.get(0).getMessage();
        assertTrue(first.contains("9.0 s have been skipped"), first);
    }

    private static void skipTwice(FakeLine microphone, Iterator<AudioWindow> windows) {
        microphone.record(counting(0, RATE / 2));
        assertWindow(0, RATE / 2, windows.next());
        microphone.record(counting(RATE / 2, 10 * RATE + 1));
        assertWindow(9 * RATE, 10 * RATE, windows.next());
        // A minute is kept, and dropped when it is full: what follows is not joined to it.
        int end = 75 * RATE;
        microphone.record(counting(10 * RATE + 1, end));
        AudioWindow latest = windows.next();
        int start = (int) latest.startSample();
        assertWindow(start, start + latest.clip().length(), latest);
        assertTrue(end - start - latest.clip().length() < RATE / 2, "not the latest: " + start);
    }

    @Test
    void aLineThatIsNotOpenIsRefused() {
        FakeLine microphone = new FakeLine(RATE);
        microphone.line().close();
        assertThrows(
                IllegalStateException.class,
                () -> AudioStreams.windows(microphone.line(), secondsByHalves()));
    }

    @Test
    void theLastWindowEndsWhereTheStreamDoes() throws IOException {
        byte[] bytes = new Counter().readNBytes(2 * 130);
        for (boolean overlap : new boolean[] {true, false}) {
            List<AudioWindow> windows =
                    AudioStreams.windows(
                                    of(bytes, pcm16(1, false)),
                                    new SlidingWindow(60, 40, RATE, overlap))
                            .toList();
            assertEquals(4, windows.size());
            assertArrayEquals(counting(overlap ? 70 : 120, 130), windows.get(3).clip().samples());
        }
    }

    @Test
    void aStreamHasTheSamplesOfAFile() {
        byte[] bytes = new byte[4 * 3001];
        new Random(1).nextBytes(bytes);
        for (boolean big : new boolean[] {true, false}) {
            ByteBuffer buffer =
                    ByteBuffer.wrap(bytes)
                            .order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            AudioClip clip = AudioClip.of(of(bytes, pcm16(2, big)));
            assertEquals(3001, clip.length());
            for (int i = 0; i < clip.length(); i++) {
                double left = buffer.getShort(4 * i) / 32768.0;
                double right = buffer.getShort(4 * i + 2) / 32768.0;
                assertEquals((float) ((left + right) / 2), clip.samples()[i]);
            }
        }
    }

    @Test
    void widthsAndLawsOfJavaSoundAreKnown() {
        AudioFormat.Encoding[] encodings = {
            AudioFormat.Encoding.PCM_UNSIGNED,
            AudioFormat.Encoding.PCM_SIGNED,
            AudioFormat.Encoding.ULAW,
            AudioFormat.Encoding.ALAW
        };
        for (AudioFormat.Encoding encoding : encodings) {
            AudioFormat format = new AudioFormat(encoding, RATE, 8, 1, 1, RATE, false);
            assertEquals(5, AudioClip.of(of(new byte[5], format)).length(), encoding.toString());
        }
        AudioFormat floats =
                new AudioFormat(AudioFormat.Encoding.PCM_FLOAT, RATE, 32, 1, 4, RATE, false);
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(0.25f).putFloat(-2);
        assertArrayEquals(new float[] {0.25f, -2}, AudioClip.of(of(bytes, floats)).samples());
    }

    @Test
    void sixteenBitSamplesAreFractionsOfFullScale() {
        assertArrayEquals(
                new float[] {0, 0.5f, -1},
                AudioClip.ofPcm16(new short[] {0, 16384, -32768}, RATE).samples());
    }

    @Test
    void otherStreamsAreRefusedByName() {
        AudioFormat gsm =
                new AudioFormat(new AudioFormat.Encoding("GSM"), RATE, 8, 1, 1, RATE, false);
        String message =
                assertThrows(AudioFormatException.class, () -> AudioClip.of(of(new byte[10], gsm)))
                        .getMessage();
        assertTrue(message.contains("GSM") && message.contains("getAudioInputStream"), message);
        assertThrows(
                AudioFormatException.class, () -> AudioClip.of(of(new byte[0], pcm16(1, false))));
    }

    @Test
    void filesInMemoryAreReadAsFilesAre() throws IOException {
        for (TestClips.Recorded clip : TestClips.small()) {
            Path file = TestClips.path("clips/" + clip.file());
            byte[] bytes = Files.readAllBytes(file);
            float[] samples = AudioReader.read(file).samples();
            assertArrayEquals(samples, AudioReader.read(bytes).samples(), clip.file());
            InputStream stream = new ByteArrayInputStream(bytes);
            assertArrayEquals(samples, AudioReader.read(stream).samples(), clip.file());
        }
        String message =
                assertThrows(AudioFormatException.class, () -> AudioReader.read(new byte[3]))
                        .getMessage();
        assertTrue(message.contains("memory"), message);
    }

    @Test
    void theBeginningIsAllOfAShortFile() throws IOException {
        for (TestClips.Recorded clip : TestClips.small()) {
            AudioContent content = AudioContent.of(TestClips.path("clips/" + clip.file()));
            try (AudioReader reader = AudioReader.open(content)) {
                AudioClip all = reader.read();
                double seconds = all.durationSeconds();
                assertArrayEquals(all.samples(), reader.readBeginning(seconds + 1).samples());
                float[] some = reader.readBeginning(50.0 / all.sampleRate()).samples();
                assertArrayEquals(Arrays.copyOf(all.samples(), 50), some, clip.file());
            }
        }
    }
}
