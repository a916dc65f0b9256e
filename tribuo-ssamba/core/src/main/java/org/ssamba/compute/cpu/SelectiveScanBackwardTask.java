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
import org.ssamba.compute.op.SelectiveScanBackward;

/**
 * {@link SelectiveScanBackward}: one piece of work is all channels of one clip in one of the four
 * scans, because the gradients of B and C are sums over channels. A piece walks back through time
 * chunk by chunk, through the blocks of channels within a chunk. The gradients of parameters are
 * kept per clip and summed over clips, in order, by a second round of pieces.
 */
final class SelectiveScanBackwardTask implements CpuTask {
    private static final float LN_2 = (float) Math.log(2);

    private static final int SKIP = 0;
    private static final int BIAS = 1;
    private static final int TRANSPOSED = 2;
    private static final int U = 3;
    private static final int RAW = 4;
    private static final int GRAD_SKIP = 5;
    private static final int GRAD_BIAS = 6;
    private static final int ROWS = 7;
    private static final int PARTIALS = 8;

    private final SelectiveScanBackward op;
    private final CpuMath math;
    private final ScanShape shape;
    private final FloatBuffer u;
    private final FloatBuffer delta;
    private final FloatBuffer b;
    private final FloatBuffer c;
    private final FloatBuffer aLog;
    private final FloatBuffer skip;
    private final FloatBuffer deltaBias;
    private final FloatBuffer chunkStates;
    private final FloatBuffer gradY;
    private final FloatBuffer gradU;
    private final FloatBuffer gradDelta;
    private final FloatBuffer gradB;
    private final FloatBuffer gradC;
    private final ClipSum gradALog;
    private final ClipSum gradSkip;
    private final ClipSum gradDeltaBias;
    private final int partialSize;
    private final Workers.Piece scanBody = this::scanPiece;
    private final Workers.Piece sumBody = this::sumPiece;
    private float[] partials;

    SelectiveScanBackwardTask(SelectiveScanBackward op, CpuMemory memory, CpuMath math) {
        this.op = op;
        this.math = math;
        shape = new ScanShape(op.u(), op.b(), op.chunk(), math);
        u = memory.floats(op.u());
        delta = memory.floats(op.delta());
        b = memory.floats(op.b().tensor());
        c = memory.floats(op.c().tensor());
        aLog = memory.floats(op.aLog());
        skip = memory.floats(op.skip());
        deltaBias = memory.floats(op.deltaBias());
        chunkStates = memory.floats(op.chunkStates());
        gradY = memory.floats(op.gradY());
        gradU = memory.floats(op.gradU());
        gradDelta = memory.floats(op.gradDelta());
        gradB = memory.floats(op.gradB().tensor());
        gradC = memory.floats(op.gradC().tensor());
        int channels = shape.channels;
        int aSize = channels * shape.states;
        partialSize = aSize + 2 * channels;
        gradALog = new ClipSum(memory, op.gradALog(), shape.clips, partialSize, 0, aSize);
        gradSkip = new ClipSum(memory, op.gradSkip(), shape.clips, partialSize, aSize, channels);
        gradDeltaBias =
                new ClipSum(
                        memory,
                        op.gradDeltaBias(),
                        shape.clips,
                        partialSize,
                        aSize + channels,
                        channels);
    }

    @Override
    public void run(Workers workers) {
        partials = workers.scratch().floats(PARTIALS, 4 * shape.clips * partialSize);
        workers.forEach(4 * shape.clips, scanBody);
        workers.forEach(4, sumBody);
    }

    private void sumPiece(int scan, Scratch scratch) {
        gradALog.write(partials, scan);
        gradSkip.write(partials, scan);
        gradDeltaBias.write(partials, scan);
    }

