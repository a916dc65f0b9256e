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
package org.ssamba.pretraining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ssamba.encoder.EncoderConfig;

class PatchMaskTest {
    private static final EncoderConfig GRID = EncoderConfig.tiny();

    @Test
    void masksHaveTheWantedNumberOfDistinctPatches() {
        for (int count : new int[] {1, 64, 250, 400, 511, 512}) {
            for (int seed = 0; seed < 50; seed++) {
                int[] mask = PatchMask.draw(GRID, count, new SplittableRandom(seed));
                assertEquals(count, Arrays.stream(mask).distinct().count());
                assertTrue(mask[0] >= 0 && mask[count - 1] < 512);
            }
        }
    }

    @Test
    void everyPatchIsHiddenAboutEquallyOftenTheFirstIncluded() {
        int[] hidden = new int[512];
        int draws = 4000;
        for (int seed = 0; seed < draws; seed++) {
            for (int patch : PatchMask.draw(GRID, 250, new SplittableRandom(seed))) {
                hidden[patch]++;
            }
        }
        // A cluster reaches right and down from its start, so the first patches are hidden less
        // often, and all inner ones equally.
        assertTrue(hidden[0] > draws / 20, "patch 0 was hidden " + hidden[0] + " times");
        double inner = (double) Arrays.stream(hidden, 260, 500).sum() / 240;
        for (int patch = 260; patch < 500; patch++) {
            assertEquals(1, hidden[patch] / inner, 0.15, "patch " + patch);
        }
    }

    @Test
    void hiddenPatchesComeInClusters() {
        int neighbours = 0;
        int total = 0;
        for (int seed = 0; seed < 200; seed++) {
            int[] mask = PatchMask.draw(GRID, 100, new SplittableRandom(seed));
            boolean[] hidden = new boolean[512];
            for (int patch : mask) {
                hidden[patch] = true;
            }
            for (int patch : mask) {
                total++;
                neighbours += patch + 1 < 512 && hidden[patch + 1] ? 1 : 0;
            }
        }
        // Single patches would have a hidden neighbour in 100 of 512 cases.
        assertTrue(neighbours > 0.5 * total, neighbours + " of " + total);
    }

    @Test
    void patchesAsHighAsTheSpectrogramAreHiddenOneByOne() {
        EncoderConfig columns = new EncoderConfig(192, 24, 16, 4, 128, 1024, 128, 2, 128, 2);
        int neighbours = 0;
        for (int seed = 0; seed < 200; seed++) {
            int[] mask = PatchMask.draw(columns, 50, new SplittableRandom(seed));
            for (int i = 1; i < mask.length; i++) {
                neighbours += mask[i] == mask[i - 1] + 1 ? 1 : 0;
            }
        }
        assertEquals(50.0 / 512, neighbours / (200.0 * 49), 0.03);
    }

    @Test
    void moreThanThereAreIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PatchMask.draw(GRID, 513, new SplittableRandom(1)));
    }

    @Test
    void rankIsTheInverseOfTheIndices() {
        int[] mask = {1, 4, 5};
        IntBuffer indices = IntBuffer.allocate(6);
        IntBuffer rank = IntBuffer.allocate(12);
        PatchMask.write(mask, 1, indices, rank, 6);
        assertArrayEquals(new int[] {0, 0, 0, 1, 4, 5}, indices.array());
        assertArrayEquals(new int[] {-1, 0, -1, -1, 1, 2}, Arrays.copyOfRange(rank.array(), 6, 12));
    }
}
