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

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.ssamba.compute.OutOfDeviceMemoryException;

/**
 * Blocks of device memory. A freed block is kept for the next request of about its size; all that
 * is kept goes back to the driver before a request is refused. A refusal leaves everything as it
 * was. The calling thread holds the context, and nothing that runs uses a block it frees.
 */
final class MemoryPool implements AutoCloseable {
    /** Granularity of blocks: what the driver hands out anyway. */
    private static final long UNIT = 2L << 20;

    private final Driver driver;
    private final long limit;
    private final Map<Long, Long> used = new HashMap<>();
    // Size in bytes to addresses of that size, as a stack.
    private final TreeMap<Long, ArrayDeque<Long>> kept = new TreeMap<>();
    private long usedBytes;
    private long keptBytes;
    private long peakBytes;

    /**
     * An empty pool.
     *
     * @param limit bytes in use at one time, at most.
     */
    MemoryPool(Driver driver, long limit) {
        this.driver = driver;
        this.limit = limit;
    }

    /**
     * A block.
     *
     * @param what for the message of a refusal.
     * @param bytes its size.
     * @return its address, aligned to at least 256 bytes; its content is not defined.
     * @throws OutOfDeviceMemoryException if there is not enough.
     */
    synchronized long allocate(String what, long bytes) {
        long size = roundUp(bytes);
        if (size > limit - usedBytes) {
            throw new OutOfDeviceMemoryException(what, size, limit - usedBytes);
        }
        var entry = kept.ceilingEntry(size);
        if (entry != null && entry.getKey() <= size + size / 4) {
            return take(entry.getKey());
        }
        long address = driver.allocate(size);
        if (address == 0 && keptBytes > 0) {
            releaseKept();
            address = driver.allocate(size);
        }
        if (address == 0) {
            throw new OutOfDeviceMemoryException(what, size, driver.freeMemory());
        }
        return use(address, size);
    }

    /** What {@link #allocate} would take for a request. */
    static long roundUp(long bytes) {
        return Place.ceilDiv(Math.max(1, bytes), UNIT) * UNIT;
    }

    /** Gives a block back. */
    synchronized void free(long address) {
        Long size = used.remove(address);
        if (size == null) {
            throw new IllegalArgumentException("No block starts at 0x" + Long.toHexString(address));
        }
        usedBytes -= size;
        keptBytes += size;
        kept.computeIfAbsent(size, s -> new ArrayDeque<>()).push(address);
    }

    /** What a request can get now. */
    synchronized long availableBytes() {
        return Math.min(driver.freeMemory() + keptBytes, limit - usedBytes);
    }

    /** What is taken of the device, in use or kept. */
    synchronized long takenBytes() {
        return usedBytes + keptBytes;
    }

    /** The most that was in use at one time. */
    synchronized long peakBytes() {
        return peakBytes;
    }

    private long take(long size) {
        var stack = kept.get(size);
        long address = stack.pop();
        if (stack.isEmpty()) {
            kept.remove(size);
        }
        keptBytes -= size;
        return use(address, size);
    }

    private long use(long address, long size) {
        used.put(address, size);
        usedBytes += size;
        peakBytes = Math.max(peakBytes, usedBytes);
        return address;
    }

    private void releaseKept() {
        kept.values().forEach(stack -> stack.forEach(driver::free));
        kept.clear();
        keptBytes = 0;
    }

    @Override
    public synchronized void close() {
        releaseKept();
        used.keySet().forEach(driver::free);
        used.clear();
        usedBytes = 0;
    }
}
