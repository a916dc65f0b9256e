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
import org.ssamba.compute.op.LayerNorm;

/** {@link LayerNorm}. */
final class LayerNormTask implements CpuTask {
    private final int rows;
    private final int width;
    private final int perPiece;
    private final FloatBuffer x;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer y;
    private final FloatBuffer mean;
    private final FloatBuffer inverseDeviation;
    private final float[] weights;
    private final float[] biases;
    private final Workers.Piece body = this::piece;

    LayerNormTask(LayerNorm op, CpuMemory memory) {
        this.rows = Rows.count(op.x());
        this.width = Rows.width(op.x());
        this.perPiece = Rows.perChunk(width);
        this.x = memory.floats(op.x());
        this.weight = memory.floats(op.weight());
        this.bias = memory.floats(op.bias());
        this.y = memory.floats(op.y());
        this.mean = op.mean() == null ? null : memory.floats(op.mean());
        this.inverseDeviation =
                op.inverseDeviation() == null ? null : memory.floats(op.inverseDeviation());
        this.weights = new float[width];
        this.biases = new float[width];
    }

    private void piece(int piece, Scratch scratch) {
        int first = piece * perPiece;
        int count = Math.min(perPiece, rows - first);
        float[] tile = scratch.floats(0, perPiece * width);
        x.get(first * width, tile, 0, count * width);
        for (int i = 0; i < count; i++) {
            int at = i * width;
            float m = RowNorm.mean(tile, at, width);
            float inverse = RowNorm.inverseDeviation(tile, at, width, m);
            RowNorm.apply(tile, at, m, inverse, weights, biases, 0, tile, at, width);
            if (mean != null) {
                mean.put(first + i, m);
                inverseDeviation.put(first + i, inverse);
            }
        }
        y.put(first * width, tile, 0, count * width);
    }

    @Override
    public void run(Workers workers) {
        weight.get(0, weights);
        bias.get(0, biases);
        workers.forEach(Rows.pieces(rows, perPiece), body);
    }
}
