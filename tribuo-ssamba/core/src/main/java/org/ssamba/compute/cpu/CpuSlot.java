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

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;

/** Inputs and outputs of one run, apart from those the tasks work on; freed when unreachable. */
final class CpuSlot implements Slot {
    private final CpuProgram program;
    private final Map<Tensor, FloatBuffer> floats = new IdentityHashMap<>();
    private final Map<Tensor, IntBuffer> ints = new IdentityHashMap<>();
    private final Runnable job;
    private boolean running;
    private RuntimeException failure;

    CpuSlot(CpuProgram program, Plan plan) {
        this.program = program;
        plan.inputs().forEach(this::add);
        plan.outputs().forEach(this::add);
        this.job = () -> program.execute(this);
    }

    private void add(Tensor tensor) {
        long bytes = 4 * tensor.size();
        NativeMemory memory = NativeMemory.of(tensor.toString(), bytes, true);
        if (tensor.type() == DType.INT32) {
            ints.put(tensor, memory.slice(tensor.toString(), 0, bytes).asIntBuffer());
        } else {
            floats.put(tensor, memory.slice(tensor.toString(), 0, bytes).asFloatBuffer());
        }
    }

    CpuProgram program() {
        return program;
    }

    /** What the first worker runs for this slot; made once, so that a run allocates nothing. */
    Runnable job() {
        return job;
    }

    @Override
    public FloatBuffer floats(Tensor tensor) {
        return found(floats.get(tensor), tensor);
    }

    @Override
    public IntBuffer ints(Tensor tensor) {
        return found(ints.get(tensor), tensor);
    }

    private <T> T found(T buffer, Tensor tensor) {
        if (buffer == null) {
            throw new IllegalArgumentException(
                    tensor
                            + " is no input or output of this type of plan "
                            + program.plan().name());
        }
        return buffer;
    }

    synchronized void begin() {
        if (running) {
            throw new IllegalStateException(
                    "The slot is still in a run of " + program.plan().name() + "; await it first");
        }
        running = true;
        failure = null;
    }

    synchronized void end(RuntimeException thrown) {
        running = false;
        failure = thrown;
        notifyAll();
    }

    synchronized void await() {
        boolean interrupted = false;
        while (running) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
