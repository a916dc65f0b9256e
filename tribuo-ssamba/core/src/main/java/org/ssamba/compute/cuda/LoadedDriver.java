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
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.ssamba.compute.BackendException;

/** NVIDIA's driver, through {@link DriverCalls}. */
final class LoadedDriver implements Driver {
    private static final int OUT_OF_MEMORY = 2;
    private static final int NON_BLOCKING = 1;
    private static final int DISABLE_TIMING = 2;
    // Matrix libraries load their kernels lazily, which only this mode lets them do in a capture.
    private static final int CAPTURE_RELAXED = 2;
    private static final int MAX_DYNAMIC_SHARED_SIZE_BYTES = 8;

    private final Libraries libraries;
    private Monitoring monitoring;

    /**
     * Binds and starts the driver.
     *
     * @param libraries where it is, and what knows how busy its devices are.
     * @throws CudaUnavailableException if it is too old or finds no device.
     */
    LoadedDriver(Libraries libraries) {
        this.libraries = libraries;
        NativeLibrary library = libraries.driver();
        try {
            DriverCalls.bind(library);
        } catch (UnsatisfiedLinkError e) {
            throw new CudaUnavailableException(
                    "The driver library "
                            + library.getFile()
                            + " lacks a function the CUDA backend needs ("
                            + e.getMessage()
                            + "): update NVIDIA's driver to one for CUDA 12 or newer.");
        }
        int status = DriverCalls.cuInit(0);
        if (status != 0) {
            throw new CudaUnavailableException(
                    "NVIDIA's driver "
                            + library.getFile()
                            + " does not start: "
                            + describe(status)
                            + ". Check with nvidia-smi that a GPU is visible to this process.");
        }
    }

    @Override
    public int version() {
        return number(out -> DriverCalls.cuDriverGetVersion(out), "cuDriverGetVersion");
    }

    @Override
    public int deviceCount() {
        return number(out -> DriverCalls.cuDeviceGetCount(out), "cuDeviceGetCount");
    }

    @Override
    public String deviceName(int device) {
        try (Memory name = new Memory(256)) {
            check(DriverCalls.cuDeviceGetName(name, 256, device), "cuDeviceGetName");
            return name.getString(0);
        }
    }

    @Override
    public int attribute(int attribute, int device) {
        return number(
                out -> DriverCalls.cuDeviceGetAttribute(out, attribute, device),
                "cuDeviceGetAttribute");
    }

    @Override
    public long totalMemory(int device) {
        return handle(out -> DriverCalls.cuDeviceTotalMem_v2(out, device), "cuDeviceTotalMem");
    }

    @Override
    public synchronized double utilization(int device) {
        if (monitoring == null) {
            monitoring = libraries.monitoring();
        }
        try (Memory id = new Memory(32)) {
            check(DriverCalls.cuDeviceGetPCIBusId(id, 32, device), "cuDeviceGetPCIBusId");
            return monitoring.utilization(id.getString(0));
        }
    }

    @Override
    public long retainContext(int device) {
        return handle(
                out -> DriverCalls.cuDevicePrimaryCtxRetain(out, device),
                "cuDevicePrimaryCtxRetain");
    }

    @Override
    public void releaseContext(int device) {
        check(DriverCalls.cuDevicePrimaryCtxRelease_v2(device), "cuDevicePrimaryCtxRelease");
    }

