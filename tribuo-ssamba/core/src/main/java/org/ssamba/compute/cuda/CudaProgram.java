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

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;

/**
 * A plan on the device: its steps captured once as a CUDA graph, or kept as a list and checked one
 * by one if the backend is eager. Inputs and outputs have fixed addresses; a run copies a slot's
 * inputs in, runs, and copies the outputs out.
 */
final class CudaProgram implements Program {
    private final CudaDevice device;
    private final Plan plan;
    private final CudaModelMemory model;
    private final ProgramMemory memory;
    private final boolean eager;
    private final long block;
    private final ProgramStages stages;
    private final InputCopies inputs;
    private final List<CudaSlot> slots = new ArrayList<>();

    /** Of {@link #head}, then of the rest. */
    private final List<Long> graphs = new ArrayList<>();

    /** What reads the inputs; empty where nobody waits for that. */
    private List<Stage> head;

    private List<Stage> rest;
    private boolean closed;

    /**
     * Allocates, compiles and captures; nothing of the plan is run.
     *
     * @throws org.ssamba.compute.OutOfDeviceMemoryException if it does not fit.
     */
    CudaProgram(
            CudaDevice device,
            Plan plan,
            CudaModelMemory model,
            ProgramMemory memory,
            boolean eager) {
        this.device = device;
        this.plan = plan;
        this.model = model;
        this.memory = memory;
        this.eager = eager;
        block = device.pool.allocate("The program " + plan.name(), memory.bytes());
        stages = new ProgramStages(device);
        inputs = new InputCopies(device, memory, block);
        try {
            inputs.open();
            build();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    private void build() {
        ProgramMemory.Bound at = memory.bind(block, model, device.precision, device.limits);
        stages.ready(memory, at);
        plan.constants().forEach(this::writeConstant);
        at.tables().forEach(this::writeTable);
        List<Stage> all = stages.all();
        int first = memory.early() && !memory.staged() ? stages.withInputs() : 0;
        head = all.subList(0, first);
        rest = all.subList(first, all.size());
        if (!eager) {
            capture(head);
            capture(rest);
        }
    }

    private void capture(List<Stage> part) {
        if (!part.isEmpty()) {
            graphs.add(
                    device.capture(stream -> part.forEach(stage -> stage.enqueue(device, stream))));
        }
    }

    private void writeConstant(Tensor tensor, int[] values) {
        try (Memory bytes = new Memory((long) values.length * Integer.BYTES)) {
            bytes.write(0, values, 0, values.length);
            device.upload(block + memory.offset(tensor), bytes, bytes.size());
        }
    }

    private void writeTable(Long address, byte[] content) {
        try (Memory bytes = new Memory(content.length)) {
            bytes.write(0, content, 0, content.length);
            device.upload(address, bytes, bytes.size());
        }
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    /** What it runs on. */
    CudaDevice device() {
        return device;
    }

    /** What a run consists of, for the record. */
    List<Stage> stages() {
        return List.copyOf(stages.all());
    }

    @Override
    public Slot newSlot() {
        requireOpen();
        device.enter();
        long bytes = Math.max(1, memory.outputsAt() + memory.outputBytes());
        Pointer host = device.driver.allocateHost(bytes);
        host.clear(bytes);
        CudaSlot slot = new CudaSlot(this, memory, host, device.driver.createEvent());
        slots.add(slot);
        return slot;
    }

    @Override
    public void submit(Slot given) {
        CudaSlot slot = own(given);
        device.enter();
        try {
            // Others may submit to the same streams: a run's commands must not be mixed with
            // theirs.
            synchronized (device) {
                inputs.copy(slot);
                run();
                if (memory.outputBytes() > 0) {
                    device.driver.copyToHost(
                            slot.host.share(memory.outputsAt()),
                            block + memory.outputsAt(),
                            memory.outputBytes(),
                            device.work);
                }
                device.driver.record(slot.done, device.work);
            }
        } catch (BackendException e) {
            throw failure(e);
        }
        slot.submitted = true;
    }

    private void run() {
        if (eager) {
            run(head);
            consumeInputs();
            run(rest);
            return;
        }
        for (int i = 0; i < graphs.size(); i++) {
            device.driver.launchGraph(graphs.get(i), device.work);
            if (i == 0) {
                consumeInputs();
            }
        }
    }

    private void run(List<Stage> part) {
        part.forEach(stage -> stage.run(device, device.work));
    }

    private void consumeInputs() {
        if (!head.isEmpty()) {
            inputs.consumed();
        }
    }

    @Override
    public void await(Slot given) {
        CudaSlot slot = own(given);
        if (!slot.submitted) {
            throw new IllegalStateException("The slot was not submitted");
        }
        device.enter();
        try {
            device.driver.synchronizeEvent(slot.done);
        } catch (BackendException e) {
            throw failure(e);
        }
    }

    private BackendException failure(BackendException e) {
        device.fail(e);
        return new BackendException(
                "A run of "
                        + plan.name()
                        + " failed: "
                        + e.getMessage()
                        + (eager
                                ? ""
                                : " (-D"
                                        + CudaOptions.EAGER
                                        + "=true launches kernels one by one and names the one"
                                        + " that fails)"),
                e);
    }

    private CudaSlot own(Slot slot) {
        requireOpen();
        if (!(slot instanceof CudaSlot own) || own.program != this) {
            throw new IllegalArgumentException("The slot belongs to another program");
        }
        return own;
    }

    /** Refuses further use. */
    void requireOpen() {
        device.requireOpen();
        if (closed) {
            throw new IllegalStateException("The program " + plan.name() + " is closed");
        }
        model.requireOpen();
    }

    @Override
    public void close() {
        if (closed || device.failed()) {
            closed = true;
            return;
        }
        device.enter();
        device.finish();
        release();
    }

    private void release() {
        closed = true;
        graphs.forEach(device.driver::destroyGraph);
        for (CudaSlot slot : slots) {
            device.driver.destroyEvent(slot.done);
            device.driver.freeHost(slot.host);
        }
        inputs.close();
        stages.close();
        device.pool.free(block);
    }
}
