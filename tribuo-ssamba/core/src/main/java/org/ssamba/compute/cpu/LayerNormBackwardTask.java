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
import org.ssamba.compute.op.LayerNormBackward;

/** {@link LayerNormBackward}. */
final class LayerNormBackwardTask implements CpuTask {
    private final int rows;
    private final int width;
    private final int perChunk;
    private final FloatBuffer gradY;
    private final FloatBuffer x;
    private final FloatBuffer mean;
    private final FloatBuffer inverseDeviation;
    private final FloatBuffer weight;
    private final FloatBuffer gradX;
    private final GradientSums gradWeight;
    private final GradientSums gradBias;
    private final float[] weights;
    private final Workers.Piece body = this::chunk;

    LayerNormBackwardTask(LayerNormBackward op, CpuMemory memory) {
        this.rows = Rows.count(op.x());
        this.width = Rows.width(op.x());
        this.perChunk = Rows.perChunk(width);
        this.gradY = memory.floats(op.gradY());
        this.x = memory.floats(op.x());
        this.mean = memory.floats(op.mean());
        this.inverseDeviation = memory.floats(op.inverseDeviation());
        this.weight = memory.floats(op.weight());
        this.gradX = op.gradX() == null ? null : memory.floats(op.gradX());
        int chunks = Rows.pieces(rows, perChunk);
        this.gradWeight = new GradientSums(chunks, op.gradWeight(), memory);
        this.gradBias = new GradientSums(chunks, op.gradBias(), memory);
        this.weights = new float[width];
    }

    private void chunk(int chunk, Scratch scratch) {
        int sumsAt = gradWeight.begin(chunk);
        gradBias.begin(chunk);
        int first = chunk * perChunk;
        int count = Math.min(perChunk, rows - first);
        float[] g = scratch.floats(0, perChunk * width);
        float[] tile = scratch.floats(1, perChunk * width);
        gradY.get(first * width, g, 0, count * width);
        x.get(first * width, tile, 0, count * width);
        float[] dx = gradX == null ? null : g;
        for (int i = 0; i < count; i++) {
            RowNorm.backward(
                    g,
                    i * width,
                    tile,
                    i * width,
                    mean.get(first + i),
                    inverseDeviation.get(first + i),
                    weights,
                    0,
                    dx,
                    i * width,
                    gradWeight.values(),
                    gradBias.values(),
                    sumsAt,
                    width);
        }
        if (gradX != null) {
            gradX.put(first * width, g, 0, count * width);
        }
    }

    @Override
    public void run(Workers workers) {
        weight.get(0, weights);
        workers.forEach(Rows.pieces(rows, perChunk), body);
        gradWeight.finish();
        gradBias.finish();
    }
}
