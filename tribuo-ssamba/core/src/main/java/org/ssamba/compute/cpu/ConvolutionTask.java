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
import java.util.Arrays;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.op.Convolution;

/**
 * {@link Convolution}: one piece of work is a run of tokens of one clip in one layer, read once for
 * both directions together with the K - 1 tokens on either side.
 */
final class ConvolutionTask implements CpuTask {
    private static final int RUN = 64;

    private static final int X = 0;
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;
    private static final int U = 3;
    private static final int TAPS = 4;

    private final CpuMath math;
    private final Matrix xMatrix;
    private final FloatBuffer x;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer u;
    private final int clips;
    private final int tokens;
    private final int channels;
    private final int kernel;
    private final int runs;
    private final Workers.Piece body = this::piece;

    ConvolutionTask(Convolution op, CpuMemory memory, CpuMath math) {
        this.math = math;
        xMatrix = op.x();
        x = memory.floats(op.x().tensor());
        weight = memory.floats(op.weight());
        bias = memory.floats(op.bias());
        u = memory.floats(op.u());
        clips = op.u().extent(2);
        tokens = op.u().extent(3);
        channels = op.u().extent(4);
        kernel = op.weight().extent(3);
        runs = (tokens + RUN - 1) / RUN;
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(2 * clips * runs, body);
    }

    private void piece(int index, Scratch scratch) {
        CpuMath local = scratch.math(math);
        int run = index % runs;
        int clip = index / runs % clips;
        int layer = index / runs / clips;
        int first = run * RUN;
        int count = Math.min(RUN, tokens - first);
        int halo = kernel - 1;
        float[] xs = scratch.floats(X, (RUN + 2 * halo) * channels);
        loadWithHalo(layer, clip, first, count, halo, xs);
        float[] weights = scratch.floats(WEIGHT, kernel * channels);
        float[] biases = scratch.floats(BIAS, channels);
        float[] taps = scratch.floats(TAPS, kernel * channels);
        float[] us = scratch.floats(U, RUN * channels);
        for (int direction = 0; direction < 2; direction++) {
            int scan = 2 * layer + direction;
            weight.get(scan * channels * kernel, weights, 0, channels * kernel);
            bias.get(scan * channels, biases, 0, channels);
            tapsFirst(weights, 0, channels, kernel, taps, channels);
            // Row halo of xs is the run's first token; tap k looks K - 1 - k tokens back.
            int step = ScanShape.rising(scan) ? 1 : -1;
            for (int t = 0; t < count; t++) {
                int to = t * channels;
                System.arraycopy(biases, 0, us, to, channels);
                for (int k = 0; k < kernel; k++) {
                    int from = (halo + t - step * (halo - k)) * channels;
                    local.addProduct(taps, k * channels, xs, from, us, to, channels);
                }
            }
            local.silu(us, 0, us, 0, count * channels);
            int at = ((scan * clips + clip) * tokens + first) * channels;
            u.put(at, us, 0, count * channels);
        }
    }

    private void loadWithHalo(int layer, int clip, int first, int count, int halo, float[] xs) {
        int from = Math.max(0, first - halo);
        int to = Math.min(tokens, first + count + halo);
        int before = (halo - (first - from)) * channels;
        int rows = to - from;
        int at =
                Math.toIntExact(
                        xMatrix.offset()
                                + layer * xMatrix.batchStride()
                                + ((long) clip * tokens + from) * xMatrix.rowStride());
        int stride = Math.toIntExact(xMatrix.rowStride());
        Arrays.fill(xs, 0, before, 0f);
        TokenRows.load(x, at, stride, rows, channels, xs, before, channels);
        Arrays.fill(xs, before + rows * channels, (count + 2 * halo) * channels, 0f);
    }

    /** Weights (E, K) to (K, width), so that channels are contiguous. */
    static void tapsFirst(
            float[] weights, int offset, int columns, int kernel, float[] taps, int width) {
        for (int k = 0; k < kernel; k++) {
            for (int e = 0; e < columns; e++) {
                taps[k * width + e] = weights[offset + e * kernel + k];
            }
        }
    }
}
