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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DType;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cpu.CpuCards;
import org.ssamba.compute.op.AllReduce;
import org.ssamba.compute.op.Copy;

/** Several devices as one: what they share, what they add up, and whether they stay alike. */
class CardsBackendTest {
    private static final int CARDS = 3;
    private static final int WEIGHTS = 5;

    /** Of each card an input of its own, and one for all. */
    private final List<Tensor> inputs = new ArrayList<>();

    private Tensor common;
    private Tensor sum;

    /** Weights become the sum of what the cards are given. */
    private Plan adding(boolean sums) {
        List<Plan> shares = new ArrayList<>();
        for (int card = 0; card < CARDS; card++) {
            Plan.Builder plan = new Plan.Builder("adding");
            inputs.add(plan.input("of one card", DType.FLOAT32, WEIGHTS));
            if (card == 0) {
                common = plan.input("of all", DType.FLOAT32, 1);
                sum = plan.output("sum", DType.FLOAT32, WEIGHTS);
            } else {
                plan.share(common);
                plan.share(sum);
            }
            Tensor weights = plan.shared(Region.PARAMETERS, "weights", 0, WEIGHTS);
            Tensor gradient = plan.gradient(weights).tensor();
            plan.add(new Copy(inputs.get(card), gradient));
            if (sums) {
                plan.add(new AllReduce(gradient));
            }
            plan.add(new Copy(gradient, weights));
            plan.add(new Copy(gradient, sum));
            plan.add(new Copy(common, plan.shared(Region.STATE, "state", 0, 1)));
            shares.add(plan.build());
        }
        return Plan.sideBySide(shares);
    }

    private void fill(Slot slot) {
        for (int card = 0; card < CARDS; card++) {
            slot.write(inputs.get(card), 0, new float[] {1, card, 10 * card, 0, -card});
        }
        slot.floats(common).put(0, 7);
    }

    @Test
    void allCardsHaveTheSumAndWhatWasWrittenOnce() {
        ModelMemory[] memories = new ModelMemory[CARDS];
        CpuCards cards = cards(memories);
        try (Backend backend = cards.backend;
                ModelMemory memory = backend.allocate(WEIGHTS, 1, true);
                Program program = backend.compile(adding(true), memory)) {
            Slot slot = program.newSlot();
            fill(slot);
            program.run(slot);
            float[] expected = {3, 3, 30, 0, -3};
            float[] seen = new float[WEIGHTS];
            slot.floats(sum).get(0, seen);
            assertArrayEquals(expected, seen);
            for (ModelMemory card : memories) {
                card.read(Region.PARAMETERS, 0, seen);
                assertArrayEquals(expected, seen);
                float[] state = new float[1];
                card.read(Region.STATE, 0, state);
                assertEquals(7, state[0]);
            }
        }
        assertTrue(cards.closed());
    }

    /** Cards whose memories can be looked into. */
    private static CpuCards cards(ModelMemory[] memories) {
        return new CpuCards(
                CARDS, Duration.ofMinutes(1), (card, memory) -> memories[card] = memory);
    }

    @Test
    void anOutputThatCardsShouldHaveAlikeIsCompared() {
        try (Backend backend = CpuCards.of(CARDS);
                ModelMemory memory = backend.allocate(WEIGHTS, 1, true);
                Program program = backend.compile(adding(false), memory)) {
            Slot slot = program.newSlot();
            fill(slot);
            BackendException e = assertThrows(BackendException.class, () -> program.run(slot));
            assertTrue(
                    e.getMessage().startsWith("The cards have different values of the sum"),
                    e.getMessage());
        }
    }

    @Test
    void weightsAreComparedNowAndThen() {
        ModelMemory[] memories = new ModelMemory[CARDS];
        try (Backend backend = cards(memories).backend;
                ModelMemory memory = backend.allocate(WEIGHTS + 1, 1, true);
                Program program = backend.compile(adding(true), memory)) {
            Slot slot = program.newSlot();
            fill(slot);
            for (int step = 1; step <= SharedProgram.STEPS_BETWEEN_CHECKS; step++) {
                program.run(slot);
            }
            // A weight that no step touches.
            memories[1].write(Region.PARAMETERS, WEIGHTS, new float[] {Float.MIN_VALUE});
            for (int step = 1; step < SharedProgram.STEPS_BETWEEN_CHECKS; step++) {
                program.run(slot);
            }
            BackendException e = assertThrows(BackendException.class, () -> program.run(slot));
            assertTrue(
                    e.getMessage().startsWith("The cards have different weights"), e.getMessage());
        }
    }

    @Test
    void otherPlansRunOnOneCardAfterTheOther() {
        Plan.Builder builder = new Plan.Builder("showing");
        Tensor weights = builder.shared(Region.PARAMETERS, "weights", 0, WEIGHTS);
        Tensor shown = builder.expose(weights);
        Plan plan = builder.build();
        ModelMemory[] memories = new ModelMemory[CARDS];
        try (Backend backend = cards(memories).backend;
                ModelMemory memory = backend.allocate(WEIGHTS, 1, false);
                Program program = backend.compile(plan, memory)) {
            for (int card = 0; card < CARDS; card++) {
                float[] own = new float[WEIGHTS];
                own[0] = card;
                memories[card].write(Region.PARAMETERS, 0, own);
            }
            List<Slot> slots = new ArrayList<>();
            for (int i = 0; i < 2 * CARDS; i++) {
                slots.add(program.newSlot());
                program.submit(slots.get(i));
            }
            for (int i = 0; i < 2 * CARDS; i++) {
                program.await(slots.get(i));
                assertEquals(i % CARDS, slots.get(i).floats(shown).get(0));
            }
        }
    }

    @Test
    @SuppressWarnings("try") // what is closed out of order is tested
    void aClosedBackendRefusesToGoOn() {
        Backend backend = CpuCards.of(CARDS);
        ModelMemory memory = backend.allocate(WEIGHTS, 1, true);
        Program program = backend.compile(adding(true), memory);
        Slot slot = program.newSlot();
        fill(slot);
        backend.close();
        for (Executable use :
                List.<Executable>of(
                        () -> backend.allocate(1, 1, false),
                        () -> backend.compile(adding(true), memory),
                        () -> memory.read(Region.PARAMETERS, 0, new float[1]),
                        program::newSlot,
                        () -> program.run(slot))) {
            IllegalStateException e = assertThrows(IllegalStateException.class, use);
            assertTrue(e.getMessage().endsWith(" is closed"), e.getMessage());
        }
        program.close();
        memory.close();
        backend.close();
    }
}