    private void scanPiece(int index, Scratch scratch) {
        int clip = index % shape.clips;
        int scan = index / shape.clips;
        int width = shape.width;
        int states = shape.states;
        int padded = shape.blocks * width;
        int lanes = math.lanes();
        ScanTile tile = scratch.tile().backward(shape.chunk, width, states, shape.blocks, lanes);
        float[] gradSkips = scratch.floats(GRAD_SKIP, padded);
        float[] gradBiases = scratch.floats(GRAD_BIAS, padded);
        Arrays.fill(gradSkips, 0, padded, 0f);
        Arrays.fill(gradBiases, 0, padded, 0f);
        Arrays.fill(tile.gradState, 0, padded * states, 0f);
        Arrays.fill(tile.gradRate, 0, padded * states, 0f);
        loadRates(scan, tile, scratch);

        int step = ScanShape.rising(scan) ? 1 : -1;
        for (int chunk = shape.chunks - 1; chunk >= 0; chunk--) {
            int tokens = shape.tokens(chunk);
            int token = shape.firstToken(scan, chunk);
            load(op.b(), b, scan, clip, token, step, tokens, tile.b);
            load(op.c(), c, scan, clip, token, step, tokens, tile.c);
            Arrays.fill(tile.gradB, 0, states * tokens * lanes, 0f);
            Arrays.fill(tile.gradC, 0, states * tokens * lanes, 0f);
            for (int block = 0; block < shape.blocks; block++) {
                block(tile, scratch, scan, clip, chunk, block);
            }
            float[] rows = scratch.floats(ROWS, shape.chunk * states);
            sumLanes(tile.gradB, states, tokens, lanes, rows);
            store(op.gradB(), rows, scan, clip, token, step, tokens, gradB);
            sumLanes(tile.gradC, states, tokens, lanes, rows);
            store(op.gradC(), rows, scan, clip, token, step, tokens, gradC);
        }
        keepPartials(index, tile, gradSkips, gradBiases);
    }

    /** One block of channels of one chunk. */
    private void block(ScanTile tile, Scratch scratch, int scan, int clip, int chunk, int block) {
        CpuMath local = scratch.math(math);
        int width = shape.width;
        int states = shape.states;
        int columns = shape.columns(block);
        int tokens = shape.tokens(chunk);
        int token = shape.firstToken(scan, chunk);
        int step = ScanShape.rising(scan) ? 1 : -1;
        int stride = step * shape.channels;
        int at = shape.at(scan, clip, token, block);
        int n = tokens * width;
        float[] us = scratch.floats(U, shape.chunk * width);
        float[] raw = scratch.floats(RAW, shape.chunk * width);
        float[] transposed = scratch.floats(TRANSPOSED, shape.channels * states);
        float[] biases = scratch.floats(BIAS, shape.chunk * width);
        float[] skips = scratch.floats(SKIP, shape.chunk * width);
        float[] gradBiases = scratch.floats(GRAD_BIAS, shape.blocks * width);
        float[] gradSkips = scratch.floats(GRAD_SKIP, shape.blocks * width);

        int channel = scan * shape.channels + block * width;
        SelectiveScanTask.loadRepeated(skip, channel, columns, width, tokens, skips);
        SelectiveScanTask.loadRepeated(deltaBias, channel, columns, width, tokens, biases);
        tile.block = block * width * states;
        chunkStates.get(shape.stateAt(scan, clip, chunk, block), transposed, 0, columns * states);
        SelectiveScanTask.toTile(transposed, columns, states, tile.state, width);
        TokenRows.load(u, at, stride, tokens, columns, us, 0, width);
        TokenRows.load(delta, at, stride, tokens, columns, raw, 0, width);
        // Both directions of a layer share the gradient of y.
        int gradYAt = shape.at(scan / 2, clip, token, block);
        TokenRows.load(gradY, gradYAt, stride, tokens, columns, tile.gradY, 0, width);

        SelectiveScanTask.add(biases, raw, n);
        local.softplus(raw, 0, tile.delta, 0, n);
        multiply(tile.delta, us, tile.input, n);
        local.scanBackward(tile, tokens);
        local.sigmoid(raw, 0, raw, 0, n);
        finish(us, skips, tile.gradY, tile.delta, tile.gradInput, tile.gradDecay, n);
        for (int t = 0; t < tokens; t++) {
            int row = t * width;
            local.addProduct(us, row, tile.gradY, row, gradSkips, block * width, width);
            local.addProduct(raw, row, tile.gradDecay, row, gradBiases, block * width, width);
        }
        multiply(raw, tile.gradDecay, raw, n);
        TokenRows.store(tile.gradInput, 0, width, gradU, at, stride, tokens, columns);
        TokenRows.store(raw, 0, width, gradDelta, at, stride, tokens, columns);
    }

