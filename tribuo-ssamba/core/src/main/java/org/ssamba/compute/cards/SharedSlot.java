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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;

/**
 * The slots of a run on all cards. What several cards have is written to and read from the first.
 */
final class SharedSlot implements Slot {
    /** Null before the first submission. */
    volatile List<CardThreads.Command> submitted;

    private final SharedProgram program;
    private final List<Slot> shares;
    private final Map<Tensor, List<Integer>> cards = new IdentityHashMap<>();

    SharedSlot(SharedProgram program, List<Slot> shares) {
        this.program = program;
        this.shares = shares;
        for (List<Tensor> tensors : List.of(program.plan().inputs(), program.plan().outputs())) {
            tensors.forEach(tensor -> cards.put(tensor, program.cardsOf(tensor)));
        }
    }

    SharedProgram program() {
        return program;
    }

    List<Slot> shares() {
        return shares;
    }

    private Slot first(Tensor tensor) {
        List<Integer> having = cards.get(tensor);
        if (having == null) {
            throw new IllegalArgumentException(
                    tensor + " is not an input or output of " + program.plan().name());
        }
        return shares.get(having.get(0));
    }

    @Override
    public FloatBuffer floats(Tensor tensor) {
        return first(tensor).floats(tensor);
    }

    @Override
    public IntBuffer ints(Tensor tensor) {
        return first(tensor).ints(tensor);
    }

    @Override
    public void write(Tensor input, int at, float[] values) {
        first(input).write(input, at, values);
    }

    /** Copies what several cards read to all of them. */
    void spread() {
        cards.forEach(
                (tensor, having) -> {
                    for (int i = 1; i < having.size() && tensor.region() == Region.INPUT; i++) {
                        shares.get(having.get(i))
                                .floats(tensor)
                                .put(0, floats(tensor), 0, Math.toIntExact(tensor.size()));
                    }
                });
    }

    /** An output that all cards should have alike and do not. */
    Optional<Tensor> differing() {
        return cards.entrySet().stream()
                .filter(entry -> entry.getKey().region() == Region.OUTPUT)
                .filter(entry -> !alike(entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey)
                .findAny();
    }

    private boolean alike(Tensor output, List<Integer> having) {
        for (int i = 1; i < having.size(); i++) {
            FloatBuffer one = floats(output);
            FloatBuffer other = shares.get(having.get(i)).floats(output);
            for (int j = 0; j < output.size(); j++) {
                if (Float.floatToRawIntBits(one.get(j)) != Float.floatToRawIntBits(other.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }
}
