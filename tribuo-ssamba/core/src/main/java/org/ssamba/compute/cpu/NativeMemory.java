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
import org.ssamba.compute.BackendException;
import org.ssamba.compute.NativeAccess;

/**
 * One block of memory outside the Java heap, whose slices are direct buffers. Buffers keep the
 * block alive unless it is {@linkplain #close closed}.
 */
interface NativeMemory extends AutoCloseable {
    /** What kernels like to begin at, in bytes. */
    int ALIGNMENT = 64;

    /**
     * Takes memory: of any size by JNA, or as a direct buffer where no native library can be
     * called.
     *
     * @param what for messages.
     * @param bytes how much, at least 1.
     * @param clear whether to fill it with zeros.
     */
    static NativeMemory of(String what, long bytes, boolean clear) {
        return NativeAccess.missing()
                .<NativeMemory>map(reason -> new DirectMemory(what, bytes, reason))
                .orElseGet(() -> new JnaMemory(what, bytes, clear));
    }

    /**
     * A part of the block.
     *
     * @param what for messages.
     * @param offset its first byte.
     * @param length its length in bytes, less than 2 GiB.
     * @return a native-order buffer at position 0 whose limit is the length.
     */
    default ByteBuffer slice(String what, long offset, long length) {
        if (length > Integer.MAX_VALUE) {
            throw new BackendException(
                    what
                            + " takes "
                            + (length >> 20)
                            + " MiB, more than the 2047 MiB one tensor may take on the CPU; use a"
                            + " smaller batch or shorter input");
        }
        return part(offset, (int) length);
    }

    /** A slice of a length that a buffer can have. */
    ByteBuffer part(long offset, int length);

    long bytes();

    /** Fills the block with bytes of all ones: not-a-number in float32. */
    void poison();

    @Override
    void close();
}
