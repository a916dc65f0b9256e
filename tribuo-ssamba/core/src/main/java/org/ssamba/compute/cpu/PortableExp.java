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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Exponentials of spans in plain Java, written so that the compiler turns each loop into vector
 * instructions. C2 vectorises neither {@code Float.intBitsToFloat} nor a conversion from float to
 * int, so the exponent is shifted into place as an int that is the same memory as a float: bulk
 * copies through a direct buffer, about a tenth of the cost of the loops.
 *
 * <p>Coefficients: minimax by iteratively reweighted least squares, rounded to float one after the
 * other from the lowest power, the rest fitted again.
 */
final class PortableExp {
    private static final int BLOCK = 512;

    /** Added to a small float, leaves its nearest integer plus 127 in the low bits. */
    private static final float ROUND = 0x1.8p23f + 127;

    private static final float LOG2_E = 0x1.715476p0f;
    // ln 2 in two parts, the first with 11 trailing zero bits: k·LN2_HIGH is exact.
    private static final float LN2_HIGH = 0x1.62ep-1f;
    private static final float LN2_LOW = 0x1.0bfbe8p-15f;

    private final float[] value = new float[BLOCK];
    private final float[] power = new float[BLOCK];
    private final int[] bits = new int[BLOCK];
    private final IntBuffer asInts;
    private final FloatBuffer asFloats;

    PortableExp() {
        ByteBuffer shared = ByteBuffer.allocateDirect(4 * BLOCK).order(ByteOrder.nativeOrder());
        asInts = shared.asIntBuffer();
        asFloats = shared.asFloatBuffer();
    }

    /** y = eˣ, x held between -87.3 and 88.3. */
    void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            System.arraycopy(x, xOffset + i, value, 0, count);
            expMantissa(value, power, count);
            scale(count);
            System.arraycopy(value, 0, y, yOffset + i, count);
        }
    }

    /** x = 2ˣ for x <= 0, held at -125 below. */
    void exp2(float[] x, int n) {
        for (int i = 0; i < n; i += BLOCK) {
            int count = Math.min(BLOCK, n - i);
            System.arraycopy(x, i, value, 0, count);
            exp2Mantissa(value, power, count);
            scale(count);
            System.arraycopy(value, 0, x, i, count);
        }
    }

    private static void expMantissa(float[] x, float[] power, int n) {
        for (int i = 0; i < n; i++) {
            float v = Math.max(Math.min(x[i], 88.3f), -87.3f);
            float shifted = v * LOG2_E + ROUND;
            float k = shifted - ROUND;
            float r = v - k * LN2_HIGH - k * LN2_LOW;
            // e^r = 1 + r + r²·q(r) for |r| <= ln 2 / 2, relative error 3.1e-9
            float q = 0x1.6a5134p-10f;
            q = q * r + 0x1.12397cp-7f;
            q = q * r + 0x1.5558acp-5f;
            q = q * r + 0x1.555492p-3f;
            q = q * r + 0x1.fffffcp-2f;
            x[i] = 1 + (r + r * r * q);
            power[i] = shifted;
        }
    }

    private static void exp2Mantissa(float[] x, float[] power, int n) {
        for (int i = 0; i < n; i++) {
            float v = Math.max(x[i], -125f);
            float shifted = v + ROUND;
            float r = v - (shifted - ROUND);
            // 2^r = 1 + r·q(r) for |r| <= 1/2, relative error 9.3e-8 and none at r = 0
            float q = 0x1.5bda58p-10f;
            q = q * r + 0x1.3ce8aep-7f;
            q = q * r + 0x1.c6b6d8p-5f;
            q = q * r + 0x1.ebf9c2p-3f;
            q = q * r + 0x1.62e42ap-1f;
            x[i] = 1 + r * q;
            power[i] = shifted;
        }
    }

    /** Multiplies values by the powers of two whose exponents are the low bits of power. */
    private void scale(int n) {
        asFloats.put(0, power, 0, n);
        asInts.get(0, bits, 0, n);
        shift(bits, n);
        asInts.put(0, bits, 0, n);
        asFloats.get(0, power, 0, n);
        multiply(power, value, n);
    }

    private static void shift(int[] bits, int n) {
        for (int i = 0; i < n; i++) {
            bits[i] <<= 23;
        }
    }

    private static void multiply(float[] factors, float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= factors[i];
        }
    }
}
