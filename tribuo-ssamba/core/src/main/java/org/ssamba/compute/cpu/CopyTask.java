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

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.ssamba.compute.DType;
import org.ssamba.compute.op.Copy;

/** {@link Copy}: both float types are float32 here. */
final class CopyTask implements CpuTask {
    /** Elements copied by one piece of work: a megabyte. */
    private static final int PIECE = 1 << 18;

    private final int size;
    private final Workers.Piece body;

    CopyTask(Copy op, CpuMemory memory) {
        this.size = Math.toIntExact(op.from().size());
        if (op.to().size() != size) {
            throw new IllegalArgumentException(op.from() + " does not fill " + op.to());
        }
        boolean fromInts = op.from().type() == DType.INT32;
        if (fromInts != (op.to().type() == DType.INT32)) {
            throw new IllegalArgumentException(
                    "Cannot convert between integers and floats: " + op.from() + ", " + op.to());
        }
        if (fromInts) {
            IntBuffer from = memory.ints(op.from());
            IntBuffer to = memory.ints(op.to());
            this.body =
                    (piece, scratch) -> to.put(piece * PIECE, from, piece * PIECE, count(piece));
        } else {
            FloatBuffer from = memory.floats(op.from());
            FloatBuffer to = memory.floats(op.to());
            this.body =
                    (piece, scratch) -> to.put(piece * PIECE, from, piece * PIECE, count(piece));
        }
    }

    private int count(int piece) {
        return Math.min(PIECE, size - piece * PIECE);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(Rows.pieces(size, PIECE), body);
    }
}
