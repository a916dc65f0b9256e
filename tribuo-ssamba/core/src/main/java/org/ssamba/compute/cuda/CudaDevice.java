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
import java.util.function.LongConsumer;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.Precision;

/**
 * One GPU as the backend uses it: its context, one stream of work on which everything follows in
 * order of submission, a second for copies ahead of the work, its memory, kernels and matrix
 * products.
 */
final class CudaDevice implements AutoCloseable {
    private static final int STAGING_BYTES = 16 << 20;

    final Driver driver;
    final Precision precision;
    final DeviceLimits limits;
    final MemoryPool pool;
    final KernelLibrary kernels;
    final MatrixProducts products;
    final long work;
    final long copies;

    private final int ordinal;
    private final long context;
    private final long capture;
    private Communicator communicator;
    private volatile BackendException failure;
    private volatile boolean closed;

    /** Makes the product library once a context is current. */
    interface ProductsFactory {
        MatrixProducts create(MemoryPool pool);
    }

    /**
     * Takes a device.
     *
     * @param ordinal which, from 0.
     * @param driverVersion part of the key of cached kernels.
     * @param memory bytes of it to use at most.
     */
    CudaDevice(
            Driver driver,
            int ordinal,
            Precision precision,
            KernelCompiler compiler,
            KernelCache cache,
            String driverVersion,
            long memory,
            ProductsFactory products) {
        this.driver = driver;
        this.ordinal = ordinal;
        this.precision = precision;
        limits =
                new DeviceLimits(
                        10 * driver.attribute(Driver.COMPUTE_CAPABILITY_MAJOR, ordinal)
                                + driver.attribute(Driver.COMPUTE_CAPABILITY_MINOR, ordinal),
                        driver.attribute(Driver.MULTIPROCESSOR_COUNT, ordinal),
                        driver.attribute(Driver.MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, ordinal));
        context = driver.retainContext(ordinal);
        driver.setCurrent(context);
        work = driver.createStream();
        copies = driver.createStream();
        capture = driver.createStream();
        pool = new MemoryPool(driver, memory);
        kernels = new KernelLibrary(driver, compiler, cache, architecture(), driverVersion);
        this.products = products.create(pool);
    }

    /** The architecture to compile for, such as sm_90. */
    String architecture() {
        return "sm_" + limits.capability();
    }

    /** How busy the device is, with the work of all processes; NaN if unknown. */
    double utilization() {
        return driver.utilization(ordinal);
    }

    /** Refuses further use of what is closed. */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The CUDA backend is closed");
        }
    }

    /** Makes the device the calling thread's; every entrance to the backend begins with it. */
    void enter() {
        requireOpen();
        if (failure != null) {
            throw new BackendException(
                    "The GPU cannot be used by this process any more, because an earlier run"
                            + " failed: "
                            + failure.getMessage(),
                    failure);
        }
        driver.setCurrent(context);
    }

    /**
     * Notes that a run failed. The driver then refuses every further call, so nothing can be given
     * back either: that happens when the process ends.
     */
    void fail(BackendException reason) {
        failure = reason;
    }

    /** Whether a run failed. */
    boolean failed() {
        return failure != null;
    }

    /** Joins the device with others. */
    void join(Communicator own) {
        communicator = own;
    }

    /** What adds up over all cards. */
    Communicator communicator() {
        if (communicator == null) {
            throw new IllegalArgumentException(
                    "The plan was made for several cards, but this one is alone");
        }
        return communicator;
    }

    /** Waits for all submitted work. */
    void finish() {
        driver.synchronize(copies);
        driver.synchronize(work);
    }

    /** Records what the body puts on the given stream, which never runs itself. */
    synchronized long capture(LongConsumer body) {
        driver.beginCapture(capture);
        try {
            body.accept(capture);
        } catch (BackendException e) {
            abandonCapture(e);
            throw e;
        }
        return driver.endCapture(capture);
    }

    private void abandonCapture(BackendException cause) {
        try {
            driver.destroyGraph(driver.endCapture(capture));
        } catch (BackendException e) {
            cause.addSuppressed(e);
        }
    }

    /** Copies bytes to the device after all submitted work, and waits. */
    void upload(long to, Memory from, long bytes) {
        // Not the driver's synchronous copy: that may return before the device has the bytes, and
        // the work's stream would not wait for them.
        driver.copyToDevice(to, from, bytes, work);
        driver.synchronize(work);
    }

    /** Copies host values to the device, after all submitted work. */
    void write(long to, float[] values) {
        try (Memory part = new Memory(Math.max(4, Math.min(STAGING_BYTES, 4L * values.length)))) {
            int chunk = (int) (part.size() / Float.BYTES);
            for (int first = 0; first < values.length; first += chunk) {
                int count = Math.min(chunk, values.length - first);
                part.write(0, values, first, count);
                upload(to + (long) first * Float.BYTES, part, count * 4L);
            }
        }
    }

    /** Copies values from the device, after all submitted work. */
    void read(long from, float[] values) {
        try (Memory part = new Memory(Math.max(4, Math.min(STAGING_BYTES, 4L * values.length)))) {
            int chunk = (int) (part.size() / Float.BYTES);
            for (int first = 0; first < values.length; first += chunk) {
                int count = Math.min(chunk, values.length - first);
                driver.copyToHost(part, from + (long) first * Float.BYTES, count * 4L, work);
                driver.synchronize(work);
                part.read(0, values, first, count);
            }
        }
    }

    @Override
    public void close() {
        if (closed || failed()) {
            closed = true;
            return;
        }
        driver.setCurrent(context);
        closed = true;
        finish();
        products.close();
        kernels.close();
        pool.close();
        driver.destroyStream(capture);
        driver.destroyStream(copies);
        driver.destroyStream(work);
        driver.releaseContext(ordinal);
    }
}
