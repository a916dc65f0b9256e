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
package org.ssamba.compute.cpu;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DType;
import org.ssamba.compute.MemoryPlan;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Operation;
import org.ssamba.work.WorkerPool;

/** A plan bound to memory: a list of tasks that the workers run in order. */
final class CpuProgram implements Program, CpuMemory {
    private final Plan plan;
    private final CpuModelMemory model;
    private final WorkerPool pool;
    private final Workers workers;
    private final MemoryPlan offsets;
    private final NativeMemory work;
    private final Map<Tensor, NativeMemory> own = new IdentityHashMap<>();
    private final Map<Tensor, FloatBuffer> ownFloats = new IdentityHashMap<>();
    private final Map<Tensor, IntBuffer> ownInts = new IdentityHashMap<>();
    private final long bytes;
    private final CpuTask[] tasks;
    private boolean closed;

    CpuProgram(
            Plan plan,
            MemoryPlan offsets,
            CpuModelMemory model,
            WorkerPool pool,
            Workers workers,
            MatrixProduct product,
            CpuMath math,
            Peers peers) {
        this.plan = plan;
        this.model = model;
        this.pool = pool;
        this.workers = workers;
        this.offsets = offsets;
        this.bytes = requiredBytes(plan, offsets);
        this.work =
                NativeMemory.of("The work of " + plan.name(), Math.max(1, offsets.bytes()), false);
        try {
            plan.inputs().forEach(this::take);
            plan.outputs().forEach(this::take);
            plan.constants()
                    .forEach(
                            (tensor, values) -> {
                                take(tensor);
                                ints(tensor).put(0, values);
                            });
            this.tasks = bind(product, math, peers);
        } catch (RuntimeException | Error e) {
            free();
            throw e;
        }
    }

    static long requiredBytes(Plan plan, MemoryPlan offsets) {
        long total = offsets.bytes();
        for (List<Tensor> tensors : List.of(plan.inputs(), plan.outputs())) {
            for (Tensor tensor : tensors) {
                total += 4 * tensor.size();
            }
        }
        for (Tensor tensor : plan.constants().keySet()) {
            total += 4 * tensor.size();
        }
        return total;
    }

    private void take(Tensor tensor) {
        own.put(tensor, NativeMemory.of(tensor.toString(), 4 * tensor.size(), true));
        if (tensor.type() == DType.INT32) {
            ownInts.put(tensor, ints(tensor));
        } else {
            ownFloats.put(tensor, floats(tensor));
        }
    }

    private CpuTask[] bind(MatrixProduct product, CpuMath math, Peers peers) {
        TaskBinder binder = new TaskBinder(this, product, math, peers);
        CpuTask[] bound = new CpuTask[plan.operations().size()];
        for (int i = 0; i < bound.length; i++) {
            Operation operation = plan.operations().get(i);
            try {
                bound[i] = operation.accept(binder);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new BackendException("Cannot prepare " + describe(i), e);
            }
        }
        return bound;
    }

    private String describe(int index) {
        return "operation "
                + index
                + " of plan \""
                + plan.name()
                + "\": "
                + plan.operations().get(index);
    }

    @Override
    public FloatBuffer floats(Tensor tensor) {
        if (tensor.type() == DType.INT32) {
            throw new IllegalArgumentException(tensor + " holds integers");
        }
        return bytes(tensor).asFloatBuffer();
    }

    @Override
    public IntBuffer ints(Tensor tensor) {
        if (tensor.type() != DType.INT32) {
            throw new IllegalArgumentException(tensor + " holds no integers");
        }
        return bytes(tensor).asIntBuffer();
    }

    private ByteBuffer bytes(Tensor tensor) {
        return switch (tensor.region()) {
            case WORK -> work.slice(tensor.toString(), offsets.offset(tensor), 4 * tensor.size());
            case INPUT, OUTPUT, CONSTANT -> {
                NativeMemory memory = own.get(tensor);
                if (memory == null) {
                    throw new IllegalArgumentException(tensor + " was not declared in this plan");
                }
                yield memory.slice(tensor.toString(), 0, 4 * tensor.size());
            }
            default -> model.bytes(tensor);
        };
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public Slot newSlot() {
        checkOpen();
        return new CpuSlot(this, plan);
    }

    @Override
    public void submit(Slot slot) {
        checkOpen();
        CpuSlot run = checked(slot);
        run.begin();
        pool.submit(run.job());
    }

    @Override
    public void await(Slot slot) {
        checked(slot).await();
    }

    private CpuSlot checked(Slot slot) {
        if (slot instanceof CpuSlot run && run.program() == this) {
            return run;
        }
        throw new IllegalArgumentException(
                "The slot belongs to another program than " + plan.name());
    }

    /** Whether its memory is freed. */
    boolean isClosed() {
        return closed;
    }

    private void checkOpen() {
        pool.requireOpen();
        if (closed) {
            throw new IllegalStateException("The program " + plan.name() + " is closed");
        }
    }

    /** Runs on the first worker. */
    void execute(CpuSlot slot) {
        RuntimeException failure = null;
        int at = 0;
        try {
            exchange(plan.inputs(), slot, true);
            for (; at < tasks.length; at++) {
                tasks[at].run(workers);
            }
            exchange(plan.outputs(), slot, false);
        } catch (RuntimeException | Error e) {
            failure =
                    new BackendException(
                            "The CPU failed in "
                                    + (at < tasks.length ? describe(at) : plan.name())
                                    + ": "
                                    + e.getMessage(),
                            e);
        }
        slot.end(failure);
    }

    private void exchange(List<Tensor> tensors, CpuSlot slot, boolean in) {
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            int size = Math.toIntExact(tensor.size());
            if (tensor.type() == DType.INT32) {
                IntBuffer mine = ownInts.get(tensor);
                IntBuffer theirs = slot.ints(tensor);
                (in ? mine : theirs).put(0, in ? theirs : mine, 0, size);
            } else {
                FloatBuffer mine = ownFloats.get(tensor);
                FloatBuffer theirs = slot.floats(tensor);
                (in ? mine : theirs).put(0, in ? theirs : mine, 0, size);
            }
        }
    }

    /** Fills the work memory with not-a-number: what is read before it is written shows. */
    void poisonWork() {
        pool.drain();
        work.poison();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pool.drain();
            free();
        }
    }

    private void free() {
        work.close();
        own.values().forEach(NativeMemory::close);
    }
}
