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
import org.ssamba.compute.op.ColumnSum;

/** {@link ColumnSum}. */
final class ColumnSumTask implements CpuTask {
    private final int rows;
    private final int width;
    private final int perChunk;
    private final FloatBuffer x;
    private final GradientSums sums;
    private final Workers.Piece body = this::chunk;

    ColumnSumTask(ColumnSum op, CpuMemory memory) {
        this.rows = Rows.count(op.x());
        this.width = Rows.width(op.x());
        this.perChunk = Rows.perChunk(width);
        this.x = memory.floats(op.x());
        this.sums = new GradientSums(Rows.pieces(rows, perChunk), op.sum(), memory);
    }

    private void chunk(int chunk, Scratch scratch) {
        int at = sums.begin(chunk);
        float[] total = sums.values();
        int first = chunk * perChunk;
        int count = Math.min(perChunk, rows - first);
        float[] tile = scratch.floats(0, perChunk * width);
        x.get(first * width, tile, 0, count * width);
        for (int row = 0; row < count; row++) {
            int from = row * width;
            for (int j = 0; j < width; j++) {
                total[at + j] += tile[from + j];
            }
        }
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(Rows.pieces(rows, perChunk), body);
        sums.finish();
    }
}
