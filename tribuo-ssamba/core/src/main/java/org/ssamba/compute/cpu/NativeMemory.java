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

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.OutOfDeviceMemoryException;

/**
 * One block of memory outside the Java heap, of any size, whose slices are direct buffers. Buffers
 * keep the block alive unless it is {@linkplain #close closed}.
 */
final class NativeMemory implements AutoCloseable {
    private static final int ALIGNMENT = 64;

    private final Memory block;
    private final Memory memory;
    private final long bytes;

    /**
     * Takes memory.
     *
     * @param what for messages.
     * @param bytes how much, at least 1.
     * @param clear whether to fill it with zeros.
     */
    NativeMemory(String what, long bytes, boolean clear) {
        try {
            this.block = new Memory(bytes + ALIGNMENT);
        } catch (OutOfMemoryError e) {
            throw new OutOfDeviceMemoryException(what, bytes, HostMemory.availableBytes());
        }
        this.memory = block.align(ALIGNMENT);
        this.bytes = bytes;
        if (clear) {
            memory.clear(bytes);
        }
    }

    /**
     * A part of the block.
     *
     * @param what for messages.
     * @param offset its first byte.
     * @param length its length in bytes, less than 2 GiB.
     * @return a native-order buffer at position 0 whose limit is the length.
     */
    ByteBuffer slice(String what, long offset, long length) {
        if (length > Integer.MAX_VALUE) {
            throw new BackendException(
                    what
                            + " takes "
                            + (length >> 20)
                            + " MiB, more than the 2047 MiB one tensor may take on the CPU; use a"
                            + " smaller batch or shorter input");
        }
        return memory.getByteBuffer(offset, length).order(ByteOrder.nativeOrder());
    }

    long bytes() {
        return bytes;
    }

    /** Fills the block with bytes of all ones: not-a-number in float32. */
    void poison() {
        memory.setMemory(0, bytes, (byte) 0xff);
    }

    @Override
    public void close() {
        memory.close();
        block.close();
    }
}
