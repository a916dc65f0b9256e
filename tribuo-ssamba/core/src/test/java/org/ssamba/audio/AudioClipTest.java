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

import org.junit.jupiter.api.Test;

class AudioClipTest {
    @Test
    void aClipKeepsItsSamplesToItself() {
        float[] samples = {0.1f, 0.2f};
        AudioClip clip = AudioClip.of(samples, 8000);
        samples[0] = 9;
        clip.samples()[1] = 9;
        assertArrayEquals(new float[] {0.1f, 0.2f}, clip.samples());
        float[] copy = new float[4];
        clip.copyInto(1, copy, 2, 1);
        assertArrayEquals(new float[] {0, 0, 0.2f, 0}, copy);
    }

    @Test
    void unusableSamplesAreRefused() {
        assertThrows(AudioFormatException.class, () -> AudioClip.of(new float[0], 8000));
        assertThrows(AudioFormatException.class, () -> AudioClip.of(new float[1], 0));
        assertThrows(AudioFormatException.class, () -> AudioClip.of(new float[1], -8000));
        AudioFormatException e =
                assertThrows(
                        AudioFormatException.class,
                        () -> AudioClip.of(new float[] {0, Float.NaN}, 8000));
        assertTrue(e.getMessage().contains("sample 1 is NaN"), e.getMessage());
    }

    @Test
    void aSliceIsPartOfTheClip() {
        AudioClip clip = AudioClip.of(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 4);
        assertEquals(2, clip.durationSeconds());
        assertArrayEquals(new float[] {2, 3, 4}, clip.slice(0.5, 0.75).samples());
        assertEquals(8, clip.slice(0, 2).length());
        assertThrows(IllegalArgumentException.class, () -> clip.slice(0, 2.2));
        assertThrows(IllegalArgumentException.class, () -> clip.slice(-0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> clip.slice(0, 0));
        assertThrows(IllegalArgumentException.class, () -> clip.slice(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> clip.slice(1e300, 1));
    }
}
