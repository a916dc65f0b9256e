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

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The driver's functions under their exported names (cuda.h), mapped directly. Handles, addresses
 * and sizes are 64-bit numbers.
 */
final class DriverCalls {
    private static boolean bound;

    private DriverCalls() {}

    /** Binds the functions, once: they serve every backend of the process. */
    static synchronized void bind(NativeLibrary library) {
        if (!bound) {
            Native.register(DriverCalls.class, library);
            bound = true;
        }
    }

    static native int cuInit(int flags);

    static native int cuDriverGetVersion(Pointer version);

    static native int cuGetErrorName(int error, Pointer name);

    static native int cuGetErrorString(int error, Pointer text);

    static native int cuDeviceGetCount(Pointer count);

    static native int cuDeviceGetName(Pointer name, int length, int device);

    static native int cuDeviceGetPCIBusId(Pointer id, int length, int device);

    static native int cuDeviceGetAttribute(Pointer value, int attribute, int device);

    static native int cuDeviceTotalMem_v2(Pointer bytes, int device);

    static native int cuDevicePrimaryCtxRetain(Pointer context, int device);

    static native int cuDevicePrimaryCtxRelease_v2(int device);

    static native int cuCtxSetCurrent(long context);

    static native int cuMemGetInfo_v2(Pointer free, Pointer total);

    static native int cuMemAlloc_v2(Pointer address, long bytes);

    static native int cuMemFree_v2(long address);

    static native int cuMemHostAlloc(Pointer memory, long bytes, int flags);

    static native int cuMemFreeHost(Pointer memory);

    static native int cuMemcpyHtoDAsync_v2(long to, Pointer from, long bytes, long stream);

    static native int cuMemcpyDtoHAsync_v2(Pointer to, long from, long bytes, long stream);

    static native int cuMemcpyDtoDAsync_v2(long to, long from, long bytes, long stream);

    static native int cuMemsetD8Async(long address, byte value, long bytes, long stream);

    static native int cuStreamCreate(Pointer stream, int flags);

    static native int cuStreamDestroy_v2(long stream);

    static native int cuStreamSynchronize(long stream);

    static native int cuStreamWaitEvent(long stream, long event, int flags);

    static native int cuStreamBeginCapture_v2(long stream, int mode);

    static native int cuStreamEndCapture(long stream, Pointer graph);

    static native int cuEventCreate(Pointer event, int flags);

    static native int cuEventDestroy_v2(long event);

    static native int cuEventRecord(long event, long stream);

    static native int cuEventSynchronize(long event);

    static native int cuModuleLoadData(Pointer module, Pointer image);

    static native int cuModuleUnload(long module);

    static native int cuModuleGetFunction(Pointer function, long module, String name);

    static native int cuFuncSetAttribute(long function, int attribute, int value);

    static native int cuLaunchKernel(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long arguments,
            long extra);

    static native int cuGraphInstantiateWithFlags(Pointer executable, long graph, long flags);

    static native int cuGraphLaunch(long executable, long stream);

    static native int cuGraphExecDestroy(long executable);

    static native int cuGraphDestroy(long graph);
}
