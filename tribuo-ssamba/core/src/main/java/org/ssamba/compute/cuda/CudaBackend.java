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

import com.sun.jna.NativeLibrary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OpenResources;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.work.DeviceUse;
import org.ssamba.work.WorkerPool;

/**
 * An NVIDIA GPU of compute capability 8.0 or newer, with NVIDIA's driver, NVRTC and cuBLASLt of
 * CUDA 12 or 13. All programs of a backend run on one stream, in the order of submission.
 */
public final class CudaBackend implements Backend {
    private static final int OLDEST_DRIVER = 12000;
    private static final int OLDEST_CAPABILITY = 8;

    private final CudaDevice device;
    private final boolean eager;
    private final String name;
    private final Map<String, String> facts;
    private final WorkerPool workers;
    private final OpenResources open = new OpenResources();
    private boolean closed;

    CudaBackend(
            CudaDevice device, boolean eager, int threads, String name, Map<String, String> facts) {
        this.device = device;
        this.eager = eager;
        this.name = name;
        this.workers = new WorkerPool("The CUDA backend", threads, () -> {});
        this.facts = facts;
    }

    /**
     * Takes a GPU with the options the system properties set.
     *
     * @param precision how activations are kept.
     * @return the backend, to be closed by the caller.
     * @throws CudaUnavailableException if there is no usable GPU, driver or library.
     */
    public static CudaBackend open(Precision precision) {
        return open(CudaOptions.of(precision));
    }

    /**
     * Takes a GPU.
     *
     * @param options which, and how.
     * @return the backend, to be closed by the caller.
     * @throws CudaUnavailableException if there is no usable GPU, driver or library.
     */
    public static CudaBackend open(CudaOptions options) {
        Libraries libraries = new Libraries(LibrarySearch.ofThisMachine());
        Driver driver = new LoadedDriver(libraries);
        requireUsable(driver, options.device());
        int major = driver.version() / 1000;
        Nvrtc compiler = new Nvrtc(libraries.compiler(major));
        NativeLibrary products = libraries.matrixProducts(major);
        String driverVersion = DriverVersion.of(driver);
        CudaDevice device =
                new CudaDevice(
                        driver,
                        options.device(),
                        options.precision(),
                        compiler,
                        new KernelCache(options.kernelCache()),
                        driverVersion,
                        options.memory(),
                        pool ->
                                new CublasLt(
                                        products,
                                        options.precision() == Precision.BFLOAT16,
                                        pool.allocate(
                                                "The workspace of matrix products",
                                                CublasLt.WORKSPACE_BYTES)));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("compute capability", device.architecture());
        facts.put("memory MiB", Long.toString(driver.totalMemory(options.device()) >> 20));
        facts.put("driver", driverVersion);
        facts.put("NVRTC", compiler.version());
        facts.put("cuBLASLt", device.products.version());
        facts.put(DeviceInfo.KERNELS, Integer.toString(MixerKernels.REVISION));
        return new CudaBackend(
                device,
                options.eager(),
                options.threads(),
                driver.deviceName(options.device()),
                facts);
    }

    /**
     * Whether this machine has what the backend needs; compiles and allocates nothing on the GPU.
     *
     * @return nothing if {@link #open} can be expected to succeed, else the reason why not.
     */
    public static Optional<String> unavailable() {
        try {
            Libraries libraries = new Libraries(LibrarySearch.ofThisMachine());
            Driver driver = new LoadedDriver(libraries);
            requireUsable(driver, CudaOptions.of(Precision.BFLOAT16).device());
            int major = driver.version() / 1000;
            libraries.compiler(major);
            libraries.matrixProducts(major);
            return Optional.empty();
        } catch (BackendException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Refuses drivers and cards that are too old.
     *
     * @throws CudaUnavailableException saying what was found and what is needed.
     */
    static void requireUsable(Driver driver, int ordinal) {
        int version = driver.version();
        if (version < OLDEST_DRIVER) {
            throw new CudaUnavailableException(
                    "NVIDIA's driver supports CUDA "
                            + DriverVersion.cuda(version)
                            + "; the CUDA backend needs 12.0 or newer. Update the driver to 525"
                            + " or newer, or use the CPU backend.");
        }
        int count = driver.deviceCount();
        if (ordinal >= count) {
            throw new CudaUnavailableException(
                    "There is no GPU number "
                            + ordinal
                            + ": the driver shows "
                            + count
                            + " (CUDA_VISIBLE_DEVICES is "
                            + System.getenv("CUDA_VISIBLE_DEVICES")
                            + "). Set -D"
                            + CudaOptions.DEVICE
                            + " to one that exists, or use the CPU backend.");
        }
        int major = driver.attribute(Driver.COMPUTE_CAPABILITY_MAJOR, ordinal);
        if (major < OLDEST_CAPABILITY) {
            throw new CudaUnavailableException(
                    "GPU "
                            + ordinal
                            + " ("
                            + driver.deviceName(ordinal)
                            + ") has compute capability "
                            + major
                            + "."
                            + driver.attribute(Driver.COMPUTE_CAPABILITY_MINOR, ordinal)
                            + "; the CUDA backend needs 8.0 (Ampere) or newer. Use another GPU or"
                            + " the CPU backend.");
        }
    }

    /** Joins the card with others. */
    void join(Communicator communicator) {
        device.join(communicator);
    }

    /** Gives the card up, see {@link CudaDevice#fail}. */
    void fail(BackendException reason) {
        device.fail(reason);
    }

    @Override
    public DeviceInfo device() {
        Map<String, String> details = new LinkedHashMap<>(facts);
        details.put("peak memory MiB", Long.toString(device.pool.peakBytes() >> 20));
        return new DeviceInfo("cuda", name, device.precision, details);
    }

    @Override
    public Precision precision() {
        return device.precision;
    }

    @Override
    public WorkerPool workers() {
        return workers;
    }

    @Override
    public int scanChunk(int tokens) {
        return ScanShape.CHUNK;
    }

    @Override
    public ModelMemory allocate(long parameters, int stateValues, boolean trainable) {
        device.enter();
        return open.add(new CudaModelMemory(device, parameters, stateValues, trainable));
    }

    @Override
    public long requiredBytes(Plan plan) {
        return MemoryPool.roundUp(memory(plan).bytes());
    }

    @Override
    public long availableBytes() {
        device.enter();
        return device.pool.availableBytes();
    }

    @Override
    public DeviceUse use() {
        device.enter();
        return new DeviceUse(device.pool.takenBytes(), device.utilization());
    }

    @Override
    public int clipsAtOnce(int tokens, int channels) {
        return MixerKernels.clipsAtOnce(tokens, channels, device.limits);
    }

    @Override
    public Program compile(Plan plan, ModelMemory memory) {
        if (!(memory instanceof CudaModelMemory own) || !own.belongsTo(device)) {
            throw new IllegalArgumentException(
                    "The model's memory belongs to another backend than " + name);
        }
        plan.requireShares(1);
        device.enter();
        own.requireOpen();
        ProgramMemory layout = memory(plan);
        long needed = MemoryPool.roundUp(layout.bytes());
        long available = device.pool.availableBytes();
        if (needed > available) {
            throw new OutOfDeviceMemoryException("The program " + plan.name(), needed, available);
        }
        return open.add(new CudaProgram(device, plan, own, layout, eager));
    }

    private ProgramMemory memory(Plan plan) {
        return new ProgramMemory(plan, device.precision, device.limits);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.close();
            workers.close();
            device.close();
        }
    }
}
