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
import org.ssamba.compute.op.GatherRows;

/** {@link GatherRows}: a piece of work is one clip. */
final class GatherRowsTask implements CpuTask {
    private final int clips;
    private final int rows;
    private final int picked;
    private final int width;
    private final int shift;
    private final FloatBuffer source;
    private final IntBuffer indices;
    private final FloatBuffer gathered;
    private final Workers.Piece body = this::clip;

    GatherRowsTask(GatherRows op, CpuMemory memory) {
        this.clips = op.source().extent(0);
        this.rows = op.source().extent(1);
        this.picked = op.indices().extent(1);
        this.width = op.source().extent(2);
        this.shift = op.shift();
        this.source = memory.floats(op.source());
        this.indices = memory.ints(op.indices());
        this.gathered = memory.floats(op.gathered());
    }

    private void clip(int clip, Scratch scratch) {
        for (int j = 0; j < picked; j++) {
            int row = indices.get(clip * picked + j) + shift;
            if (row < 0 || row >= rows) {
                throw new IndexOutOfBoundsException(
                        "Row " + row + " of clip " + clip + " is outside 0 to " + (rows - 1));
            }
            gathered.put((clip * picked + j) * width, source, (clip * rows + row) * width, width);
        }
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips, body);
    }
}
