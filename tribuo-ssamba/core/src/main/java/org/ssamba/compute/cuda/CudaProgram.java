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
import java.util.logging.Logger;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Operation;

/**
 * A plan on the device: its steps captured once as a CUDA graph, or kept as a list and checked one
 * by one if the backend is eager. Inputs and outputs have fixed addresses; a run copies a slot's
 * inputs in, runs, and copies the outputs out.
 */
final class CudaProgram implements Program {
    private static final Logger logger = Logger.getLogger(CudaProgram.class.getName());

    private final CudaDevice device;
    private final Plan plan;
    private final CudaModelMemory model;
    private final ProgramMemory memory;
    private final boolean eager;
    private final long block;
    private final List<Stage> stages = new ArrayList<>();
    private final List<MatrixProducts.Prepared> prepared = new ArrayList<>();
    private final List<CudaSlot> slots = new ArrayList<>();
    private final long[] uploaded = new long[2];
    private final long[] consumed = new long[2];
    private BoundLaunches arguments;

    /** What reads the inputs, then the rest; a single graph where nobody waits for the first. */
    private final List<Long> graphs = new ArrayList<>();

    private int head;
    private int turn;
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
        try {
            for (int i = 0; i < 2; i++) {
                uploaded[i] = device.driver.createEvent();
                consumed[i] = device.driver.createEvent();
            }
            build();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    private void build() {
        ProgramMemory.Bound at = memory.bind(block, model, device.precision, device.limits);
        Lowering lowering = new Lowering(at);
        List<Lowered> lowered = new ArrayList<>();
        List<Step.Launch> launches = new ArrayList<>();
        int headStages = 0;
        for (Unit unit : memory.units()) {
            at.next();
            if (at.index() == memory.unitsWithInputs()) {
                headStages = lowered.size();
            }
            for (Step step : unit.lower(lowering)) {
                lower(unit.named(), step, lowered, launches);
            }
        }
        device.kernels.prepare(launches.stream().map(Step.Launch::kernel).distinct().toList());
        arguments = new BoundLaunches(launches);
        for (Lowered one : lowered) {
            long bound = 0;
            if (one.step instanceof Step.Launch launch) {
                device.kernels.allowShared(launch.kernel(), launch.sharedBytes());
                bound = arguments.bind(launch);
            }
            stages.add(new Stage(one.operation, one.step, bound, one.product));
        }
        plan.constants().forEach(this::writeConstant);
        at.tables().forEach(this::writeTable);
        head = memory.early() && !memory.staged() ? headStages : 0;
        if (!eager) {
            capture(stages.subList(0, head));
            capture(stages.subList(head, stages.size()));
        }
    }

    private void capture(List<Stage> part) {
        if (!part.isEmpty()) {
            graphs.add(
                    device.capture(stream -> part.forEach(stage -> stage.enqueue(device, stream))));
        }
    }

    private record Lowered(Operation operation, Step step, MatrixProducts.Prepared product) {}

    /** Readies a product, without its epilogue where the library has none of the kind. */
    private void lower(
            Operation operation, Step step, List<Lowered> lowered, List<Step.Launch> launches) {
        if (step instanceof Step.Launch launch) {
            lowered.add(new Lowered(operation, launch, null));
            launches.add(launch);
        } else if (step instanceof Step.Product product) {
            var ready = device.products.prepare(product.product());
            if (ready.isPresent()) {
                prepared.add(ready.get());
                lowered.add(new Lowered(operation, product, ready.get()));
            } else if (product.epilogue() != null) {
                Step plain = new Step.Product(product.product().plain(), null);
                lower(operation, plain, lowered, launches);
                lower(operation, product.epilogue(), lowered, launches);
            } else {
                logger.warning(
                        () ->
                                "The library cuBLASLt "
                                        + device.products.version()
                                        + " has no algorithm for the "
                                        + product.name()
                                        + "; a plain kernel computes it");
                lower(operation, PlainProduct.of(product.product()), lowered, launches);
            }
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
        return List.copyOf(stages);
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
                copyInputs(slot);
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

    private void copyInputs(CudaSlot slot) {
        long bytes = memory.inputBytes();
        if (bytes == 0) {
            return;
        }
        Driver driver = device.driver;
        if (!memory.early()) {
            driver.copyToDevice(block, slot.host, bytes, device.work);
            return;
        }
        long to = memory.staged() ? block + memory.stagingAt(turn) : block;
        driver.await(device.copies, consumed[turn]);
        driver.copyToDevice(to, slot.host, bytes, device.copies);
        driver.record(uploaded[turn], device.copies);
        driver.await(device.work, uploaded[turn]);
        if (memory.staged()) {
            driver.copyOnDevice(block, to, bytes, device.work);
            driver.record(consumed[turn], device.work);
            turn = 1 - turn;
        }
    }

    private void run() {
        if (eager) {
            run(stages.subList(0, head));
            consumeInputs();
            run(stages.subList(head, stages.size()));
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

    /** Says that the next inputs may take the place of these, where they have only one. */
    private void consumeInputs() {
        if (head > 0) {
            device.driver.record(consumed[turn], device.work);
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
        prepared.forEach(MatrixProducts.Prepared::close);
        for (CudaSlot slot : slots) {
            device.driver.destroyEvent(slot.done);
            device.driver.freeHost(slot.host);
        }
        for (int i = 0; i < 2; i++) {
            if (uploaded[i] != 0) {
                device.driver.destroyEvent(uploaded[i]);
            }
            if (consumed[i] != 0) {
                device.driver.destroyEvent(consumed[i]);
            }
        }
        if (arguments != null) {
            arguments.close();
        }
        device.pool.free(block);
    }
}