    @Override
    public void setCurrent(long context) {
        check(DriverCalls.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    @Override
    public long freeMemory() {
        try (Memory out = new Memory(16)) {
            check(DriverCalls.cuMemGetInfo_v2(out, out.share(8)), "cuMemGetInfo");
            return out.getLong(0);
        }
    }

    @Override
    public long allocate(long bytes) {
        try (Memory out = new Memory(8)) {
            int status = DriverCalls.cuMemAlloc_v2(out, bytes);
            if (status == OUT_OF_MEMORY) {
                return 0;
            }
            check(status, "cuMemAlloc");
            return out.getLong(0);
        }
    }

    @Override
    public void free(long address) {
        check(DriverCalls.cuMemFree_v2(address), "cuMemFree");
    }

    @Override
    public Pointer allocateHost(long bytes) {
        return new Pointer(
                handle(out -> DriverCalls.cuMemHostAlloc(out, bytes, 0), "cuMemHostAlloc"));
    }

    @Override
    public void freeHost(Pointer memory) {
        check(DriverCalls.cuMemFreeHost(memory), "cuMemFreeHost");
    }

    @Override
    public void copyToDevice(long to, Pointer from, long bytes, long stream) {
        check(DriverCalls.cuMemcpyHtoDAsync_v2(to, from, bytes, stream), "cuMemcpyHtoDAsync");
    }

    @Override
    public void copyToHost(Pointer to, long from, long bytes, long stream) {
        check(DriverCalls.cuMemcpyDtoHAsync_v2(to, from, bytes, stream), "cuMemcpyDtoHAsync");
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes, long stream) {
        check(DriverCalls.cuMemcpyDtoDAsync_v2(to, from, bytes, stream), "cuMemcpyDtoDAsync");
    }

    @Override
    public void clear(long address, long bytes, long stream) {
        check(DriverCalls.cuMemsetD8Async(address, (byte) 0, bytes, stream), "cuMemsetD8Async");
    }

    @Override
    public long createStream() {
        return handle(out -> DriverCalls.cuStreamCreate(out, NON_BLOCKING), "cuStreamCreate");
    }

    @Override
    public void destroyStream(long stream) {
        check(DriverCalls.cuStreamDestroy_v2(stream), "cuStreamDestroy");
    }

    @Override
    public void synchronize(long stream) {
        check(DriverCalls.cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public long createEvent() {
        return handle(out -> DriverCalls.cuEventCreate(out, DISABLE_TIMING), "cuEventCreate");
    }

    @Override
    public void destroyEvent(long event) {
        check(DriverCalls.cuEventDestroy_v2(event), "cuEventDestroy");
    }

    @Override
    public void record(long event, long stream) {
        check(DriverCalls.cuEventRecord(event, stream), "cuEventRecord");
    }

    @Override
    public void synchronizeEvent(long event) {
        check(DriverCalls.cuEventSynchronize(event), "cuEventSynchronize");
    }

    @Override
    public void await(long stream, long event) {
        check(DriverCalls.cuStreamWaitEvent(stream, event, 0), "cuStreamWaitEvent");
    }

    @Override
    public long loadModule(byte[] image) {
        try (Memory memory = new Memory(image.length)) {
            memory.write(0, image, 0, image.length);
            return handle(out -> DriverCalls.cuModuleLoadData(out, memory), "cuModuleLoadData");
        }
    }

    @Override
    public void unloadModule(long module) {
        check(DriverCalls.cuModuleUnload(module), "cuModuleUnload");
    }

    @Override
    public long function(long module, String name) {
        return handle(
                out -> DriverCalls.cuModuleGetFunction(out, module, name),
                "cuModuleGetFunction " + name);
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        check(
                DriverCalls.cuFuncSetAttribute(function, MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
                "cuFuncSetAttribute (" + bytes + " bytes of shared memory)");
    }

    @Override
    public void launch(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long arguments) {
        check(
                DriverCalls.cuLaunchKernel(
                        function,
                        gridX,
                        gridY,
                        gridZ,
                        blockX,
                        blockY,
                        blockZ,
                        sharedBytes,
                        stream,
                        arguments,
                        0),
                "cuLaunchKernel");
    }

    @Override
    public void beginCapture(long stream) {
        check(DriverCalls.cuStreamBeginCapture_v2(stream, CAPTURE_RELAXED), "cuStreamBeginCapture");
    }

    @Override
    public long endCapture(long stream) {
        long graph =
                handle(out -> DriverCalls.cuStreamEndCapture(stream, out), "cuStreamEndCapture");
        try {
            return handle(
                    out -> DriverCalls.cuGraphInstantiateWithFlags(out, graph, 0),
                    "cuGraphInstantiate");
        } finally {
            check(DriverCalls.cuGraphDestroy(graph), "cuGraphDestroy");
        }
    }

    @Override
    public void launchGraph(long graph, long stream) {
        check(DriverCalls.cuGraphLaunch(graph, stream), "cuGraphLaunch");
    }

    @Override
    public void destroyGraph(long graph) {
        check(DriverCalls.cuGraphExecDestroy(graph), "cuGraphExecDestroy");
    }

    private interface Call {
        int run(Pointer out);
    }

    private static long handle(Call call, String name) {
        try (Memory out = new Memory(8)) {
            out.setLong(0, 0);
            check(call.run(out), name);
            return out.getLong(0);
        }
    }

    private static int number(Call call, String name) {
        return (int) handle(call, name);
    }

    private static void check(int status, String call) {
        if (status != 0) {
            throw new BackendException(call + " failed: " + describe(status));
        }
    }

    private static String describe(int status) {
        try (Memory out = new Memory(8)) {
            if (DriverCalls.cuGetErrorName(status, out) != 0) {
                return "error " + status;
            }
            String name = new Pointer(out.getLong(0)).getString(0);
            DriverCalls.cuGetErrorString(status, out);
            return name + " (" + status + "), " + new Pointer(out.getLong(0)).getString(0);
        }
    }
}
