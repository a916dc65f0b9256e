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

import java.util.Arrays;

/** {@link CpuMath} in plain Java. */
final class PortableMath implements CpuMath {
    static final PortableMath INSTANCE = new PortableMath();

    private static final int BLOCK = 64;

    private PortableMath() {}

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public int channelBlock() {
        return BLOCK;
    }

    @Override
    public int lanes() {
        return BLOCK;
    }

    @Override
    public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = PortableExp.exp(x[xOffset + i]);
        }
    }

    @Override
    public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            y[yOffset + i] = Math.max(v, 0f) + PortableExp.log1p(PortableExp.exp(-Math.abs(v)));
        }
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = 1 / (1 + PortableExp.exp(-x[xOffset + i]));
        }
    }

    @Override
    public void silu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            y[yOffset + i] = v / (1 + PortableExp.exp(-v));
        }
    }

    @Override
    public void siluBackward(float[] x, int xOffset, float[] gradient, int gradientOffset, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOffset + i];
            float w = PortableExp.exp(-v);
            float sigmoid = 1 / (1 + w);
            gradient[gradientOffset + i] *= sigmoid * (1 + v * (w * sigmoid));
        }
    }

    @Override
    public void addProduct(
            float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] += a[aOffset + i] * b[bOffset + i];
        }
    }

    @Override
    public void multiplyAdd(
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int aStride,
            float[] b,
            int bOffset,
            int bStride,
            float[] c,
            int cOffset,
            int cStride) {
        for (int i = 0; i < m; i++) {
            int row = cOffset + i * cStride;
            for (int j = 0; j < k; j++) {
                float factor = a[aOffset + i * aStride + j];
                int other = bOffset + j * bStride;
                for (int l = 0; l < n; l++) {
                    c[row + l] += factor * b[other + l];
                }
            }
        }
    }

    @Override
    public void scan(ScanTile tile, int tokens) {
        int width = tile.width;
        float[] decay = tile.decay;
        for (int n = 0; n < tile.states; n++) {
            decays(tile, n, tokens);
            for (int t = 0; t < tokens; t++) {
                step(
                        tile.state,
                        n * width,
                        decay,
                        tile.input,
                        t * width,
                        tile.b[t * tile.states + n],
                        tile.c[t * tile.states + n],
                        tile.y,
                        width);
            }
        }
    }

    private static void step(
            float[] state,
            int stateAt,
            float[] decay,
            float[] input,
            int at,
            float b,
            float c,
            float[] y,
            int width) {
        for (int e = 0; e < width; e++) {
            float s = decay[at + e] * state[stateAt + e] + input[at + e] * b;
            state[stateAt + e] = s;
            y[at + e] += s * c;
        }
    }

    /** tile.decay = 2^(delta·rate) of state n. */
    private static void decays(ScanTile tile, int n, int tokens) {
        int width = tile.width;
        float[] decay = tile.decay;
        float[] delta = tile.delta;
        float[] rate = tile.rate;
        int rateAt = tile.block + n * width;
        for (int t = 0; t < tokens; t++) {
            int at = t * width;
            for (int e = 0; e < width; e++) {
                decay[at + e] = delta[at + e] * rate[rateAt + e];
            }
        }
        PortableExp.exp2(decay, tokens * width);
    }

    @Override
    public void scanBackward(ScanTile tile, int tokens) {
        int width = tile.width;
        int states = tile.states;
        Arrays.fill(tile.gradDecay, 0, tokens * width, 0f);
        Arrays.fill(tile.gradInput, 0, tokens * width, 0f);
        for (int n = 0; n < states; n++) {
            decays(tile, n, tokens);
            System.arraycopy(tile.state, n * width, tile.history, 0, width);
            for (int t = 0; t < tokens; t++) {
                float b = tile.b[t * states + n];
                recompute(tile.history, tile.decay, tile.input, t * width, b, width);
            }
            for (int t = tokens - 1; t >= 0; t--) {
                float b = tile.b[t * states + n];
                float c = tile.c[t * states + n];
                stepBack(tile, n, t * width, (n * tokens + t) * BLOCK, b, c);
            }
        }
    }

    private static void recompute(
            float[] history, float[] decay, float[] input, int at, float b, int width) {
        for (int e = 0; e < width; e++) {
            history[at + width + e] = decay[at + e] * history[at + e] + input[at + e] * b;
        }
    }

    private static void stepBack(ScanTile tile, int n, int at, int sums, float b, float c) {
        int width = tile.width;
        int own = tile.block + n * width;
        float[] history = tile.history;
        float[] gradState = tile.gradState;
        for (int e = 0; e < width; e++) {
            float gradY = tile.gradY[at + e];
            float g = gradY * c + gradState[own + e];
            tile.gradC[sums + e] += history[at + width + e] * gradY;
            tile.gradB[sums + e] += g * tile.input[at + e];
            tile.gradInput[at + e] += g * b;
            float carried = g * tile.decay[at + e];
            float moved = carried * history[at + e];
            tile.gradDecay[at + e] += moved * tile.rate[own + e];
            tile.gradRate[own + e] += moved * tile.delta[at + e];
            gradState[own + e] = carried;
        }
    }
}
