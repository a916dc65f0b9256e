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
import org.ssamba.compute.op.GateAverageBackward;

/** {@link GateAverageBackward}: one piece of work is a run of rows of one layer. */
final class GateAverageBackwardTask implements CpuTask {
    private static final int RUN = GateAverageTask.RUN;

    private static final int MEAN = 0;
    private static final int GATED = 1;
    private static final int Z = 2;
    private static final int GATE = 3;
    private static final int GRAD = 4;

    private final CpuMath math;
    private final Matrix zMatrix;
    private final Matrix gradZMatrix;
    private final FloatBuffer gradGated;
    private final FloatBuffer mean;
    private final FloatBuffer z;
    private final FloatBuffer gradY;
    private final FloatBuffer gradZ;
    private final FloatBuffer gated;
    private final int rows;
    private final int channels;
    private final int runs;
    private final Workers.Piece body = this::piece;

    GateAverageBackwardTask(GateAverageBackward op, CpuMemory memory, CpuMath math) {
        this.math = math;
        zMatrix = op.z();
        gradZMatrix = op.gradZ();
        gradGated = memory.floats(op.gradGated());
        mean = memory.floats(op.mean());
        z = memory.floats(op.z().tensor());
        gradY = memory.floats(op.gradY());
        gradZ = memory.floats(op.gradZ().tensor());
        gated = memory.floats(op.gated());
        rows = op.z().rows();
        channels = op.z().columns();
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
        int size = RUN * channels;
        float[] means = scratch.floats(MEAN, size);
        float[] open = scratch.floats(GATED, size);
        float[] zs = scratch.floats(Z, size);
        float[] gate = scratch.floats(GATE, size);
        float[] grad = scratch.floats(GRAD, size);
        mean.get((layer * rows + first) * channels, means, 0, n);
        int gatedAt = (first * 2 + layer) * channels;
        int gatedStride = 2 * channels;
        TokenRows.load(gradGated, gatedAt, gatedStride, count, channels, grad, 0, channels);
        int zStride = Math.toIntExact(zMatrix.rowStride());
        int zAt = GateAverageTask.rowAt(zMatrix, layer, first);
        TokenRows.load(z, zAt, zStride, count, channels, zs, 0, channels);

        local.silu(zs, 0, gate, 0, n);
        for (int i = 0; i < n; i++) {
            open[i] = means[i] * gate[i];
            gate[i] = grad[i] * gate[i] * 0.5f;
            grad[i] = grad[i] * means[i];
        }
        local.siluBackward(zs, 0, grad, 0, n);
        TokenRows.store(open, 0, channels, gated, gatedAt, gatedStride, count, channels);
        gradY.put((layer * rows + first) * channels, gate, 0, n);
        int gradZStride = Math.toIntExact(gradZMatrix.rowStride());
        int gradZAt = GateAverageTask.rowAt(gradZMatrix, layer, first);
        TokenRows.store(grad, 0, channels, gradZ, gradZAt, gradZStride, count, channels);
    }
}
