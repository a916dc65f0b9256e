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
 * The functions that are an exponential and a little arithmetic, in blocks that stay in the nearest
 * cache. The loops are plain Java that both implementations of {@link CpuMath} share; public only
 * for the one in another package.
 *
 * <p>C2 turns a loop into vector instructions only if all arrays have the same index: with {@code
 * y[j + i] = x[k + i]} it cannot know that they do not overlap. So spans are copied into blocks
 * that start at 0.
 */
public abstract class SpanMath implements CpuMath {
    private static final int SIZE = 512;

    /** x, w = an exponential of it, and a gradient. */
    private static final class Block {
        final float[] x = new float[SIZE];
        final float[] w = new float[SIZE];
        final float[] gradient = new float[SIZE];
    }

    private final Block block = new Block();

    /** For implementations. */
    protected SpanMath() {}

    @Override
    public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += SIZE) {
            int count = Math.min(SIZE, n - i);
            System.arraycopy(x, xOffset + i, block.x, 0, count);
            negateMagnitude(block.x, block.w, count);
            exp(block.w, 0, block.w, 0, count);
            softplus(block.x, block.w, count);
            System.arraycopy(block.w, 0, y, yOffset + i, count);
        }
    }

    private static void negateMagnitude(float[] x, float[] w, int n) {
        for (int i = 0; i < n; i++) {
            w[i] = -Math.abs(x[i]);
        }
    }

    /** max(x, 0) + ln(1 + w), the latter as 2·artanh(w / (2 + w)), relative error 4.5e-9. */
    private static void softplus(float[] x, float[] w, int n) {
        for (int i = 0; i < n; i++) {
            float s = w[i] / (2 + w[i]);
            float v = s * s;
            float h = 0x1.1eca5ep-2f;
            h = h * v + 0x1.1ec03ap-2f;
            h = h * v + 0x1.99d1ccp-2f;
            h = h * v + 0x1.555502p-1f;
            w[i] = 0.5f * (x[i] + Math.abs(x[i])) + s * (2 + v * h);
        }
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += SIZE) {
            int count = Math.min(SIZE, n - i);
            expOfNegative(x, xOffset + i, count);
            sigmoid(block.w, count);
            System.arraycopy(block.w, 0, y, yOffset + i, count);
        }
    }

    private static void sigmoid(float[] w, int n) {
        for (int i = 0; i < n; i++) {
            w[i] = 1 / (1 + w[i]);
        }
    }

    @Override
    public void silu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += SIZE) {
            int count = Math.min(SIZE, n - i);
            expOfNegative(x, xOffset + i, count);
            silu(block.x, block.w, count);
            System.arraycopy(block.w, 0, y, yOffset + i, count);
        }
    }

    private static void silu(float[] x, float[] w, int n) {
        for (int i = 0; i < n; i++) {
            w[i] = x[i] / (1 + w[i]);
        }
    }

    @Override
    public void siluBackward(float[] x, int xOffset, float[] gradient, int gradientOffset, int n) {
        for (int i = 0; i < n; i += SIZE) {
            int count = Math.min(SIZE, n - i);
            expOfNegative(x, xOffset + i, count);
            System.arraycopy(gradient, gradientOffset + i, block.gradient, 0, count);
            siluBackward(block.x, block.w, block.gradient, count);
            System.arraycopy(block.gradient, 0, gradient, gradientOffset + i, count);
        }
    }

    private static void siluBackward(float[] x, float[] w, float[] gradient, int n) {
        for (int i = 0; i < n; i++) {
            float sigmoid = 1 / (1 + w[i]);
            gradient[i] *= sigmoid * (1 + x[i] * (w[i] * sigmoid));
        }
    }

    private void expOfNegative(float[] x, int at, int n) {
        System.arraycopy(x, at, block.x, 0, n);
        negate(block.x, block.w, n);
        exp(block.w, 0, block.w, 0, n);
    }

    private static void negate(float[] x, float[] w, int n) {
        for (int i = 0; i < n; i++) {
            w[i] = -x[i];
        }
    }
}
