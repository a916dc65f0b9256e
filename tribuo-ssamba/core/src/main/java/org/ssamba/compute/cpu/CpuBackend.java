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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.MemoryPlan;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OpenResources;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.work.DeviceUse;
import org.ssamba.work.WorkerPool;

/**
 * Runs plans on the CPU in float32. Results do not depend on the number of threads.
 *
 * <p>All programs of a backend share its threads and run one after the other.
 */
public final class CpuBackend implements Backend {
    private final WorkerPool pool;
    private final CpuWorkers workers;
    private final MatrixProduct product;
    private final CpuMath math = CpuMath.best();

    /** Sixteen clips of ten seconds. */
    private static final int FILLING_TOKENS = 16 * 513;

    private final DeviceInfo device;
    private final OpenResources open = new OpenResources();

    private final Peers peers;

    /**
     * A backend that may have peers.
     *
     * @param peers what adds up gradients.
     */
    CpuBackend(int threads, MatrixProducts.Choice choice, Peers peers) {
        this.peers = peers;
        if (threads < 1) {
            throw new BackendException("The CPU backend needs at least 1 thread, not " + threads);
        }
        this.product = choice.product();
        this.pool = new WorkerPool("The CPU backend", threads, product::prepareThread);
        this.workers = new CpuWorkers(pool);
        this.device = describe(threads, choice);
    }

    /**
     * A backend with as many threads as {@link WorkerPool#standardThreads} says.
     *
     * @return the backend, to be closed by the caller.
     * @throws IllegalArgumentException if the system property is not a positive number.
     */
    public static CpuBackend create() {
        return create(WorkerPool.standardThreads());
    }

    /**
     * A backend with a given number of threads.
     *
     * @param threads at least 1.
     * @return the backend, to be closed by the caller.
     * @throws BackendException if there are too few threads.
     */
    public static CpuBackend create(int threads) {
        return create(threads, MatrixProducts.chosen());
    }

    /**
     * A backend in a given precision.
     *
     * @param threads at least 1.
     * @param precision FLOAT32, the only one the CPU computes in.
     * @return the backend, to be closed by the caller.
     * @throws BackendException if there are too few threads or the precision is another.
     */
    public static CpuBackend create(int threads, Precision precision) {
        if (precision != Precision.FLOAT32) {
            throw new BackendException(
                    "The CPU backend computes in FLOAT32 only, not in "
                            + precision
                            + "; ask for FLOAT32 or use the cuda backend");
        }
        return create(threads);
    }

    static CpuBackend create(int threads, MatrixProducts.Choice choice) {
        return new CpuBackend(threads, choice, Peers.none());
    }

    private static DeviceInfo describe(int threads, MatrixProducts.Choice choice) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("threads", Integer.toString(threads));
        details.put("kernels", CpuMath.best().name());
        details.put("matrix product", choice.product().name());
        if (!choice.reason().isEmpty()) {
            details.put("matrix product reason", choice.reason());
        }
        details.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        return new DeviceInfo(
                "cpu",
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Precision.FLOAT32,
                Collections.unmodifiableMap(details));
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public WorkerPool workers() {
        return pool;
    }

    @Override
    public int scanChunk(int tokens) {
        return Math.max(1, Math.min(tokens, SelectiveScanTask.CHUNK));
    }

    @Override
    public ModelMemory allocate(long parameters, int stateValues, boolean trainable) {
        pool.requireOpen();
        require(
                "A model of " + parameters + " parameters",
                CpuModelMemory.requiredBytes(parameters, stateValues, trainable));
        return open.add(new CpuModelMemory(pool, parameters, stateValues, trainable));
    }

    @Override
    public long requiredBytes(Plan plan) {
        return CpuProgram.requiredBytes(plan, offsets(plan));
    }

    private static MemoryPlan offsets(Plan plan) {
        return new MemoryPlan(plan, Precision.FLOAT32);
    }

    @Override
    public long availableBytes() {
        return HostMemory.availableBytes();
    }

    @Override
    public DeviceUse use() {
        return HostMemory.use();
    }

    @Override
    public int clipsAtOnce(int tokens, int channels) {
        return Math.max(1, FILLING_TOKENS / tokens);
    }

    private static void require(String what, long bytes) {
        long available = HostMemory.availableBytes();
        if (bytes > available) {
            throw new OutOfDeviceMemoryException(what, bytes, available);
        }
    }

    @Override
    public Program compile(Plan plan, ModelMemory memory) {
        pool.requireOpen();
        if (!(memory instanceof CpuModelMemory model)) {
            throw new IllegalArgumentException(
                    "The model's memory belongs to another backend than the CPU: " + memory);
        }
        plan.requireShares(1);
        MemoryPlan offsets = offsets(plan);
        require("Plan \"" + plan.name() + "\"", CpuProgram.requiredBytes(plan, offsets));
        return open.add(new CpuProgram(plan, offsets, model, pool, workers, product, math, peers));
    }

    @Override
    public void close() {
        open.close();
        pool.close();
    }
}
