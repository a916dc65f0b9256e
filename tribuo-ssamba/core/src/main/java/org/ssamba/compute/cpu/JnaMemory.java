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
import org.ssamba.compute.OutOfDeviceMemoryException;

/** Memory of any size from the C library. */
final class JnaMemory implements NativeMemory {
    private final Memory block;
    private final Memory memory;
    private final long bytes;

    JnaMemory(String what, long bytes, boolean clear) {
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

    @Override
    public ByteBuffer part(long offset, int length) {
        return memory.getByteBuffer(offset, length).order(ByteOrder.nativeOrder());
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void poison() {
        memory.setMemory(0, bytes, (byte) 0xff);
    }

    @Override
    public void close() {
        memory.close();
        block.close();
    }
}
