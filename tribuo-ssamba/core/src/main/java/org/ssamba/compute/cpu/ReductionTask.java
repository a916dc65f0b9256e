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
import java.util.ArrayList;
import java.util.List;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.GradientNorm;
import org.ssamba.compute.op.Sum;

/**
 * {@link Sum} and {@link GradientNorm}: pieces of fixed length are summed in double precision, then
 * the sums of the pieces in their order.
 */
final class ReductionTask implements CpuTask {
    private static final int PIECE = 16384;

    private final FloatBuffer[] values;
    private final int[] pieceTensor;
    private final int[] pieceStart;
    private final double[] sums;
    private final boolean norm;
    private final float scale;
    private final FloatBuffer result;
    private final Workers.Piece body = this::piece;

    ReductionTask(Sum op, CpuMemory memory) {
        this(List.of(op.values()), false, op.scale(), op.sum(), memory);
    }

    ReductionTask(GradientNorm op, CpuMemory memory) {
        this(op.gradients(), true, 1f, op.norm(), memory);
    }

    private ReductionTask(
            List<Tensor> tensors, boolean norm, float scale, Tensor result, CpuMemory memory) {
        List<int[]> pieces = new ArrayList<>();
        this.values = new FloatBuffer[tensors.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = memory.floats(tensors.get(i));
            for (int start = 0; start < values[i].limit(); start += PIECE) {
                pieces.add(new int[] {i, start});
            }
        }
        this.pieceTensor = pieces.stream().mapToInt(piece -> piece[0]).toArray();
        this.pieceStart = pieces.stream().mapToInt(piece -> piece[1]).toArray();
        this.sums = new double[pieces.size()];
        this.norm = norm;
        this.scale = scale;
        this.result = memory.floats(result);
    }

    private void piece(int piece, Scratch scratch) {
        FloatBuffer from = values[pieceTensor[piece]];
        int start = pieceStart[piece];
        int count = Math.min(PIECE, from.limit() - start);
        float[] x = scratch.floats(0, PIECE);
        from.get(start, x, 0, count);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = count; i < (count + 3) / 4 * 4; i++) {
            x[i] = 0;
        }
        if (norm) {
            for (int i = 0; i < count; i += 4) {
                s0 += (double) x[i] * x[i];
                s1 += (double) x[i + 1] * x[i + 1];
                s2 += (double) x[i + 2] * x[i + 2];
                s3 += (double) x[i + 3] * x[i + 3];
            }
        } else {
            for (int i = 0; i < count; i += 4) {
                s0 += x[i];
                s1 += x[i + 1];
                s2 += x[i + 2];
                s3 += x[i + 3];
            }
        }
        sums[piece] = (s0 + s1) + (s2 + s3);
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(sums.length, body);
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        result.put(0, (float) (scale * (norm ? Math.sqrt(total) : total)));
    }
}
