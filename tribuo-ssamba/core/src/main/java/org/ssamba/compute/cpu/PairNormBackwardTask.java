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
import org.ssamba.compute.op.PairNormBackward;

/** {@link PairNormBackward}: a piece of work is some tokens, for both layers. */
final class PairNormBackwardTask implements CpuTask {
    private final int rows;
    private final int tokens;
    private final int clips;
    private final int width;
    private final int perChunk;
    private final FloatBuffer gradNormed;
    private final FloatBuffer gradNewResidual;
    private final FloatBuffer residual;
    private final FloatBuffer hidden;
    private final FloatBuffer dropScale;
    private final FloatBuffer mean;
    private final FloatBuffer inverseDeviation;
    private final FloatBuffer weight;
    private final FloatBuffer gradResidual;
    private final FloatBuffer gradHidden;
    private final GradientSums gradWeight;
    private final GradientSums gradBias;
    private final float[] weights;
    private final Workers.Piece body = this::chunk;

    PairNormBackwardTask(PairNormBackward op, CpuMemory memory) {
        Tensor x = op.residual();
        this.clips = x.extent(0);
        this.tokens = x.extent(1);
        this.rows = clips * tokens;
        this.width = x.extent(2);
        this.perChunk = Rows.perChunk(width);
        this.gradNormed = memory.floats(op.gradNormed());
        this.gradNewResidual = memory.floats(op.gradNewResidual());
        this.residual = memory.floats(x);
        this.hidden = op.hidden() == null ? null : memory.floats(op.hidden());
        this.dropScale = op.dropScale() == null ? null : memory.floats(op.dropScale());
        this.mean = memory.floats(op.mean());
        this.inverseDeviation = memory.floats(op.inverseDeviation());
        this.weight = memory.floats(op.weight());
        this.gradResidual = memory.floats(op.gradResidual());
        this.gradHidden = op.gradHidden() == null ? null : memory.floats(op.gradHidden());
        int chunks = Rows.pieces(rows, perChunk);
        this.gradWeight = new GradientSums(chunks, op.gradWeight(), memory);
        this.gradBias = new GradientSums(chunks, op.gradBias(), memory);
        this.weights = new float[2 * width];
    }

    private void chunk(int chunk, Scratch scratch) {
        int sumsAt = gradWeight.begin(chunk);
        gradBias.begin(chunk);
        int first = chunk * perChunk;
        int count = Math.min(perChunk, rows - first);
        int size = count * width;
        float[] base = scratch.floats(0, perChunk * width);
        float[] added = scratch.floats(1, perChunk * width);
        float[] r = scratch.floats(2, width);
        float[] g = scratch.floats(3, perChunk * width);
        float[] above = scratch.floats(4, perChunk * width);
        float[] toResidual = scratch.floats(5, perChunk * width);
        float[] toHidden = scratch.floats(6, perChunk * width);
        residual.get(first * width, base, 0, size);
        gradNewResidual.get(first * width, above, 0, size);
        if (hidden != null) {
            hidden.get(first * width, added, 0, size);
        }
        for (int layer = 0; layer < 2; layer++) {
            gradNormed.get((layer * rows + first) * width, g, 0, size);
            for (int i = 0; i < count; i++) {
                int row = first + i;
                int at = i * width;
                float scale = dropScale == null ? 1f : dropScale.get(layer * clips + row / tokens);
                if (hidden == null) {
                    System.arraycopy(base, at, r, 0, width);
                } else {
                    for (int j = 0; j < width; j++) {
                        r[j] = base[at + j] + scale * added[at + j];
                    }
                }
                RowNorm.backward(
                        g,
                        at,
                        r,
                        0,
                        mean.get(layer * rows + row),
                        inverseDeviation.get(layer * rows + row),
                        weights,
                        layer * width,
                        g,
                        at,
                        gradWeight.values(),
                        gradBias.values(),
                        sumsAt + layer * width,
                        width);
                share(layer, scale, g, above, toResidual, toHidden, at);
            }
        }
        gradResidual.put(first * width, toResidual, 0, size);
        if (gradHidden != null) {
            gradHidden.put(first * width, toHidden, 0, size);
        }
    }

    /** Adds what a layer passes down from one row; the first layer overwrites. */
    private void share(
            int layer,
            float scale,
            float[] g,
            float[] above,
            float[] toResidual,
            float[] toHidden,
            int at) {
        if (layer == 0) {
            for (int j = at; j < at + width; j++) {
                float total = g[j] + above[j];
                toResidual[j] = total;
                toHidden[j] = scale * total;
            }
        } else {
            for (int j = at; j < at + width; j++) {
                float total = g[j] + above[j];
                toResidual[j] += total;
                toHidden[j] += scale * total;
            }
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
