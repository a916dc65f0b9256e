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

import com.sun.jna.Pointer;

/**
 * What the backend asks of NVIDIA's driver. Handles and device addresses are plain numbers. Every
 * method throws a {@link org.ssamba.compute.BackendException} that names the failed call.
 */
interface Driver {
    int COMPUTE_CAPABILITY_MAJOR = 75;
    int COMPUTE_CAPABILITY_MINOR = 76;
    int MULTIPROCESSOR_COUNT = 16;
    int MAX_SHARED_MEMORY_PER_BLOCK_OPTIN = 97;

    /** The CUDA the driver supports: 1000·major + 10·minor. */
    int version();

    int deviceCount();

    String deviceName(int device);

    int attribute(int attribute, int device);

    long totalMemory(int device);

    long retainContext(int device);

    void releaseContext(int device);

    /** Makes the context the calling thread's. */
    void setCurrent(long context);

    /** The share of the last moments in which the device was busy, 0 to 1; NaN if unknown. */
    double utilization(int device);

    /** Free memory of the device in bytes. */
    long freeMemory();

    /** Device memory, or 0 if there is not enough. */
    long allocate(long bytes);

    void free(long address);

    /** Pinned host memory. */
    Pointer allocateHost(long bytes);

    void freeHost(Pointer memory);

    void copyToDevice(long to, Pointer from, long bytes, long stream);

    void copyToHost(Pointer to, long from, long bytes, long stream);

    void copyOnDevice(long to, long from, long bytes, long stream);

    /** Fills with zero bytes. */
    void clear(long address, long bytes, long stream);

    long createStream();

    void destroyStream(long stream);

    void synchronize(long stream);

    long createEvent();

    void destroyEvent(long event);

    void record(long event, long stream);

    /** Blocks the calling thread until the event has happened. */
    void synchronizeEvent(long event);

    /** Lets the stream wait for the event. */
    void await(long stream, long event);

    long loadModule(byte[] image);

    void unloadModule(long module);

    long function(long module, String name);

    /** Allows a kernel more dynamic shared memory than the default 48 KiB. */
    void allowSharedMemory(long function, int bytes);

    /**
     * Launches a kernel.
     *
     * @param arguments the address of an array of addresses, one for each argument.
     */
    void launch(
            long function,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long stream,
            long arguments);

    void beginCapture(long stream);

    /** Ends a capture and makes the graph executable. */
    long endCapture(long stream);

    void launchGraph(long graph, long stream);

    void destroyGraph(long graph);
}
