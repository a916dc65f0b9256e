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

/**
 * Copies a slot's inputs to the device. Where a program reads them early, they travel on a stream
 * of their own while the run before computes, to one of two places in turn if the program has them.
 */
final class InputCopies implements AutoCloseable {
    private final CudaDevice device;
    private final ProgramMemory memory;
    private final long block;
    private final long[] uploaded = new long[2];
    private final long[] consumed = new long[2];
    private int turn;

    /**
     * Nothing is allocated yet.
     *
     * @param block the program's memory, which begins with the inputs.
     */
    InputCopies(CudaDevice device, ProgramMemory memory, long block) {
        this.device = device;
        this.memory = memory;
        this.block = block;
    }

    /** Creates the events that order copies and runs; {@link #close} destroys them. */
    void open() {
        for (int i = 0; i < 2; i++) {
            uploaded[i] = device.driver.createEvent();
            consumed[i] = device.driver.createEvent();
        }
    }

    /** Lets the work to come wait for a slot's inputs. */
    void copy(CudaSlot slot) {
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

    /** Says that the next inputs may take the place of these, where they have only one. */
    void consumed() {
        device.driver.record(consumed[turn], device.work);
    }

    @Override
    public void close() {
        for (int i = 0; i < 2; i++) {
            destroy(uploaded[i]);
            destroy(consumed[i]);
        }
    }

    private void destroy(long event) {
        if (event != 0) {
            device.driver.destroyEvent(event);
        }
    }
}
