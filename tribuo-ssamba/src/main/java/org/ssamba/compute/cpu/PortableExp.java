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
 * Exponentials and logarithms in float32. Coefficients: minimax by iteratively reweighted least
 * squares, rounded to float one after the other from the lowest power, the rest fitted again.
 */
final class PortableExp {
    /** Added to a small float, leaves its nearest integer plus 127 in the low bits. */
    private static final float ROUND = 0x1.8p23f + 127;

    private static final float LOG2_E = 0x1.715476p0f;
    // ln 2 in two parts, the first with 12 trailing zero bits: k·LN2_HIGH is exact.
    private static final float LN2_HIGH = 0x1.62ep-1f;
    private static final float LN2_LOW = 0x1.0bfbe8p-15f;

    private PortableExp() {}

    /** eˣ; 0 below -87.3, held at e^88.3 above. */
    static float exp(float x) {
        if (x < -87.3f) {
            return 0f;
        }
        float v = Math.min(x, 88.3f);
        float shifted = v * LOG2_E + ROUND;
        float k = shifted - ROUND;
        float r = v - k * LN2_HIGH - k * LN2_LOW;
        // e^r = 1 + r + r²·q(r) for |r| <= ln 2 / 2, relative error 3.1e-9
        float q = 0x1.6a5134p-10f;
        q = q * r + 0x1.12397cp-7f;
        q = q * r + 0x1.5558acp-5f;
        q = q * r + 0x1.555492p-3f;
        q = q * r + 0x1.fffffcp-2f;
        float p = 1 + (r + r * r * q);
        return p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
    }

    /** ln(1 + w) for 0 <= w <= 1, as 2·artanh(w / (2 + w)), relative error 4.5e-9. */
    static float log1p(float w) {
        float s = w / (2 + w);
        float v = s * s;
        float h = 0x1.1eca5ep-2f;
        h = h * v + 0x1.1ec03ap-2f;
        h = h * v + 0x1.99d1ccp-2f;
        h = h * v + 0x1.555502p-1f;
        return s * (2 + v * h);
    }

    /** x = 2ˣ in place, for x <= 0; held at 2^-125 below. */
    static void exp2(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float v = Math.max(x[i], -125f);
            float shifted = v + ROUND;
            float r = v - (shifted - ROUND);
            // 2^r = 1 + r·q(r) for |r| <= 1/2, relative error 3.0e-9
            float q = 0x1.416b52p-13f;
            q = q * r + 0x1.5f082ep-10f;
            q = q * r + 0x1.3b2de0p-7f;
            q = q * r + 0x1.c6af7cp-5f;
            q = q * r + 0x1.ebfbdcp-3f;
            q = q * r + 0x1.62e430p-1f;
            x[i] = (1 + r * q) * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
        }
    }
}
