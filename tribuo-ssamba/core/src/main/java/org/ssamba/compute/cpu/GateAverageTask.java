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
import org.ssamba.compute.Matrix;
import org.ssamba.compute.op.GateAverage;

/** {@link GateAverage}: one piece of work is a run of rows of one layer. */
final class GateAverageTask implements CpuTask {
    /** Rows of a piece. */
    static final int RUN = 32;

    private static final int Y0 = 0;
    private static final int Y1 = 1;
    private static final int Z = 2;

    private final CpuMath math;
    private final Matrix zMatrix;
    private final FloatBuffer y;
    private final FloatBuffer z;
    private final FloatBuffer gated;
    private final FloatBuffer mean;
    private final int rows;
    private final int channels;
    private final int runs;
    private final Workers.Piece body = this::piece;

    GateAverageTask(GateAverage op, CpuMemory memory, CpuMath math) {
        this.math = math;
        zMatrix = op.z();
        y = memory.floats(op.y());
        z = memory.floats(op.z().tensor());
        gated = memory.floats(op.gated());
        mean = op.mean() == null ? null : memory.floats(op.mean());
        rows = op.y().extent(2) * op.y().extent(3);
        channels = op.y().extent(4);
        runs = (rows + RUN - 1) / RUN;
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(2 * runs, body);
    }

    private void piece(int index, Scratch scratch) {
        CpuMath local = scratch.math(math);
        int layer = index / runs;
        int first = index % runs * RUN;
        int count = Math.min(RUN, rows - first);
        int n = count * channels;
        float[] y0 = scratch.floats(Y0, RUN * channels);
        float[] y1 = scratch.floats(Y1, RUN * channels);
        float[] zs = scratch.floats(Z, RUN * channels);
        y.get((2 * layer * rows + first) * channels, y0, 0, n);
        y.get(((2 * layer + 1) * rows + first) * channels, y1, 0, n);
        int stride = Math.toIntExact(zMatrix.rowStride());
        int at = rowAt(zMatrix, layer, first);
        TokenRows.load(z, at, stride, count, channels, zs, 0, channels);
        local.silu(zs, 0, zs, 0, n);
        for (int i = 0; i < n; i++) {
            y0[i] = (y0[i] + y1[i]) * 0.5f;
        }
        if (mean != null) {
            mean.put((layer * rows + first) * channels, y0, 0, n);
        }
        for (int i = 0; i < n; i++) {
            y0[i] *= zs[i];
        }
        int gatedAt = (first * 2 + layer) * channels;
        TokenRows.store(y0, 0, channels, gated, gatedAt, 2 * channels, count, channels);
    }

    /** Index of a row of the layer's matrix. */
    static int rowAt(Matrix matrix, int layer, int row) {
        return Math.toIntExact(
                matrix.offset() + layer * matrix.batchStride() + row * matrix.rowStride());
    }
}
