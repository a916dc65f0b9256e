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
import org.ssamba.compute.op.SelectiveScan;

/**
 * {@link SelectiveScan}: one piece of work is a block of channels of one clip in one of the four
 * scans, so that even a single clip keeps all cores busy. A piece walks through time chunk by
 * chunk, its states staying in the nearest cache.
 */
final class SelectiveScanTask implements CpuTask {
    /**
     * Tokens between stored states. 32 rows of 64 channels make the tile of the backward scan fit
     * the second cache, and the stored states cost half of what one (L, E) activation does at N =
     * 16.
     */
    static final int CHUNK = 32;

    private static final float LOG2_E = (float) (1 / Math.log(2));

    private static final int SKIP = 0;
    private static final int BIAS = 1;
    private static final int TRANSPOSED = 2;

    private final SelectiveScan op;
    private final CpuMath math;
    private final ScanShape shape;
    private final FloatBuffer u;
    private final FloatBuffer delta;
    private final FloatBuffer b;
    private final FloatBuffer c;
    private final FloatBuffer aLog;
    private final FloatBuffer skip;
    private final FloatBuffer deltaBias;
    private final FloatBuffer y;
    private final FloatBuffer chunkStates;
    private final Workers.Piece body = this::piece;

    SelectiveScanTask(SelectiveScan op, CpuMemory memory, CpuMath math) {
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
        y = memory.floats(op.y());
        chunkStates = op.chunkStates() == null ? null : memory.floats(op.chunkStates());
    }

    @Override
    public void run(Workers workers) {
        workers.forEach(4 * shape.clips * shape.blocks, body);
    }

    private void piece(int index, Scratch scratch) {
        CpuMath local = scratch.math(math);
        int block = index % shape.blocks;
        int clip = index / shape.blocks % shape.clips;
        int scan = index / shape.blocks / shape.clips;
        int width = shape.width;
        int states = shape.states;
        int columns = shape.columns(block);
        int channel = scan * shape.channels + block * width;

        ScanTile tile = scratch.tile().forward(shape.chunk, width, states, math.lanes());
        float[] skips = scratch.floats(SKIP, shape.chunk * width);
        float[] biases = scratch.floats(BIAS, shape.chunk * width);
        float[] transposed = scratch.floats(TRANSPOSED, columns * states);
        loadRepeated(skip, channel, columns, width, shape.chunk, skips);
        loadRepeated(deltaBias, channel, columns, width, shape.chunk, biases);
        aLog.get(channel * states, transposed, 0, columns * states);
        loadRates(scratch.math(math), transposed, columns, states, tile.rate, 0, width);
        Arrays.fill(tile.state, 0, states * width, 0f);

        int step = ScanShape.rising(scan) ? 1 : -1;
        int bStride = Math.toIntExact(step * op.b().rowStride());
        int cStride = Math.toIntExact(step * op.c().rowStride());
        for (int chunk = 0; chunk < shape.chunks; chunk++) {
            int tokens = shape.tokens(chunk);
            int token = shape.firstToken(scan, chunk);
            int at = shape.at(scan, clip, token, block);
            int stride = step * shape.channels;
            if (chunkStates != null) {
                fromTile(tile.state, width, columns, states, transposed);
                int stateAt = shape.stateAt(scan, clip, chunk, block);
                chunkStates.put(stateAt, transposed, 0, columns * states);
            }
            TokenRows.load(u, at, stride, tokens, columns, tile.input, 0, width);
            TokenRows.load(delta, at, stride, tokens, columns, tile.delta, 0, width);
            int bAt = shape.rowAt(op.b(), scan, clip, token);
            int cAt = shape.rowAt(op.c(), scan, clip, token);
            TokenRows.load(b, bAt, bStride, tokens, states, tile.b, 0, states);
            TokenRows.load(c, cAt, cStride, tokens, states, tile.c, 0, states);

            add(biases, tile.delta, tokens * width);
            local.softplus(tile.delta, 0, tile.delta, 0, tokens * width);
            prepare(tile.delta, skips, tile.input, tile.y, tokens * width);
            local.scan(tile, tokens);
            TokenRows.store(tile.y, 0, width, y, at, stride, tokens, columns);
        }
    }

    /** y = skip·u; input = delta·u, where it held u. */
    private static void prepare(float[] delta, float[] skips, float[] input, float[] y, int n) {
        for (int i = 0; i < n; i++) {
            float u = input[i];
            y[i] = skips[i] * u;
            input[i] = delta[i] * u;
        }
    }

    /** Adds one span to another. */
    static void add(float[] terms, float[] sums, int n) {
        for (int i = 0; i < n; i++) {
            sums[i] += terms[i];
        }
    }

    /**
     * Reads one row and repeats it, so that loops over a tile need one index only; see {@link
     * SpanMath}.
     */
    static void loadRepeated(
            FloatBuffer from, int at, int columns, int width, int rows, float[] into) {
        TokenRows.load(from, at, columns, 1, columns, into, 0, width);
        for (int row = 1; row < rows; row++) {
            System.arraycopy(into, 0, into, row * width, width);
        }
    }

    /**
     * Rates (N, W), -exp(aLog)·log₂e, from the logarithms (E, N), which become exp(aLog). Padding
     * gets 0.
     */
    static void loadRates(
            CpuMath math,
            float[] aLog,
            int columns,
            int states,
            float[] rate,
            int block,
            int width) {
        math.exp(aLog, 0, aLog, 0, columns * states);
        for (int n = 0; n < states; n++) {
            int at = block + n * width;
            for (int e = 0; e < columns; e++) {
                rate[at + e] = aLog[e * states + n] * -LOG2_E;
            }
            Arrays.fill(rate, at + columns, at + width, 0f);
        }
    }

    /** (N, W) to (E, N). */
    static void fromTile(float[] tile, int width, int columns, int states, float[] to) {
        for (int n = 0; n < states; n++) {
            for (int e = 0; e < columns; e++) {
                to[e * states + n] = tile[n * width + e];
            }
        }
    }

    /** (E, N) to (N, W); padding gets 0. */
    static void toTile(float[] from, int columns, int states, float[] tile, int width) {
        for (int n = 0; n < states; n++) {
            for (int e = 0; e < columns; e++) {
                tile[n * width + e] = from[e * states + n];
            }
            Arrays.fill(tile, n * width + columns, (n + 1) * width, 0f);
        }
    }
}
