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

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.ssamba.encoder.EncoderConfig;

/**
 * Which patches of a clip are hidden (docs/model.md, section 7): square clusters of 3, 4 or 5
 * patches on a side where the grid has rows, single columns where patches are as high as the
 * spectrogram.
 */
public final class PatchMask {
    private static final int SMALLEST_CLUSTER = 3;
    private static final int LARGEST_CLUSTER = 5;

    private PatchMask() {}

    /**
     * Draws a mask.
     *
     * @param grid the encoder whose patches are hidden.
     * @param count how many patches, from 1 to all.
     * @param random the clip's own stream.
     * @return distinct patch indices, ascending.
     * @throws IllegalArgumentException if there are not that many patches.
     */
    public static int[] draw(EncoderConfig grid, int count, SplittableRandom random) {
        int patches = grid.patches();
        if (count < 1 || count > patches) {
            throw new IllegalArgumentException(
                    count + " patches cannot be masked: a clip has " + patches);
        }
        BitSet chosen = new BitSet(patches);
        if (grid.gridRows() == 1 || count == patches) {
            chosen.set(0, patches);
        } else {
            int side = SMALLEST_CLUSTER + random.nextInt(LARGEST_CLUSTER - SMALLEST_CLUSTER + 1);
            while (chosen.cardinality() <= count) {
                addCluster(chosen, random.nextInt(patches), side, grid.gridColumns(), patches);
            }
        }
        return thin(chosen.stream().toArray(), count, random);
    }

    private static void addCluster(BitSet chosen, int start, int side, int columns, int patches) {
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                int patch = start + i * columns + j;
                if (patch < patches) {
                    chosen.set(patch);
                }
            }
        }
    }

    /** Keeps a uniformly drawn subset: the start of a partial Fisher–Yates shuffle. */
    private static int[] thin(int[] candidates, int count, SplittableRandom random) {
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(candidates.length - i);
            int kept = candidates[j];
            candidates[j] = candidates[i];
            candidates[i] = kept;
        }
        int[] kept = Arrays.copyOf(candidates, count);
        Arrays.sort(kept);
        return kept;
    }

    /**
     * Writes a clip's mask in both forms the network reads.
     *
     * @param mask distinct patch indices.
     * @param clip the clip's place in the batch.
     * @param indices (B, m): the patch of each rank.
     * @param rank (B, P): the rank of each patch, or -1.
     * @param patches P.
     */
    public static void write(int[] mask, int clip, IntBuffer indices, IntBuffer rank, int patches) {
        for (int patch = 0; patch < patches; patch++) {
            rank.put(clip * patches + patch, -1);
        }
        for (int i = 0; i < mask.length; i++) {
            indices.put(clip * mask.length + i, mask[i]);
            rank.put(clip * patches + mask[i], i);
        }
    }
}
