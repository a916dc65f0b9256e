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

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogMelSpectrogramTest {
    private static final LogMelSpectrogram THREE_FRAMES =
            LogMelSpectrogram.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

    @Test
    void framesBeyondTheEndAreZero() {
        float[] destination = {9, 9, 9, 9, 9, 9, 9, 9};
        THREE_FRAMES.copyInto(0, destination);
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 0, 0}, destination);
        THREE_FRAMES.copyInto(2, destination);
        assertArrayEquals(new float[] {5, 6, 0, 0, 0, 0, 0, 0}, destination);
    }

    @Test
    void longSpectrogramsAreCut() {
        float[] destination = new float[4];
        THREE_FRAMES.copyInto(0, destination);
        assertArrayEquals(new float[] {1, 2, 3, 4}, destination);
        THREE_FRAMES.copyInto(1, destination);
        assertArrayEquals(new float[] {3, 4, 5, 6}, destination);
    }

    @Test
    void impossibleRequestsAreRefused() {
        float[] room = new float[4];
        assertThrows(IndexOutOfBoundsException.class, () -> THREE_FRAMES.copyInto(3, room));
        assertThrows(IndexOutOfBoundsException.class, () -> THREE_FRAMES.copyInto(-1, room));
        assertThrows(IllegalArgumentException.class, () -> THREE_FRAMES.copyInto(0, new float[3]));
        assertThrows(IndexOutOfBoundsException.class, () -> THREE_FRAMES.value(0, 2));
        assertThrows(
                IllegalArgumentException.class, () -> LogMelSpectrogram.of(new float[5], 3, 2));
        assertThrows(
                IllegalArgumentException.class,
                () -> LogMelSpectrogram.of(new float[] {Float.NaN}, 1, 1));
        assertEquals(6, THREE_FRAMES.value(2, 1));
    }

    @Test
    void statisticsAreThoseOfAllCells() {
        Random random = new Random(11);
        LogMelStatistics inOrder = new LogMelStatistics();
        LogMelStatistics backwards = new LogMelStatistics();
        LogMelStatistics firstHalf = new LogMelStatistics();
        LogMelStatistics secondHalf = new LogMelStatistics();
        LogMelSpectrogram[] spectrograms = new LogMelSpectrogram[20];
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int s = 0; s < spectrograms.length; s++) {
            int frames = 1 + random.nextInt(30);
            float[] values = new float[frames * 4];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * 3 - 6 + s);
                sum += values[i];
                squares += (double) values[i] * values[i];
                count++;
            }
            spectrograms[s] = LogMelSpectrogram.of(values, frames, 4);
            inOrder.add(spectrograms[s]);
            (s < 7 ? firstHalf : secondHalf).add(spectrograms[s]);
        }
        for (int s = spectrograms.length - 1; s >= 0; s--) {
            backwards.add(spectrograms[s]);
        }
        firstHalf.merge(secondHalf);
        firstHalf.merge(new LogMelStatistics());
        double mean = sum / count;
        double deviation = Math.sqrt(squares / count - mean * mean);
        for (LogMelStatistics statistics : new LogMelStatistics[] {inOrder, backwards, firstHalf}) {
            assertEquals(count, statistics.count());
            assertEquals(mean, statistics.mean(), 1e-12);
            assertEquals(deviation, statistics.standardDeviation(), 1e-12);
        }
        assertThrows(IllegalStateException.class, () -> new LogMelStatistics().mean());
    }
}