    /** gradDecay becomes the gradient of delta, gradInput that of u. */
    private static void finish(
            float[] u,
            float[] skips,
            float[] gradY,
            float[] delta,
            float[] gradInput,
            float[] gradDecay,
            int n) {
        for (int i = 0; i < n; i++) {
            gradDecay[i] = gradInput[i] * u[i] + LN_2 * gradDecay[i];
            gradInput[i] = skips[i] * gradY[i] + gradInput[i] * delta[i];
        }
    }

    private static void multiply(float[] a, float[] b, float[] product, int n) {
        for (int i = 0; i < n; i++) {
            product[i] = a[i] * b[i];
        }
    }

    private void loadRates(int scan, ScanTile tile, Scratch scratch) {
        int width = shape.width;
        int states = shape.states;
        int channels = shape.channels;
        float[] logs = scratch.floats(TRANSPOSED, channels * states);
        for (int block = 0; block < shape.blocks; block++) {
            int columns = shape.columns(block);
            int first = scan * channels + block * width;
            aLog.get(first * states, logs, 0, columns * states);
            int at = block * width * states;
            SelectiveScanTask.loadRates(
                    scratch.math(math), logs, columns, states, tile.rate, at, width);
        }
    }

    /** The clip's share of the gradients of A's logarithm (E, N), skip (E) and bias (E). */
    private void keepPartials(int index, ScanTile tile, float[] gradSkips, float[] gradBiases) {
        int states = shape.states;
        int channels = shape.channels;
        int at = index * partialSize;
        for (int e = 0; e < channels; e++) {
            int block = e / shape.width;
            int own = block * shape.width * states + e % shape.width;
            for (int n = 0; n < states; n++) {
                int i = own + n * shape.width;
                // A = -exp(aLog) is its own derivative.
                partials[at + e * states + n] = tile.gradRate[i] * (tile.rate[i] * LN_2);
            }
        }
        System.arraycopy(gradSkips, 0, partials, at + channels * states, channels);
        System.arraycopy(gradBiases, 0, partials, at + channels * states + channels, channels);
    }

    private void load(
            Matrix matrix,
            FloatBuffer from,
            int scan,
            int clip,
            int token,
            int step,
            int tokens,
            float[] to) {
        int stride = Math.toIntExact(step * matrix.rowStride());
        int at = shape.rowAt(matrix, scan, clip, token);
        TokenRows.load(from, at, stride, tokens, shape.states, to, 0, shape.states);
    }

    private void store(
            Matrix matrix,
            float[] rows,
            int scan,
            int clip,
            int token,
            int step,
            int tokens,
            FloatBuffer to) {
        int stride = Math.toIntExact(step * matrix.rowStride());
        int at = shape.rowAt(matrix, scan, clip, token);
        TokenRows.store(rows, 0, shape.states, to, at, stride, tokens, shape.states);
    }

    /** (N, T, lanes) to (T, N). */
    private static void sumLanes(float[] from, int states, int tokens, int lanes, float[] to) {
        for (int n = 0; n < states; n++) {
            for (int t = 0; t < tokens; t++) {
                int at = (n * tokens + t) * lanes;
                // Four sums, so that one addition need not wait for the last.
                float s0 = 0;
                float s1 = 0;
                float s2 = 0;
                float s3 = 0;
                int i = 0;
                for (; i + 3 < lanes; i += 4) {
                    s0 += from[at + i];
                    s1 += from[at + i + 1];
                    s2 += from[at + i + 2];
                    s3 += from[at + i + 3];
                }
                for (; i < lanes; i++) {
                    s0 += from[at + i];
                }
                to[t * states + n] = (s0 + s1) + (s2 + s3);
            }
        }
    }
}
