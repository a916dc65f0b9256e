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
package org.ssamba.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpectrogramAugmentationTest {
    private static final int FRAMES = 60;
    private static final int MELS = 20;

    private static float[] ones() {
        float[] values = new float[FRAMES * MELS];
        Arrays.fill(values, 1);
        return values;
    }

    @Test
    void masksAreOneBandAndOneStretchFilledWithZero() {
        SpectrogramAugmentation augmentation = new SpectrogramAugmentation(8, 30, false, 0, 0);
        double hiddenBands = 0;
        for (int seed = 0; seed < 300; seed++) {
            float[] values = ones();
            augmentation.mask(values, MELS, new SplittableRandom(seed));
            int bands = 0;
            for (int mel = 0; mel < MELS; mel++) {
                boolean hidden = true;
                for (int frame = 0; frame < FRAMES; frame++) {
                    hidden &= values[frame * MELS + mel] == 0;
                }
                bands += hidden ? 1 : 0;
            }
            int stretch = 0;
            for (int frame = 0; frame < FRAMES; frame++) {
                boolean hidden = true;
                for (int mel = 0; mel < MELS; mel++) {
                    hidden &= values[frame * MELS + mel] == 0;
                }
                stretch += hidden ? 1 : 0;
            }
            assertTrue(bands < 8 && stretch < 30);
            int visible = (MELS - bands) * (FRAMES - stretch);
            float sum = 0;
            for (float value : values) {
                sum += value;
            }
            assertEquals(visible, sum, "nothing but the band and the stretch is hidden");
            hiddenBands += bands;
        }
        // The width is ⌊U[0, 8)⌋: 3.5 on average.
        assertEquals(3.5, hiddenBands / 300, 0.5);
    }

    /** start = ⌊U·(size - v)⌋ for a width ⌊v⌋: from the first bin to the last but one. */
    @Test
    void masksOfAllWidthsStartAnywhere() {
        SpectrogramAugmentation augmentation = new SpectrogramAugmentation(MELS, 0, false, 0, 0);
        int atTheStart = 0;
        int atTheEnd = 0;
        int nextToTheEnd = 0;
        int[] widths = new int[MELS];
        int masks = 4000;
        for (int seed = 0; seed < masks; seed++) {
            float[] values = ones();
            augmentation.mask(values, MELS, new SplittableRandom(seed));
            int width = 0;
            for (int mel = 0; mel < MELS; mel++) {
                width += values[mel] == 0 ? 1 : 0;
            }
            widths[width]++;
            if (width > 0 && width < MELS / 2) {
                atTheStart += values[0] == 0 ? 1 : 0;
                atTheEnd += values[MELS - 1] == 0 ? 1 : 0;
                nextToTheEnd += values[MELS - 2] == 0 ? 1 : 0;
            }
        }
        for (int count : widths) {
            assertEquals(masks / (double) MELS, count, 60);
        }
        // The start is one of size - v values: for v from 1 to 10, a share of about ln(19/10)/20.
        assertEquals(masks * Math.log(1.9) / MELS, atTheStart, 40);
        // start < size - v, which is no whole number: the very last bin is never hidden.
        assertEquals(0, atTheEnd);
        assertTrue(nextToTheEnd > 0);
    }

    @Test
    void noneChangesNothing() {
        float[] values = ones();
        SpectrogramAugmentation.NONE.mask(values, MELS, new SplittableRandom(1));
        SpectrogramAugmentation.NONE.disturb(values, MELS, new SplittableRandom(1));
        assertArrayEquals(ones(), values);
    }

    @Test
    void noiseIsPositiveSmallAndShiftsInTime() {
        SpectrogramAugmentation augmentation = new SpectrogramAugmentation(0, 0, true, 0, 0);
        boolean[] shifted = new boolean[FRAMES];
        for (int seed = 0; seed < 400; seed++) {
            float[] values = new float[FRAMES * MELS];
            Arrays.fill(values, 20 * MELS, 21 * MELS, 5);
            augmentation.disturb(values, MELS, new SplittableRandom(seed));
            int marked = -1;
            for (int frame = 0; frame < FRAMES; frame++) {
                float value = values[frame * MELS];
                assertTrue(value >= 0 && value < 5.1f);
                marked = value >= 5 ? frame : marked;
            }
            shifted[marked] = true;
        }
        for (int frame = 0; frame < FRAMES; frame++) {
            assertEquals(frame >= 10 && frame <= 29, shifted[frame], "frame " + frame);
        }
    }

    @Test
    void coloursShiftAndFilterButLeavePadding() {
        SpectrogramAugmentation augmentation = new SpectrogramAugmentation(0, 0, false, 2, 3);
        int lowest = 0;
        int highest = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] values = new float[2 * MELS];
            Arrays.fill(values, 0, MELS, -10);
            values[10] = 90;
            augmentation.colour(values, MELS, new SplittableRandom(seed));
            int peak = 0;
            for (int mel = 1; mel < MELS; mel++) {
                peak = values[mel] > values[peak] ? mel : peak;
                assertTrue(Math.abs(values[mel] + 10) <= 2 || Math.abs(values[mel] - 90) <= 2);
                assertTrue(
                        values[mel] > 80
                                || values[mel - 1] > 80
                                || Math.abs(values[mel] - values[mel - 1]) < 4);
            }
            assertEquals(0, values[MELS + 5], "padding");
            lowest = Math.min(lowest, peak - 10);
            highest = Math.max(highest, peak - 10);
        }
        assertEquals(-3, lowest);
        assertEquals(3, highest);
    }
}
