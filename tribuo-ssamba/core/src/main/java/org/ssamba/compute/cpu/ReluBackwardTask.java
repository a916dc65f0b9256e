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
import org.ssamba.compute.op.ReluBackward;

/** {@link ReluBackward}. */
final class ReluBackwardTask implements CpuTask {
    private static final int PIECE = 16384;

    private final int size;
    private final FloatBuffer gradY;
    private final FloatBuffer y;
    private final FloatBuffer gradX;
    private final Workers.Piece body = this::piece;

    ReluBackwardTask(ReluBackward op, CpuMemory memory) {
        this.size = Math.toIntExact(op.y().size());
        this.gradY = memory.floats(op.gradY());
        this.y = memory.floats(op.y());
        this.gradX = memory.floats(op.gradX());
    }

    private void piece(int piece, Scratch scratch) {
        int start = piece * PIECE;
        int count = Math.min(PIECE, size - start);
        float[] g = scratch.floats(0, PIECE);
        float[] r = scratch.floats(1, PIECE);
        gradY.get(start, g, 0, count);
        y.get(start, r, 0, count);
        for (int i = 0; i < count; i++) {
            g[i] = r[i] > 0 ? g[i] : 0f;
        }
        gradX.put(start, g, 0, count);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(Rows.pieces(size, PIECE), body);
    }
}
