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

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.ssamba.audio.decoding.AudioInput;

/** What must hold of any bytes that are taken for audio. */
final class FuzzedAudio {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What decoders allocate at most in all: whatever the file, for its bytes, for its samples. */
    private static final long BASE_BYTES = 32 << 20;

    private static final int BYTES_PER_BYTE = 256;
    private static final int BYTES_PER_SAMPLE = 64;

    /** As much as is decoded several times. */
    private static final int SHORT = 1 << 18;

    private final byte[] file;
    private final AudioContent content;

    private FuzzedAudio(byte[] file) {
        this.file = file;
        this.content = AudioContent.of(file, URI.create("fuzz:clip"));
    }

    /** Checks that a file is decoded alike in every way, or refused alike by name. */
    static void check(byte[] file) throws IOException {
        FuzzedAudio audio = new FuzzedAudio(file);
        AudioExtent extent;
        try {
            extent = audio.measured();
        } catch (AudioFormatException refused) {
            assertThrows(AudioFormatException.class, () -> AudioReader.read(file));
            audio.requireOtherWaysToEnd();
            return;
        }
        if (extent.samples() <= SHORT) {
            audio.requireSameSamples(extent);
        }
    }

    /** Counts the samples and looks at what that takes, successful or not. */
    private AudioExtent measured() throws IOException {
        long[] samples = new long[1];
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            return count(samples);
        } finally {
            long allowed =
                    BASE_BYTES
                            + (long) BYTES_PER_BYTE * file.length
                            + BYTES_PER_SAMPLE * samples[0];
            if (THREADS.getCurrentThreadAllocatedBytes() - before > allowed) {
                requireAgain(allowed);
            }
        }
    }

    /** Classes that are loaded at the first call take memory, too. */
    private void requireAgain(long allowed) throws IOException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            count(new long[1]);
        } catch (AudioFormatException refused) {
            // as before
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken <= allowed, () -> taken + " bytes taken for " + file.length);
    }

    /** Decodes everything; {@code samples[0]} is the number of samples even if that fails. */
    private AudioExtent count(long[] samples) throws IOException {
        try (AudioInput input = AudioInput.open("clip", content.open())) {
            DecoderPosition decoder = new DecoderPosition(input);
            AudioExtent.Counter counter = new AudioExtent.Counter("clip");
            counter.begin(decoder.sampleRate());
            decoder.decode(
                    SampleRange.ALL,
                    new SampleReceiver() {
                        @Override
                        public void begin(int rate) {}

                        @Override
                        public void accept(float[] block, int from, int to) {
                            samples[0] += to - from;
                            counter.accept(block, from, to);
                        }
                    });
            return counter.extent();
        }
    }

    private void requireOtherWaysToEnd() {
        try (AudioReader reader = AudioReader.open(content)) {
            reader.readBeginning(0.1);
            reader.read(1.0, 0.1);
        } catch (AudioFormatException refused) {
            // by name, as it should be
        } catch (IllegalArgumentException refused) {
            // 0.1 s is less than a sample
            assertTrue(refused.getMessage().contains("less than one sample"), refused::getMessage);
        }
    }

    private void requireSameSamples(AudioExtent extent) throws IOException {
        AudioClip clip = AudioReader.read(new ByteArrayInputStream(file));
        float[] whole = samples(clip);
        assertEquals(extent, new AudioExtent(whole.length, clip.sampleRate()));
        requireSameParts(extent, whole);
        int length = whole.length / 3 + 1;
        float[] joined = new float[whole.length];
        AudioReader.readWindows(
                content,
                new SlidingWindow(length, length, clip.sampleRate(), false),
                window -> {
                    float[] part = samples(window.clip());
                    System.arraycopy(part, 0, joined, (int) window.startSample(), part.length);
                });
        assertArrayEquals(whole, joined);
    }

    /** From a file, whereas the whole was read from memory. */
    private void requireSameParts(AudioExtent extent, float[] whole) throws IOException {
        Path named = Files.createTempFile("fuzz", ".bin");
        try {
            Files.write(named, file);
            try (AudioReader reader = AudioReader.open(AudioContent.of(named))) {
                assertEquals(extent, reader.measure());
                int n = whole.length;
                for (int from : new int[] {n / 2, n / 4, n - 1, 0}) {
                    double rate = extent.sampleRate();
                    int to = from == n / 2 ? n : Math.min(n, from + n / 4 + 1);
                    AudioClip part = reader.read(from / rate, (to - from) / rate);
                    assertArrayEquals(Arrays.copyOfRange(whole, from, to), samples(part));
                }
            }
        } finally {
            Files.delete(named);
        }
    }

    private static float[] samples(AudioClip clip) {
        float[] samples = new float[clip.length()];
        clip.copyInto(0, samples, 0, samples.length);
        return samples;
    }
}
