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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ssamba.compute.BackendException;

/**
 * A direct buffer of less than 2 GiB, taken of Java's own limit of direct memory and given back
 * when nothing refers to it any more.
 */
final class DirectMemory implements NativeMemory {
    private final int bytes;
    private ByteBuffer buffer;

    /**
     * Takes memory, which Java fills with zeros.
     *
     * @param reason why it is not taken by JNA, and how to change that.
     */
    DirectMemory(String what, long bytes, String reason) {
        if (bytes > Integer.MAX_VALUE - 2 * ALIGNMENT) {
            throw new BackendException(
                    what
                            + " needs "
                            + (bytes >> 20)
                            + " MiB in one piece, and without native libraries 2047 MiB are the"
                            + " most: "
                            + reason);
        }
        this.bytes = (int) bytes;
        try {
            // Aligning cuts at both ends.
            this.buffer =
                    ByteBuffer.allocateDirect(this.bytes + 2 * ALIGNMENT).alignedSlice(ALIGNMENT);
        } catch (OutOfMemoryError e) {
            throw new BackendException(
                    what
                            + " needs "
                            + (bytes >> 20)
                            + " MiB, more than is left of Java's direct memory; raise it by"
                            + " -XX:MaxDirectMemorySize, or use native memory: "
                            + reason,
                    e);
        }
    }

    @Override
    public ByteBuffer part(long offset, int length) {
        return buffer.slice(Math.toIntExact(offset), length).order(ByteOrder.nativeOrder());
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void poison() {
        for (int i = 0; i < bytes; i++) {
            buffer.put(i, (byte) 0xff);
        }
    }

    @Override
    public void close() {
        buffer = null;
    }
}
