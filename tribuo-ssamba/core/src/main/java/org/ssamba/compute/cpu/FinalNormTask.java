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
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.FinalNorm;

/** {@link FinalNorm}. */
final class FinalNormTask implements CpuTask {
    private final int rows;
    private final int tokens;
    private final int width;
    private final int perPiece;
    private final FloatBuffer residual;
    private final FloatBuffer hidden;
    private final FloatBuffer dropScale;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer encoded;
    private final FloatBuffer statistics;
    private final float[] weights;
    private final float[] biases;
    private final Workers.Piece body = this::piece;

    FinalNormTask(FinalNorm op, CpuMemory memory) {
        Tensor x = op.residual();
        this.tokens = x.extent(1);
        this.rows = x.extent(0) * tokens;
        this.width = x.extent(2);
        this.perPiece = Rows.perChunk(width);
        this.residual = memory.floats(x);
        this.hidden = memory.floats(op.hidden());
        this.dropScale = op.dropScale() == null ? null : memory.floats(op.dropScale());
        this.weight = memory.floats(op.weight());
        this.bias = memory.floats(op.bias());
        this.encoded = memory.floats(op.encoded());
        this.statistics = op.statistics() == null ? null : memory.floats(op.statistics());
        this.weights = new float[width];
        this.biases = new float[width];
    }

    private void piece(int piece, Scratch scratch) {
        int first = piece * perPiece;
        int count = Math.min(perPiece, rows - first);
        float[] r = scratch.floats(0, perPiece * width);
        float[] added = scratch.floats(1, perPiece * width);
        residual.get(first * width, r, 0, count * width);
        hidden.get(first * width, added, 0, count * width);
        for (int i = 0; i < count; i++) {
            int row = first + i;
            int at = i * width;
            float scale = dropScale == null ? 1f : dropScale.get(row / tokens);
            for (int j = at; j < at + width; j++) {
                r[j] += scale * added[j];
            }
            for (int norm = 0; norm < 2; norm++) {
                float mean = RowNorm.mean(r, at, width);
                float inverse = RowNorm.inverseDeviation(r, at, width, mean);
                RowNorm.apply(r, at, mean, inverse, weights, biases, 0, r, at, width);
                if (statistics != null) {
                    statistics.put(2 * norm * rows + row, mean);
                    statistics.put((2 * norm + 1) * rows + row, inverse);
                }
            }
        }
        encoded.put(first * width, r, 0, count * width);
    }

    @Override
    public void run(Workers workers) {
        weight.get(0, weights);
        bias.get(0, biases);
        workers.forEach(Rows.pieces(rows, perPiece), body);
    }
}
