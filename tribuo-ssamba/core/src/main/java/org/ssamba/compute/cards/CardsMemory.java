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
package org.ssamba.compute.cards;

import java.util.List;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;

/** The same model on every card. */
final class CardsMemory implements ModelMemory {
    /** Weights that are compared at a time. */
    private static final int PIECE = 1 << 20;

    private final List<ModelMemory> cards;
    private final CardThreads threads;

    CardsMemory(List<ModelMemory> cards, CardThreads threads) {
        this.cards = cards;
        this.threads = threads;
    }

    ModelMemory of(int card) {
        return cards.get(card);
    }

    boolean belongsTo(CardThreads those) {
        return threads == those;
    }

    @Override
    public long parameters() {
        return cards.get(0).parameters();
    }

    @Override
    public boolean trainable() {
        return cards.get(0).trainable();
    }

    @Override
    public void write(Region region, long offset, float[] values) {
        threads.await(
                "Writing to the cards",
                threads.start(card -> cards.get(card).write(region, offset, values)));
    }

    /** From the first: all have the same. */
    @Override
    public void read(Region region, long offset, float[] values) {
        threads.await(
                "Reading from a card",
                List.of(threads.start(0, () -> cards.get(0).read(region, offset, values))));
    }

    /**
     * Compares the weights of all cards, after all submitted work.
     *
     * @throws org.ssamba.compute.BackendException if they are not the same.
     */
    void requireSameWeights() {
        long[] sums = new long[cards.size()];
        threads.await(
                "Comparing the weights of the cards",
                threads.start(card -> sums[card] = checksum(cards.get(card))));
        for (int card = 1; card < sums.length; card++) {
            if (sums[card] != sums[0]) {
                throw threads.giveUp(
                        "The cards have different weights: one of them, or what joins them,"
                                + " computes wrongly",
                        null);
            }
        }
    }

    private static long checksum(ModelMemory memory) {
        long sum = 0;
        for (long offset = 0; offset < memory.parameters(); offset += PIECE) {
            float[] values = new float[(int) Math.min(PIECE, memory.parameters() - offset)];
            memory.read(Region.PARAMETERS, offset, values);
            for (float value : values) {
                sum = 0x9E3779B97F4A7C15L * (sum + Float.floatToRawIntBits(value));
            }
        }
        return sum;
    }

    @Override
    public void close() {
        threads.closeAll(cards);
    }
}
