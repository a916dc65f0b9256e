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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.ssamba.compute.BackendException;

/** A driver without a device: hands out addresses, keeps count, and records what it is told. */
final class FakeDriver implements Driver {
    int cudaVersion = 13000;
    int devices = 1;
    int capability = 9;
    long capacity = 1L << 34;
    String failingKernel;
    String name = "Fake GPU";

    /** What every wait for an event waits for, too. */
    CountDownLatch hang = new CountDownLatch(0);

    /** Fails the next launch of a graph. */
    boolean failingGraph;

    final List<String> calls = new ArrayList<>();
    final Map<Long, Long> allocated = new HashMap<>();
    final Map<Long, String> functions = new HashMap<>();
    final Map<Long, Memory> pinned = new HashMap<>();
    int openHandles;
    int graphs;
    boolean capturing;

    private long nextAddress = 1L << 40;
    private long nextHandle = 1;

    long allocatedBytes() {
        return allocated.values().stream().mapToLong(Long::longValue).sum();
    }

    private long handle() {
        openHandles++;
        return nextHandle++;
    }

    @Override
    public int version() {
        return cudaVersion;
    }

    @Override
    public int deviceCount() {
        return devices;
    }

    @Override
    public String deviceName(int device) {
        return name;
    }

    @Override
    public int attribute(int attribute, int device) {
        return switch (attribute) {
            case COMPUTE_CAPABILITY_MAJOR -> capability;
            case COMPUTE_CAPABILITY_MINOR -> 0;
            case MULTIPROCESSOR_COUNT -> 132;
            default -> 227 << 10;
        };
    }

    @Override
    public long totalMemory(int device) {
        return capacity;
    }

    @Override
    public double utilization(int device) {
        return 0.5;
    }

    @Override
    public long retainContext(int device) {
        return handle();
    }

    @Override
    public void releaseContext(int device) {
        openHandles--;
    }

    @Override
    public void setCurrent(long context) {}

    @Override
    public long freeMemory() {
        return capacity - allocatedBytes();
    }

    @Override
    public long allocate(long bytes) {
        if (bytes > freeMemory()) {
            return 0;
        }
        long address = nextAddress;
        nextAddress += bytes + (1 << 20);
        allocated.put(address, bytes);
        return address;
    }

    @Override
    public void free(long address) {
        if (allocated.remove(address) == null) {
            throw new BackendException("freed twice: " + address);
        }
    }

    @Override
    public Pointer allocateHost(long bytes) {
        Memory memory = new Memory(bytes);
        pinned.put(Pointer.nativeValue(memory), memory);
        return memory;
    }

    @Override
    public void freeHost(Pointer memory) {
        pinned.remove(Pointer.nativeValue(memory));
    }

    @Override
    public void copyToDevice(long to, Pointer from, long bytes, long stream) {
        calls.add("in " + bytes);
    }

    @Override
    public void copyToHost(Pointer to, long from, long bytes, long stream) {
        calls.add("out " + bytes);
    }

    @Override
    public void copyOnDevice(long to, long from, long bytes, long stream) {
        calls.add("move " + bytes);
    }

    @Override
    public void clear(long address, long bytes, long stream) {
        calls.add("clear " + bytes);
    }

    @Override
    public long createStream() {
        return handle();
    }

    @Override
    public void destroyStream(long stream) {
        openHandles--;
    }

    @Override
    public void synchronize(long stream) {
        String last = calls.isEmpty() ? "" : calls.get(calls.size() - 1);
        if (failingKernel != null && last.equals("launch " + failingKernel)) {
            throw new BackendException("cuStreamSynchronize failed: illegal address");
        }
    }

    @Override
    public long createEvent() {
        return handle();
    }

    @Override
    public void destroyEvent(long event) {
        openHandles--;
    }

    @Override
    public void record(long event, long stream) {}

    @Override
    public void synchronizeEvent(long event) {
        try {
            hang.await();
        } catch (InterruptedException e) {
            throw new BackendException("interrupted", e);
        }
    }

    @Override
    public void await(long stream, long event) {}

    @Override
    public long loadModule(byte[] image) {
        return handle();
    }

    @Override
    public void unloadModule(long module) {
        openHandles--;
    }

    @Override
    public long function(long module, String name) {
        long function = nextHandle++;
        functions.put(function, name);
        return function;
    }

    @Override
    public void allowSharedMemory(long function, int bytes) {
        calls.add("shared " + functions.get(function));
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
        calls.add((capturing ? "capture " : "launch ") + functions.get(function));
    }

    @Override
    public void beginCapture(long stream) {
        capturing = true;
    }

    @Override
    public long endCapture(long stream) {
        capturing = false;
        graphs++;
        return handle();
    }

    @Override
    public void launchGraph(long graph, long stream) {
        calls.add("graph");
        if (failingGraph) {
            throw new BackendException("cuGraphLaunch failed: fell off the bus");
        }
    }

    @Override
    public void destroyGraph(long graph) {
        graphs--;
        openHandles--;
    }
}
