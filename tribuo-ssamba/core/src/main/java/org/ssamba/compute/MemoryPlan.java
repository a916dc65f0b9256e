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
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.ssamba.compute.op.Operation;

/**
 * Offsets for everything a plan keeps in working memory, found before anything runs.
 *
 * <p>A tensor lives from the first to the last operation that touches it. Larger tensors are placed
 * first, each at the lowest offset that no tensor alive at the same time occupies.
 */
public final class MemoryPlan {
    /** The alignment of every tensor in bytes: enough for 16-byte vectors and matrix libraries. */
    public static final int ALIGNMENT = 256;

    private final Map<Tensor, Long> offsets = new IdentityHashMap<>();
    private final Map<Operation, Long> scratch = new IdentityHashMap<>();
    private long bytes;

    /**
     * Plans a plan.
     *
     * @param plan what will run.
     * @param precision the size of activations.
     * @param scratchBytes bytes of private working memory the backend wants for an operation.
     */
    public MemoryPlan(Plan plan, Precision precision, ToLongFunction<Operation> scratchBytes) {
        List<Block> blocks = new ArrayList<>();
        Map<Tensor, Block> alive = new IdentityHashMap<>();
        List<Operation> operations = plan.operations();
        for (int step = 0; step < operations.size(); step++) {
            Operation operation = operations.get(step);
            for (Tensor tensor : operation.touches()) {
                if (tensor.region() != Region.WORK) {
                    continue;
                }
                Block block = alive.get(tensor);
                if (block == null) {
                    long size = align(tensor.size() * tensor.type().bytes(precision));
                    block = new Block(tensor, null, size, step);
                    alive.put(tensor, block);
                    blocks.add(block);
                }
                block.last = step;
            }
            long wanted = scratchBytes.applyAsLong(operation);
            if (wanted > 0) {
                blocks.add(new Block(null, operation, align(wanted), step));
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
            if (block.tensor != null) {
                offsets.put(block.tensor, offset);
            } else {
                scratch.put(block.operation, offset);
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
     * Where the private working memory of an operation lies.
     *
     * @param operation an operation that wanted scratch memory.
     * @return its offset in bytes.
     */
    public long scratchOffset(Operation operation) {
        Long offset = scratch.get(operation);
        if (offset == null) {
            throw new IllegalArgumentException(operation + " wanted no scratch memory");
        }
        return offset;
    }

    private static long align(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static final class Block {
        final Tensor tensor;
        final Operation operation;
        final long size;
        final int first;
        int last;
        long offset;

        Block(Tensor tensor, Operation operation, long size, int step) {
            this.tensor = tensor;
            this.operation = operation;
            this.size = size;
            this.first = step;
            this.last = step;
        }
    }
}
