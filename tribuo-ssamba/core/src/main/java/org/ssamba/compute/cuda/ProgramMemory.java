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
package org.ssamba.compute.cuda;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.MemoryPlan;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Tensor;

/**
 * Offsets of everything a program keeps on the device, in one block: inputs, outputs, constants,
 * tables, room for inputs that arrive early, then working memory. Found from the plan alone, so
 * that a program's size is known before anything is allocated.
 */
final class ProgramMemory {
    /** Inputs of at least this size are copied while the run before is still under way. */
    private static final long EARLY_BYTES = 1L << 20;

    private final Map<Tensor, Long> offsets = new IdentityHashMap<>();
    private final List<Long> tableOffsets = new ArrayList<>();
    private final List<Unit> units;
    private final int unitsWithInputs;
    private final MemoryPlan work;
    private final long inputBytes;
    private final long outputsAt;
    private final long outputBytes;
    private final long stagingAt;
    private final long workAt;

    ProgramMemory(Plan plan, Precision precision, DeviceLimits limits) {
        long end = 0;
        for (Tensor tensor : plan.inputs()) {
            end = place(tensor, precision, end);
        }
        inputBytes = end;
        outputsAt = end;
        for (Tensor tensor : plan.outputs()) {
            end = place(tensor, precision, end);
        }
        outputBytes = end - outputsAt;
        for (Tensor tensor : plan.constants().keySet()) {
            end = place(tensor, precision, end);
        }
        units = Unit.of(plan, precision == Precision.BFLOAT16, limits);
        int last = units.size();
        while (last > 0
                && units.get(last - 1).touches().stream().noneMatch(plan.inputs()::contains)) {
            last--;
        }
        unitsWithInputs = last;
        Measure measure = new Measure(precision, limits);
        Lowering lowering = new Lowering(measure);
        List<MemoryPlan.Step> steps = new ArrayList<>();
        for (Unit unit : units) {
            measure.scratchBytes = 0;
            unit.lower(lowering);
            steps.add(
                    new MemoryPlan.Step(
                            unit.touches(), unit.named().inPlace(), measure.scratchBytes));
        }
        for (long bytes : measure.tables) {
            tableOffsets.add(end);
            end += align(bytes);
        }
        stagingAt = end;
        end += staged() ? 2 * inputBytes : 0;
        workAt = end;
        work = new MemoryPlan(steps, precision);
    }

    private long place(Tensor tensor, Precision precision, long end) {
        offsets.put(tensor, end);
        return end + align(tensor.size() * tensor.type().bytes(precision));
    }

    private static long align(long bytes) {
        return Place.ceilDiv(bytes, MemoryPlan.ALIGNMENT) * MemoryPlan.ALIGNMENT;
    }

    /** What is turned into launches, one after the other. */
    List<Unit> units() {
        return units;
    }

    /** The size of the block. */
    long bytes() {
        return Math.max(MemoryPlan.ALIGNMENT, workAt + work.bytes());
    }

    /** The size of all inputs, which lie at the block's start. */
    long inputBytes() {
        return inputBytes;
    }

    /** Where the outputs lie in the block. */
    long outputsAt() {
        return outputsAt;
    }

    long outputBytes() {
        return outputBytes;
    }

    /** Whether inputs are copied while the run before is still under way. */
    boolean early() {
        return inputBytes >= EARLY_BYTES;
    }

    /**
     * Whether early inputs go to one of two places of their own: the run needs its own for long.
     */
    boolean staged() {
        return early() && unitsWithInputs > units.size() / 4;
    }

    /** How many units there are up to the last one that reads an input. */
    int unitsWithInputs() {
        return unitsWithInputs;
    }

    /** Where early inputs lie in the block. */
    long stagingAt(int turn) {
        return stagingAt + turn * inputBytes;
    }

    /** Where an input, output or constant lies in the block. */
    long offset(Tensor tensor) {
        Long offset = offsets.get(tensor);
        if (offset == null) {
            throw new IllegalArgumentException(tensor + " is no input or output of this program");
        }
        return offset;
    }

    /** Where things lie once the block is there. */
    Bound bind(long block, CudaModelMemory model, Precision precision, DeviceLimits limits) {
        return new Bound(block, model, precision, limits);
    }

    /** Adds up what operations ask for. Addresses have the alignment that they will have. */
    private static final class Measure extends Place {
        private long scratchBytes;
        private final List<Long> tables = new ArrayList<>();

        Measure(Precision precision, DeviceLimits limits) {
            super(precision, limits);
        }

        @Override
        long address(Tensor tensor) {
            return (1L << 40) * (1 + tensor.region().ordinal()) + tensor.offset() * Float.BYTES;
        }

        @Override
        long shadow(Tensor parameter) {
            return (1L << 50) + parameter.offset() * Short.BYTES;
        }

        @Override
        long scratch(long bytes) {
            long address = (1L << 51) + scratchBytes;
            scratchBytes += align(bytes);
            return address;
        }

        @Override
        long table(byte[] content) {
            tables.add((long) content.length);
            return 1L << 52;
        }
    }

    /** The same walk with real addresses; tables are collected for writing. */
    final class Bound extends Place {
        private final long block;
        private final CudaModelMemory model;
        private final List<byte[]> tables = new ArrayList<>();
        private int current = -1;
        private long scratchUsed;

        private Bound(long block, CudaModelMemory model, Precision precision, DeviceLimits limits) {
            super(precision, limits);
            this.block = block;
            this.model = model;
        }

        /** Goes on to the next unit: from now on its scratch memory is meant. */
        void next() {
            current++;
            scratchUsed = 0;
        }

        /** Which unit that is, from 0. */
        int index() {
            return current;
        }

        /** Address to content of every table asked for. */
        Map<Long, byte[]> tables() {
            Map<Long, byte[]> all = new LinkedHashMap<>();
            for (int i = 0; i < tables.size(); i++) {
                all.put(block + tableOffsets.get(i), tables.get(i));
            }
            return all;
        }

        @Override
        long address(Tensor tensor) {
            return switch (tensor.region()) {
                case INPUT, OUTPUT, CONSTANT -> block + offset(tensor);
                case WORK -> block + workAt + work.offset(tensor);
                default -> model.address(tensor);
            };
        }

        @Override
        long shadow(Tensor parameter) {
            return model.shadow(parameter);
        }

        @Override
        long scratch(long bytes) {
            long address = block + workAt + work.scratchOffset(current) + scratchUsed;
            scratchUsed += align(bytes);
            return address;
        }

        @Override
        long table(byte[] content) {
            tables.add(content);
            return block + tableOffsets.get(tables.size() - 1);
        }
    }
}
