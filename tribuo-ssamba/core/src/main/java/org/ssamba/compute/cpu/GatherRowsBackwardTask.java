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
import org.ssamba.compute.op.GatherRowsBackward;

/** {@link GatherRowsBackward}: a piece of work is one clip. */
final class GatherRowsBackwardTask implements CpuTask {
    private final int clips;
    private final int rows;
    private final int picked;
    private final int width;
    private final int shift;
    private final FloatBuffer gradGathered;
    private final IntBuffer rank;
    private final FloatBuffer gradSource;
    private final float[] zeros;
    private final Workers.Piece body = this::clip;

    GatherRowsBackwardTask(GatherRowsBackward op, CpuMemory memory) {
        this.clips = op.gradSource().extent(0);
        this.rows = op.gradSource().extent(1);
        this.picked = op.gradGathered().extent(1);
        this.width = op.gradSource().extent(2);
        this.shift = op.shift();
        this.gradGathered = memory.floats(op.gradGathered());
        this.rank = memory.ints(op.rank());
        this.gradSource = memory.floats(op.gradSource());
        this.zeros = new float[width];
    }

    private void clip(int clip, Scratch scratch) {
        for (int row = 0; row < rows; row++) {
            int index = row < shift ? -1 : rank.get(clip * (rows - shift) + row - shift);
            int to = (clip * rows + row) * width;
            if (index < 0) {
                gradSource.put(to, zeros, 0, width);
            } else {
                gradSource.put(to, gradGathered, (clip * picked + index) * width, width);
            }
        }
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(clips, body);
    }
}
