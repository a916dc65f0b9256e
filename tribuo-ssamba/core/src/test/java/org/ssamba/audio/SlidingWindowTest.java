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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long audio in pieces: what comes is what lies there, and all of it. */
class SlidingWindowTest {
    private static List<AudioWindow> windows(Path file, SlidingWindow windows) {
        List<AudioWindow> all = new ArrayList<>();
        AudioReader.readWindows(file, windows, all::add);
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pcm16.wav",
                "pcm16.flac",
                "pcm16.aiff",
                "mulaw.au",
                "mono16k.ogg",
                "stereo44k-lame-vbr.mp3",
                "mono16k-lame-cbr-untagged.mp3"
            })
    void windowsAreThePartsOfTheFile(String name) {
        Path file = TestClips.path("clips/" + name);
        AudioClip whole = AudioReader.read(file);
        try (AudioReader reader = AudioReader.open(AudioContent.of(file))) {
            assertEquals(new AudioExtent(whole.length(), whole.sampleRate()), reader.measure());
        }
        SlidingWindow windows = new SlidingWindow(800, 350, 16_000, true);
        int length = windows.lengthAt(whole.sampleRate());
        List<AudioWindow> all = windows(file, windows);
        assertTrue(all.size() > 2, "windows: " + all.size());
        for (int i = 0; i < all.size(); i++) {
            AudioWindow window = all.get(i);
            boolean last = i == all.size() - 1;
            long expected =
                    last ? whole.length() - length : (long) i * windows.hopAt(whole.sampleRate());
            assertEquals(expected, window.startSample());
            assertEquals(length, window.clip().length());
            float[] part = new float[length];
            whole.copyInto((int) expected, part, 0, length);
            assertArrayEquals(part, window.clip().samples());
            assertEquals(window.startSample() / (double) whole.sampleRate(), window.startSeconds());
        }
        List<AudioWindow> inMemory = new ArrayList<>();
        whole.forEachWindow(windows, inMemory::add);
        assertEquals(all.size(), inMemory.size());
    }

    @Test
    void consecutiveWindowsEndWithTheRest() {
        AudioClip clip = AudioClip.of(new float[1050], 1000);
        List<Integer> lengths = new ArrayList<>();
        clip.forEachWindow(
                new SlidingWindow(400, 400, 1000, false), w -> lengths.add(w.clip().length()));
        assertEquals(List.of(400, 400, 250), lengths);
        lengths.clear();
        AudioClip exact = AudioClip.of(new float[800], 1000);
        exact.forEachWindow(
                new SlidingWindow(400, 400, 1000, true), w -> lengths.add(w.clip().length()));
        assertEquals(List.of(400, 400), lengths);
    }

    @Test
    void aShortClipIsOneWindow() {
        AudioClip clip = AudioClip.of(new float[300], 1000);
        List<AudioWindow> all = new ArrayList<>();
        clip.forEachWindow(new SlidingWindow(400, 100, 1000, true), all::add);
        assertEquals(1, all.size());
        assertEquals(0, all.get(0).startSample());
        assertEquals(0.3, all.get(0).endSeconds());
    }

    @Test
    void aPartOfAFileIsCutIntoWindows() {
        Path file = TestClips.path("clips/pcm16.flac");
        AudioClip part = AudioReader.read(file, 0.1, 0.2);
        List<AudioWindow> all = new ArrayList<>();
        try (AudioReader reader = AudioReader.open(AudioContent.of(file))) {
            reader.readWindows(0.1, 0.2, new SlidingWindow(1600, 1600, 16_000, false), all::add);
        }
        float[] joined = new float[part.length()];
        for (AudioWindow window : all) {
            window.clip().copyInto(0, joined, (int) window.startSample(), window.clip().length());
        }
        assertArrayEquals(part.samples(), joined);
        assertEquals(part.length(), all.stream().mapToInt(w -> w.clip().length()).sum());
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 11_025, 16_000, 22_050, 44_100, 48_000})
    void aWindowGivesItsFramesAtAnyRate(int rate) {
        LogMelConfig config = LogMelConfig.standard();
        SlidingWindow windows = SlidingWindow.ofFrames(config, 64, 0);
        int samples = windows.lengthAt(rate);
        AudioClip clip = AudioClip.of(new float[samples], rate).resampled(16_000);
        assertTrue(config.framesIn(clip.length()) >= 64, "frames at " + rate);
    }

    @Test
    void impossibleHopsAreRefused() {
        LogMelConfig config = LogMelConfig.standard();
        for (double hop : new double[] {-1, 0.66, 1e12, Double.NaN}) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> SlidingWindow.ofFrames(config, 64, hop));
            assertTrue(e.getMessage().contains("hop"), e.getMessage());
        }
    }
}
