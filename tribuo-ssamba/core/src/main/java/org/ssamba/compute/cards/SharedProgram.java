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
import java.util.stream.IntStream;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;

/** A plan of which each card computes its share. */
final class SharedProgram implements Program {
    /** From comparing the cards' weights to comparing them again. */
    static final int STEPS_BETWEEN_CHECKS = 500;

    private final Plan plan;
    private final List<Program> shares;
    private final CardsMemory memory;
    private final CardThreads threads;
    private long steps;

    SharedProgram(Plan plan, List<Program> shares, CardsMemory memory, CardThreads threads) {
        this.plan = plan;
        this.shares = shares;
        this.memory = memory;
        this.threads = threads;
    }

    @Override
    public Plan plan() {
        return plan;
    }

    /** Of the card that needs most. */
    @Override
    public long bytes() {
        return shares.stream().mapToLong(Program::bytes).max().orElseThrow();
    }

    @Override
    public Slot newSlot() {
        Slot[] slots = new Slot[shares.size()];
        threads.all(threads.start(card -> slots[card] = shares.get(card).newSlot()));
        return new SharedSlot(this, List.of(slots));
    }

    @Override
    public void submit(Slot given) {
        SharedSlot slot = own(given);
        if (!plan.gradients().isEmpty() && ++steps % STEPS_BETWEEN_CHECKS == 0) {
            memory.requireSameWeights();
        }
        slot.spread();
        slot.submitted = threads.start(card -> shares.get(card).submit(slot.shares().get(card)));
    }

    @Override
    public void await(Slot given) {
        SharedSlot slot = own(given);
        List<CardThreads.Command> submitted = slot.submitted;
        if (submitted == null) {
            throw new IllegalStateException("The slot was not submitted");
        }
        threads.await(
                "The run of " + plan.name(),
                submitted.stream()
                        .map(command -> threads.then(command, await(slot, command.card())))
                        .toList());
        slot.differing()
                .ifPresent(
                        output -> {
                            throw threads.giveUp(
                                    "The cards have different values of the "
                                            + output.name()
                                            + ": one of them, or what joins them, computes"
                                            + " wrongly",
                                    null);
                        });
    }

    private Runnable await(SharedSlot slot, int card) {
        return () -> shares.get(card).await(slot.shares().get(card));
    }

    private SharedSlot own(Slot slot) {
        if (slot instanceof SharedSlot own && own.program() == this) {
            return own;
        }
        throw new IllegalArgumentException(
                "The slot belongs to another program than " + plan.name());
    }

    @Override
    public void close() {
        threads.closeAll(shares);
    }

    /** Which cards have an input or output. */
    List<Integer> cardsOf(Tensor tensor) {
        return IntStream.range(0, shares.size())
                .filter(
                        card -> {
                            Plan share = shares.get(card).plan();
                            return share.inputs().contains(tensor)
                                    || share.outputs().contains(tensor);
                        })
                .boxed()
                .toList();
    }
}
