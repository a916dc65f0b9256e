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
import org.ssamba.compute.op.FinalNormBackward;

/** {@link FinalNormBackward}: the input of the second norm is computed again from the first. */
final class FinalNormBackwardTask implements CpuTask {
    private final int rows;
    private final int tokens;
    private final int width;
    private final int perChunk;
    private final FloatBuffer gradEncoded;
    private final FloatBuffer residual;
    private final FloatBuffer hidden;
    private final FloatBuffer dropScale;
    private final FloatBuffer statistics;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer gradResidual;
    private final FloatBuffer gradHidden;
    private final GradientSums gradWeight;
    private final GradientSums gradBias;
    private final float[] weights;
    private final float[] biases;
    private final Workers.Piece body = this::chunk;

    FinalNormBackwardTask(FinalNormBackward op, CpuMemory memory) {
        Tensor x = op.residual();
        this.tokens = x.extent(1);
        this.rows = x.extent(0) * tokens;
        this.width = x.extent(2);
        this.perChunk = Rows.perChunk(width);
        this.gradEncoded = memory.floats(op.gradEncoded());
        this.residual = memory.floats(x);
        this.hidden = memory.floats(op.hidden());
        this.dropScale = op.dropScale() == null ? null : memory.floats(op.dropScale());
        this.statistics = memory.floats(op.statistics());
        this.weight = memory.floats(op.weight());
        this.bias = memory.floats(op.bias());
        this.gradResidual = memory.floats(op.gradResidual());
        this.gradHidden = memory.floats(op.gradHidden());
        int chunks = Rows.pieces(rows, perChunk);
        this.gradWeight = new GradientSums(chunks, op.gradWeight(), memory);
        this.gradBias = new GradientSums(chunks, op.gradBias(), memory);
        this.weights = new float[width];
        this.biases = new float[width];
    }

    private void chunk(int chunk, Scratch scratch) {
        int sumsAt = gradWeight.begin(chunk);
        gradBias.begin(chunk);
        int first = chunk * perChunk;
        int count = Math.min(perChunk, rows - first);
        int size = count * width;
        float[] r = scratch.floats(0, perChunk * width);
        float[] added = scratch.floats(1, perChunk * width);
        float[] g = scratch.floats(2, perChunk * width);
        float[] between = scratch.floats(3, width);
        residual.get(first * width, r, 0, size);
        hidden.get(first * width, added, 0, size);
        gradEncoded.get(first * width, g, 0, size);
        for (int i = 0; i < count; i++) {
            int row = first + i;
            int at = i * width;
            float scale = dropScale == null ? 1f : dropScale.get(row / tokens);
            for (int j = at; j < at + width; j++) {
                r[j] += scale * added[j];
            }
            float mean = statistics.get(row);
            float inverse = statistics.get(rows + row);
            RowNorm.apply(r, at, mean, inverse, weights, biases, 0, between, 0, width);
            float mean2 = statistics.get(2 * rows + row);
            float inverse2 = statistics.get(3 * rows + row);
            norm(g, at, between, 0, mean2, inverse2, sumsAt);
            norm(g, at, r, at, mean, inverse, sumsAt);
            for (int j = at; j < at + width; j++) {
                added[j] = scale * g[j];
            }
        }
        gradResidual.put(first * width, g, 0, size);
        gradHidden.put(first * width, added, 0, size);
    }

    private void norm(float[] g, int at, float[] x, int xAt, float mean, float inverse, int sums) {
        RowNorm.backward(
                g,
                at,
                x,
                xAt,
                mean,
                inverse,
                weights,
                0,
                g,
                at,
                gradWeight.values(),
                gradBias.values(),
                sums,
                width);
    }

    @Override
    public void run(Workers workers) {
        weight.get(0, weights);
        bias.get(0, biases);
        workers.forEach(Rows.pieces(rows, perChunk), body);
        gradWeight.finish();
        gradBias.finish();
    }
}
