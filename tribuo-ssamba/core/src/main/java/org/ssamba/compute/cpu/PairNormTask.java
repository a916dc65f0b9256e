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
import org.ssamba.compute.op.PairNorm;

/** {@link PairNorm}: a piece of work is some tokens, for both layers. */
final class PairNormTask implements CpuTask {
    private final int rows;
    private final int tokens;
    private final int clips;
    private final int width;
    private final int perPiece;
    private final FloatBuffer residual;
    private final FloatBuffer hidden;
    private final FloatBuffer dropScale;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer normed;
    private final FloatBuffer newResidual;
    private final FloatBuffer mean;
    private final FloatBuffer inverseDeviation;
    private final float[] weights;
    private final float[] biases;
    private final Workers.Piece body = this::piece;

    PairNormTask(PairNorm op, CpuMemory memory) {
        Tensor x = op.residual();
        this.clips = x.extent(0);
        this.tokens = x.extent(1);
        this.rows = clips * tokens;
        this.width = x.extent(2);
        this.perPiece = Rows.perChunk(width);
        this.residual = memory.floats(x);
        this.hidden = op.hidden() == null ? null : memory.floats(op.hidden());
        this.dropScale = op.dropScale() == null ? null : memory.floats(op.dropScale());
        this.weight = memory.floats(op.weight());
        this.bias = memory.floats(op.bias());
        this.normed = memory.floats(op.normed());
        this.newResidual = memory.floats(op.newResidual());
        this.mean = op.mean() == null ? null : memory.floats(op.mean());
        this.inverseDeviation =
                op.inverseDeviation() == null ? null : memory.floats(op.inverseDeviation());
        this.weights = new float[2 * width];
        this.biases = new float[2 * width];
    }

    private void piece(int piece, Scratch scratch) {
        int first = piece * perPiece;
        int count = Math.min(perPiece, rows - first);
        int size = count * width;
        float[] base = scratch.floats(0, perPiece * width);
        float[] added = scratch.floats(1, perPiece * width);
        float[] r = scratch.floats(2, width);
        float[] sum = scratch.floats(3, perPiece * width);
        float[] out = scratch.floats(4, perPiece * width);
        residual.get(first * width, base, 0, size);
        if (hidden != null) {
            hidden.get(first * width, added, 0, size);
        }
        for (int layer = 0; layer < 2; layer++) {
            for (int i = 0; i < count; i++) {
                int row = first + i;
                int at = i * width;
                float scale = dropScale == null ? 1f : dropScale.get(layer * clips + row / tokens);
                // A branch instead of a product: hidden may hold anything where there is none.
                if (hidden == null) {
                    System.arraycopy(base, at, r, 0, width);
                } else {
                    for (int j = 0; j < width; j++) {
                        r[j] = base[at + j] + scale * added[at + j];
                    }
                }
                float m = RowNorm.mean(r, 0, width);
                float inverse = RowNorm.inverseDeviation(r, 0, width, m);
                RowNorm.apply(r, 0, m, inverse, weights, biases, layer * width, out, at, width);
                if (layer == 0) {
                    System.arraycopy(r, 0, sum, at, width);
                } else {
                    for (int j = 0; j < width; j++) {
                        sum[at + j] += r[j];
                    }
                }
                if (mean != null) {
                    mean.put(layer * rows + row, m);
                    inverseDeviation.put(layer * rows + row, inverse);
                }
            }
            normed.put((layer * rows + first) * width, out, 0, size);
        }
        newResidual.put(first * width, sum, 0, size);
    }

    @Override
    public void run(Workers workers) {
        weight.get(0, weights);
        bias.get(0, biases);
        workers.forEach(Rows.pieces(rows, perPiece), body);
    }
}
