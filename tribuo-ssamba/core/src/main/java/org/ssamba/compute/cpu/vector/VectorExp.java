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
package org.ssamba.compute.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential of a span, with the portable implementation's polynomial and fused multiply-add.
 * Written out in one method for the reason given in {@link VectorScan}.
 */
final class VectorExp {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** Added to a small float, leaves its nearest integer plus 127 in the low bits. */
    static final float ROUND = 0x1.8p23f + 127;

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2_HIGH = 0x1.62ep-1f;
    private static final float LN2_LOW = 0x1.0bfbe8p-15f;

    private VectorExp() {}

    /** y = eˣ, x held between -87.3 and 88.3; the tail is room for a vector. */
    static void exp(float[] x, int xOffset, float[] y, int yOffset, int n, float[] tail) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + i);
            v = v.blend(88.3f, v.compare(VectorOperators.GT, 88.3f));
            v = v.blend(-87.3f, v.compare(VectorOperators.LT, -87.3f));
            FloatVector shifted =
                    v.fma(
                            FloatVector.broadcast(SPECIES, LOG2_E),
                            FloatVector.broadcast(SPECIES, ROUND));
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), v);
            r = k.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
            // e^r = 1 + r + r²·q(r) for |r| <= ln 2 / 2, relative error 3.1e-9
            FloatVector q = FloatVector.broadcast(SPECIES, 0x1.6a5134p-10f);
            q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.12397cp-7f));
            q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.5558acp-5f));
            q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.555492p-3f));
            q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.fffffcp-2f));
            FloatVector p = r.mul(r).fma(q, r).add(1f);
            FloatVector power =
                    shifted.reinterpretAsInts()
                            .lanewise(VectorOperators.LSHL, 23)
                            .reinterpretAsFloats();
            p.mul(power).intoArray(y, yOffset + i);
        }
        if (i < n) {
            System.arraycopy(x, xOffset + i, tail, 0, n - i);
            exp(tail, 0, tail, 0, LANES, tail);
            System.arraycopy(tail, 0, y, yOffset + i, n - i);
        }
    }
}
