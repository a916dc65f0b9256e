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

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import org.ssamba.compute.Backend;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;

/**
 * A plan that runs as a whole on one card: the first slot on the first card, the next on the next.
 * A card compiles it when it gets a slot, so that a single run costs what it does on one card.
 */
final class TurnsProgram implements Program {
    private final List<Backend> cards;
    private final Plan plan;
    private final CardsMemory memory;
    private final CardThreads threads;
    private final Program[] programs;
    private int slots;

    TurnsProgram(List<Backend> cards, Plan plan, CardsMemory memory, CardThreads threads) {
        this.cards = cards;
        this.plan = plan;
        this.memory = memory;
        this.threads = threads;
        programs = new Program[cards.size()];
        program(0);
    }

    private Program program(int card) {
        if (programs[card] == null) {
            Runnable compile =
                    () -> programs[card] = cards.get(card).compile(plan, memory.of(card));
            threads.all(List.of(threads.start(card, compile)));
        }
        return programs[card];
    }

    /** A slot of one card. */
    private static final class CardSlot implements Slot {
        private final int card;
        private final Slot own;
        private CardThreads.Command submitted;

        CardSlot(int card, Slot own) {
            this.card = card;
            this.own = own;
        }

        @Override
        public FloatBuffer floats(Tensor tensor) {
            return own.floats(tensor);
        }

        @Override
        public IntBuffer ints(Tensor tensor) {
            return own.ints(tensor);
        }

        @Override
        public void write(Tensor input, int at, float[] values) {
            own.write(input, at, values);
        }
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public long bytes() {
        return programs[0].bytes();
    }

    @Override
    public Slot newSlot() {
        int card = slots++ % cards.size();
        return new CardSlot(card, program(card).newSlot());
    }

    @Override
    public void submit(Slot given) {
        CardSlot slot = own(given);
        slot.submitted = threads.start(slot.card, () -> programs[slot.card].submit(slot.own));
    }

    @Override
    public void await(Slot given) {
        CardSlot slot = own(given);
        if (slot.submitted == null) {
            throw new IllegalStateException("The slot was not submitted");
        }
        threads.await(
                "The " + plan.name(),
                List.of(threads.then(slot.submitted, () -> programs[slot.card].await(slot.own))));
    }

    private static CardSlot own(Slot slot) {
        if (slot instanceof CardSlot own) {
            return own;
        }
        throw new IllegalArgumentException("The slot belongs to another program");
    }

    @Override
    public void close() {
        threads.closeAll(
                Arrays.stream(programs)
                        .map(p -> p == null ? (AutoCloseable) () -> {} : p)
                        .toList());
    }
}
