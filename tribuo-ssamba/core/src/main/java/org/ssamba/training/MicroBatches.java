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

import java.util.Arrays;

/**
 * A batch cut into parts that go through the network one after the other inside a step; their
 * gradients add up. Working memory is that of one part, and a part of some ten thousand tokens
 * fills the largest GPU, so time is about the same.
 */
public final class MicroBatches {
    /** 32 clips of ten seconds. */
    private static final int TOKENS = 32 * 513;

    /** Clips of a part, if they have at most twice the tokens: fewer leave much of a GPU idle. */
    private static final int FEWEST = 4;

    private MicroBatches() {}

    /**
     * Cuts a batch.
     *
     * @param clips of the batch.
     * @param tokens of a clip.
     * @return the clips of each part, as equal as can be, larger ones first.
     */
    public static int[] sizes(int clips, int tokens) {
        int few = Math.min(FEWEST, 2 * TOKENS / tokens);
        int most = Math.max(1, Math.max(few, TOKENS / tokens));
        return divided(clips, (clips + most - 1) / most);
    }

    /**
     * Divides a batch among cards.
     *
     * @param clips of the batch.
     * @param cards how many there are.
     * @return the clips of each card, as equal as can be, larger shares first.
     * @throws IllegalArgumentException if a card would have none.
     */
    public static int[] shares(int clips, int cards) {
        if (clips < cards) {
            throw new IllegalArgumentException(
                    "A batch of "
                            + clips
                            + " clips cannot be divided among "
                            + cards
                            + " cards: choose a batch size of at least "
                            + cards
                            + ", or fewer cards");
        }
        return divided(clips, cards);
    }

    private static int[] divided(int clips, int parts) {
        int[] sizes = new int[parts];
        Arrays.fill(sizes, clips / parts);
        for (int part = 0; part < clips % parts; part++) {
            sizes[part]++;
        }
        return sizes;
    }
}
