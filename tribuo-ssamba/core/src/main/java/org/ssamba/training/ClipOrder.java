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

import java.util.SplittableRandom;
import org.ssamba.encoder.RandomStreams;

/**
 * The order in which clips are visited: one seeded permutation an epoch, a function of seed and
 * position alone. Not thread-safe.
 */
public final class ClipOrder {
    private final int clips;
    private final long seed;
    private int[] permutation;
    private long permutationEpoch = -1;

    /**
     * An order.
     *
     * @param clips how many there are, at least 1.
     * @param seed of the run.
     */
    public ClipOrder(int clips, long seed) {
        if (clips < 1) {
            throw new IllegalArgumentException("There are no clips to train on");
        }
        this.clips = clips;
        this.seed = seed;
    }

    /**
     * The clip at a position of the endless sequence of epochs.
     *
     * @param position from 0; position / clips is the epoch.
     * @return the clip's index.
     */
    public int clip(long position) {
        long epoch = position / clips;
        if (epoch != permutationEpoch) {
            permutation = shuffled(epoch);
            permutationEpoch = epoch;
        }
        return permutation[(int) (position % clips)];
    }

    private int[] shuffled(long epoch) {
        SplittableRandom random = RandomStreams.stream(seed, "order", epoch, 0);
        int[] order = new int[clips];
        for (int i = 0; i < clips; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
