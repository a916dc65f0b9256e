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

/**
 * The selective scan in plain Java. Each token's channels are a row of their own that starts at
 * index 0, so that the loops over channels become vector code (see {@link SpanMath}).
 */
final class PortableScan {
    private static final int WIDTH = PortableMath.CHANNELS;

    private final PortableExp exp;
    private final float[] rate = new float[WIDTH];
    private final float[] state = new float[WIDTH];
    private final float[] carried = new float[WIDTH];
    private final float[] gradRate = new float[WIDTH];
    private final float[] gradB = new float[WIDTH];
    private final float[] gradC = new float[WIDTH];
    private float[] rates = {};
    private float[][] delta = {};
    private float[][] input;
    private float[][] decay;
    private float[][] y;
    private float[][] history;
    private float[][] gradInput;
    private float[][] gradDecay;

    PortableScan(PortableExp exp) {
        this.exp = exp;
    }

    void scan(ScanTile tile, int tokens) {
        grow(tokens);
        unpack(tile.delta, delta, tokens);
        unpack(tile.input, input, tokens);
        unpack(tile.y, y, tokens);
        for (int n = 0; n < tile.states; n++) {
            decays(tile, n, tokens);
            System.arraycopy(tile.state, n * WIDTH, state, 0, WIDTH);
            for (int t = 0; t < tokens; t++) {
                int i = t * tile.states + n;
                step(state, decay[t], input[t], y[t], tile.b[i], tile.c[i]);
            }
            System.arraycopy(state, 0, tile.state, n * WIDTH, WIDTH);
        }
        pack(y, tile.y, tokens);
    }

    private static void step(
            float[] state, float[] decay, float[] input, float[] y, float b, float c) {
        for (int e = 0; e < WIDTH; e++) {
            float s = decay[e] * state[e] + input[e] * b;
            state[e] = s;
            y[e] += s * c;
        }
    }

    void scanBackward(ScanTile tile, int tokens) {
        grow(tokens);
        unpack(tile.delta, delta, tokens);
        unpack(tile.input, input, tokens);
        unpack(tile.gradY, y, tokens);
        unpack(tile.gradInput, gradInput, tokens);
        unpack(tile.gradDecay, gradDecay, tokens);
        for (int n = 0; n < tile.states; n++) {
            decays(tile, n, tokens);
            System.arraycopy(tile.state, n * WIDTH, history[0], 0, WIDTH);
            for (int t = 0; t < tokens; t++) {
                float b = tile.b[t * tile.states + n];
                recompute(history[t], decay[t], input[t], history[t + 1], b);
            }
            int own = tile.block + n * WIDTH;
            System.arraycopy(tile.gradState, own, carried, 0, WIDTH);
            System.arraycopy(tile.gradRate, own, gradRate, 0, WIDTH);
            for (int t = tokens - 1; t >= 0; t--) {
                int sums = (n * tokens + t) * WIDTH;
                System.arraycopy(tile.gradB, sums, gradB, 0, WIDTH);
                System.arraycopy(tile.gradC, sums, gradC, 0, WIDTH);
                int i = t * tile.states + n;
                walkOutputs(y[t], history[t + 1], input[t], gradInput[t], tile.b[i], tile.c[i]);
                walkDecays(decay[t], history[t], delta[t], gradDecay[t]);
                System.arraycopy(gradB, 0, tile.gradB, sums, WIDTH);
                System.arraycopy(gradC, 0, tile.gradC, sums, WIDTH);
            }
            System.arraycopy(carried, 0, tile.gradState, own, WIDTH);
            System.arraycopy(gradRate, 0, tile.gradRate, own, WIDTH);
        }
        pack(gradInput, tile.gradInput, tokens);
        pack(gradDecay, tile.gradDecay, tokens);
    }

    private static void recompute(
            float[] before, float[] decay, float[] input, float[] behind, float b) {
        for (int e = 0; e < WIDTH; e++) {
            behind[e] = decay[e] * before[e] + input[e] * b;
        }
    }

    /** From a token's output and the token behind it to the gradient of its state. */
    private void walkOutputs(
            float[] gradY, float[] behind, float[] in, float[] gradIn, float b, float c) {
        walkOutputs(gradY, behind, in, gradIn, carried, gradB, gradC, b, c);
    }

    private static void walkOutputs(
            float[] gradY,
            float[] behind,
            float[] in,
            float[] gradIn,
            float[] carried,
            float[] gradB,
            float[] gradC,
            float b,
            float c) {
        for (int e = 0; e < WIDTH; e++) {
            float g = gradY[e] * c + carried[e];
            gradC[e] += behind[e] * gradY[e];
            gradB[e] += g * in[e];
            gradIn[e] += g * b;
            carried[e] = g;
        }
    }

    /** From the gradient of a token's state to that of the state before it. */
    private void walkDecays(float[] decay, float[] before, float[] delta, float[] gradDecay) {
        walkDecays(decay, before, delta, gradDecay, carried, gradRate, rate);
    }

    private static void walkDecays(
            float[] decay,
            float[] before,
            float[] delta,
            float[] gradDecay,
            float[] carried,
            float[] gradRate,
            float[] rate) {
        for (int e = 0; e < WIDTH; e++) {
            float h = carried[e] * decay[e];
            float moved = h * before[e];
            gradDecay[e] += moved * rate[e];
            gradRate[e] += moved * delta[e];
            carried[e] = h;
        }
    }

    /** decay = 2^(delta·rate) of state n. */
    private void decays(ScanTile tile, int n, int tokens) {
        System.arraycopy(tile.rate, tile.block + n * WIDTH, rate, 0, WIDTH);
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(rate, 0, rates, t * WIDTH, WIDTH);
        }
        multiply(tile.delta, rates, tile.decay, tokens * WIDTH);
        exp.exp2(tile.decay, tokens * WIDTH);
        unpack(tile.decay, decay, tokens);
    }

    private static void multiply(float[] a, float[] b, float[] product, int n) {
        for (int i = 0; i < n; i++) {
            product[i] = a[i] * b[i];
        }
    }

    private static void unpack(float[] from, float[][] rows, int tokens) {
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(from, t * WIDTH, rows[t], 0, WIDTH);
        }
    }

    private static void pack(float[][] rows, float[] to, int tokens) {
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(rows[t], 0, to, t * WIDTH, WIDTH);
        }
    }

    private void grow(int tokens) {
        if (delta.length < tokens) {
            delta = new float[tokens][WIDTH];
            input = new float[tokens][WIDTH];
            decay = new float[tokens][WIDTH];
            y = new float[tokens][WIDTH];
            history = new float[tokens + 1][WIDTH];
            gradInput = new float[tokens][WIDTH];
            gradDecay = new float[tokens][WIDTH];
            rates = new float[tokens * WIDTH];
        }
    }
}
