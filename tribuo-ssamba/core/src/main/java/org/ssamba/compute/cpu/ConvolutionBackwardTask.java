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
import org.ssamba.compute.op.ConvolutionBackward;

/**
 * {@link ConvolutionBackward}: one piece of work is a block of channels of one clip in one layer,
 * all its tokens and both directions. The gradients of weights and biases are kept per clip and
 * summed over clips, in order, by a second round of pieces.
 */
final class ConvolutionBackwardTask implements CpuTask {
    private static final int WIDTH = 64;

    private static final int X = 0;
    private static final int GRAD_X = 1;
    private static final int PRE = 2;
    private static final int GRAD_PRE = 3;
    private static final int PARAMETERS = 4;
    private static final int TAPS = 5;
    private static final int GRAD_TAPS = 6;
    private static final int BIAS = 7;
    private static final int PARTIALS = 8;

    private final CpuMath math;
    private final Matrix xMatrix;
    private final Matrix gradXMatrix;
    private final FloatBuffer x;
    private final FloatBuffer weight;
    private final FloatBuffer bias;
    private final FloatBuffer gradU;
    private final FloatBuffer gradX;
    private final ClipSum gradWeight;
    private final ClipSum gradBias;
    private final int clips;
    private final int tokens;
    private final int channels;
    private final int kernel;
    private final int blocks;
    private final int partialSize;
    private final Workers.Piece body = this::piece;
    private final Workers.Piece sumBody = this::sumPiece;
    private float[] partials;

    ConvolutionBackwardTask(ConvolutionBackward op, CpuMemory memory, CpuMath math) {
        this.math = math;
        xMatrix = op.x();
        gradXMatrix = op.gradX();
        x = memory.floats(op.x().tensor());
        weight = memory.floats(op.weight());
        bias = memory.floats(op.bias());
        gradU = memory.floats(op.gradU());
        gradX = memory.floats(op.gradX().tensor());
        clips = op.gradU().extent(2);
        tokens = op.gradU().extent(3);
        channels = op.gradU().extent(4);
        kernel = op.weight().extent(3);
        blocks = (channels + WIDTH - 1) / WIDTH;
        int weights = channels * kernel;
        partialSize = weights + channels;
        gradWeight = new ClipSum(memory, op.gradWeight(), clips, partialSize, 0, weights);
        gradBias = new ClipSum(memory, op.gradBias(), clips, partialSize, weights, channels);
    }

    @Override
    public void run(Workers workers) {
        partials = workers.scratch().floats(PARTIALS, 4 * clips * partialSize);
        workers.forEach(2 * clips * blocks, body);
        workers.forEach(4, sumBody);
    }

    private void sumPiece(int scan, Scratch scratch) {
        gradWeight.write(partials, scan);
        gradBias.write(partials, scan);
    }

    private void piece(int index, Scratch scratch) {
        int block = index % blocks;
        int clip = index / blocks % clips;
        int layer = index / blocks / clips;
        int columns = Math.min(WIDTH, channels - block * WIDTH);
        int halo = kernel - 1;
        // Rows of zeros on both sides stand for the tokens outside.
        int size = (tokens + 2 * halo) * columns;
        int inner = halo * columns;
        float[] xs = scratch.floats(X, size);
        float[] gradXs = scratch.floats(GRAD_X, tokens * columns);
        float[] gradPre = scratch.floats(GRAD_PRE, size);
        Arrays.fill(gradXs, 0, tokens * columns, 0f);
        clearHalo(xs, size, inner);
        clearHalo(gradPre, size, inner);
        int xStride = Math.toIntExact(xMatrix.rowStride());
        int xAt = at(xMatrix, layer, clip, block);
        TokenRows.load(x, xAt, xStride, tokens, columns, xs, inner, columns);
        for (int direction = 0; direction < 2; direction++) {
            direction(scratch, 2 * layer + direction, clip, block, columns);
        }
        int gradXStride = Math.toIntExact(gradXMatrix.rowStride());
        int gradXAt = at(gradXMatrix, layer, clip, block);
        TokenRows.store(gradXs, 0, columns, gradX, gradXAt, gradXStride, tokens, columns);
    }

    private static void clearHalo(float[] rows, int size, int halo) {
        Arrays.fill(rows, 0, halo, 0f);
        Arrays.fill(rows, size - halo, size, 0f);
    }

    private int at(Matrix matrix, int layer, int clip, int block) {
        return Math.toIntExact(
                matrix.offset()
                        + layer * matrix.batchStride()
                        + (long) clip * tokens * matrix.rowStride()
                        + block * WIDTH);
    }

    private void direction(Scratch scratch, int scan, int clip, int block, int columns) {
        CpuMath local = scratch.math(math);
        int halo = kernel - 1;
        int size = (tokens + 2 * halo) * columns;
        int inner = halo * columns;
        int n = tokens * columns;
        float[] xs = scratch.floats(X, size);
        float[] gradXs = scratch.floats(GRAD_X, n);
        float[] gradPre = scratch.floats(GRAD_PRE, size);
        float[] pre = scratch.floats(PRE, n);
        float[] weights = scratch.floats(PARAMETERS, columns * kernel);
        float[] taps = scratch.floats(TAPS, columns * kernel);
        float[] gradTaps = scratch.floats(GRAD_TAPS, columns * kernel);
        float[] biases = scratch.floats(BIAS, columns);
        int channel = scan * channels + block * WIDTH;
        weight.get(channel * kernel, weights, 0, columns * kernel);
        ConvolutionTask.tapsFirst(weights, 0, columns, kernel, taps, columns);
        bias.get(channel, biases, 0, columns);
        int gradUAt = (scan * clips + clip) * tokens * channels + block * WIDTH;
        TokenRows.load(gradU, gradUAt, channels, tokens, columns, gradPre, inner, columns);

        // Tap k of a token looks at the one `back` rows away.
        int step = ScanShape.rising(scan) ? 1 : -1;
        for (int t = 0; t < tokens; t++) {
            int to = t * columns;
            System.arraycopy(biases, 0, pre, to, columns);
            for (int k = 0; k < kernel; k++) {
                int back = step * (halo - k) * columns;
                local.addProduct(taps, k * columns, xs, inner + to - back, pre, to, columns);
            }
        }
        local.siluBackward(pre, 0, gradPre, inner, n);
        Arrays.fill(gradTaps, 0, columns * kernel, 0f);
        Arrays.fill(biases, 0, columns, 0f);
        for (int t = 0; t < tokens; t++) {
            int own = t * columns;
            int at = inner + own;
            for (int k = 0; k < kernel; k++) {
                int tap = k * columns;
                int back = step * (halo - k) * columns;
                local.addProduct(gradPre, at, xs, at - back, gradTaps, tap, columns);
                local.addProduct(taps, tap, gradPre, at + back, gradXs, own, columns);
            }
            for (int e = 0; e < columns; e++) {
                biases[e] += gradPre[at + e];
            }
        }
        keepPartials(scan, clip, block, columns, gradTaps, biases);
    }

    /** The clip's share of the gradients of the weights (E, K) and biases (E). */
    private void keepPartials(
            int scan, int clip, int block, int columns, float[] gradTaps, float[] gradBiases) {
        int record = (scan * clips + clip) * partialSize;
        int at = record + block * WIDTH * kernel;
        for (int e = 0; e < columns; e++) {
            for (int k = 0; k < kernel; k++) {
                partials[at + e * kernel + k] = gradTaps[k * columns + e];
            }
        }
        int biasAt = record + channels * kernel + block * WIDTH;
        System.arraycopy(gradBiases, 0, partials, biasAt, columns);
    }
}
