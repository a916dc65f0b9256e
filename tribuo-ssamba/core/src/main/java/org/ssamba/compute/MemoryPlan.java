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
package org.ssamba.compute;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Offsets for everything a plan keeps in working memory, found before anything runs.
 *
 * <p>A tensor lives from the first to the last step that touches it. Larger tensors are placed
 * first, each at the lowest offset that no tensor alive at the same time occupies.
 */
public final class MemoryPlan {
    /** The alignment of every tensor in bytes: enough for 16-byte vectors and matrix libraries. */
    public static final int ALIGNMENT = 256;

    private final Map<Tensor, Long> offsets = new IdentityHashMap<>();
    private final Map<Integer, Long> scratch = new HashMap<>();
    private long bytes;

    /**
     * What a backend runs at one time: an operation, or several that it fuses.
     *
     * @param touches the tensors it reads or writes.
     * @param inPlace which result may take the place of which operand that nothing reads later.
     * @param scratchBytes the private working memory it wants.
     */
    public record Step(Set<Tensor> touches, Map<Tensor, Tensor> inPlace, long scratchBytes) {}

    /**
     * Plans what runs operation by operation, without private working memory.
     *
     * @param plan what will run.
     * @param precision the size of activations.
     */
    public MemoryPlan(Plan plan, Precision precision) {
        this(
                plan.operations().stream()
                        .map(operation -> new Step(operation.touches(), operation.inPlace(), 0))
                        .toList(),
                precision);
    }

    /**
     * Plans steps.
     *
     * @param steps what will run, in order.
     * @param precision the size of activations.
     */
    public MemoryPlan(List<Step> steps, Precision precision) {
        List<Block> blocks = new ArrayList<>();
        Map<Tensor, Block> alive = new IdentityHashMap<>();
        Map<Tensor, Integer> lastUses = new IdentityHashMap<>();
        for (int step = 0; step < steps.size(); step++) {
            int now = step;
            steps.get(step).touches().forEach(tensor -> lastUses.put(tensor, now));
        }
        for (int step = 0; step < steps.size(); step++) {
            for (Tensor tensor : steps.get(step).touches()) {
                if (tensor.region() != Region.WORK) {
                    continue;
                }
                Block block = alive.get(tensor);
                if (block == null) {
                    Tensor operand = steps.get(step).inPlace().get(tensor);
                    block = alive.get(operand);
                    if (block == null || lastUses.get(operand) > step) {
                        block =
                                new Block(
                                        align(tensor.size() * tensor.type().bytes(precision)),
                                        step);
                        blocks.add(block);
                    }
                    block.tensors.add(tensor);
                    alive.put(tensor, block);
                }
                block.last = step;
            }
            long wanted = steps.get(step).scratchBytes();
            if (wanted > 0) {
                blocks.add(new Block(align(wanted), step));
            }
        }
        place(blocks);
    }

    private void place(List<Block> blocks) {
        // The stable sort keeps the order of first use among equals: the plan is deterministic.
        blocks.sort(Comparator.comparingLong((Block b) -> b.size).reversed());
        List<Block> placed = new ArrayList<>();
        for (Block block : blocks) {
            long offset = 0;
            // placed is kept sorted by offset, so one pass finds the lowest gap.
            for (Block other : placed) {
                if (other.first > block.last || other.last < block.first) {
                    continue;
                }
                if (other.offset >= offset + block.size) {
                    break;
                }
                offset = Math.max(offset, other.offset + other.size);
            }
            block.offset = offset;
            int at = 0;
            while (at < placed.size() && placed.get(at).offset <= offset) {
                at++;
            }
            placed.add(at, block);
            bytes = Math.max(bytes, offset + block.size);
            long start = offset;
            block.tensors.forEach(tensor -> offsets.put(tensor, start));
            if (block.tensors.isEmpty()) {
                scratch.put(block.first, offset);
            }
        }
    }

    /**
     * The working memory of one run.
     *
     * @return bytes.
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Where a working tensor lies.
     *
     * @param tensor a tensor of {@link Region#WORK} that the plan touches.
     * @return its offset in bytes, a multiple of {@link #ALIGNMENT}.
     */
    public long offset(Tensor tensor) {
        Long offset = offsets.get(tensor);
        if (offset == null) {
            throw new IllegalArgumentException(tensor + " is not part of this plan's work");
        }
        return offset;
    }

    /**
     * Where the private working memory of a step lies.
     *
     * @param step the index of a step that wanted scratch memory.
     * @return its offset in bytes.
     */
    public long scratchOffset(int step) {
        Long offset = scratch.get(step);
        if (offset == null) {
            throw new IllegalArgumentException("Step " + step + " wanted no scratch memory");
        }
        return offset;
    }

    private static long align(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static final class Block {
        /** What lies there, one after the other; none is an operation's private memory. */
        final List<Tensor> tensors = new ArrayList<>();

        final long size;
        final int first;
        int last;
        long offset;

        Block(long size, int step) {
            this.size = size;
            this.first = step;
            this.last = step;
        }
    }
}
