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
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponentials and logarithms of whole vectors; the same polynomials as the portable ones, with
 * fused multiply-add. Constants are broadcast by each caller's loop and hoisted by the compiler.
 */
final class VectorExp {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** Added to a small float, leaves its nearest integer plus 127 in the low bits. */
    private static final float ROUND = 0x1.8p23f + 127;

    private static final float LOG2_E = 0x1.715476p0f;
    private static final float LN2_HIGH = 0x1.62ep-1f;
    private static final float LN2_LOW = 0x1.0bfbe8p-15f;

    private VectorExp() {}

    /** eˣ; 0 below -87.3, held at e^88.3 above. */
    static FloatVector exp(FloatVector x) {
        VectorMask<Float> tiny = x.lt(-87.3f);
        FloatVector v = x.blend(88.3f, x.compare(VectorOperators.GT, 88.3f)).blend(0f, tiny);
        FloatVector shifted = v.fma(splat(LOG2_E), splat(ROUND));
        FloatVector k = shifted.sub(ROUND);
        FloatVector r = k.fma(splat(-LN2_LOW), k.fma(splat(-LN2_HIGH), v));
        FloatVector q = splat(0x1.6a5134p-10f);
        q = q.fma(r, splat(0x1.12397cp-7f));
        q = q.fma(r, splat(0x1.5558acp-5f));
        q = q.fma(r, splat(0x1.555492p-3f));
        q = q.fma(r, splat(0x1.fffffcp-2f));
        FloatVector p = r.mul(r).fma(q, r).add(1f);
        return p.mul(powerOfTwo(shifted)).blend(0f, tiny);
    }

    /** 2ˣ for x <= 0; held at 2^-125 below. */
    static FloatVector exp2(FloatVector x) {
        FloatVector v = x.blend(-125f, x.lt(-125f));
        FloatVector shifted = v.add(ROUND);
        FloatVector r = v.sub(shifted.sub(ROUND));
        // 2^r = 1 + r·q(r) for |r| <= 1/2, relative error 9.3e-8 and none at r = 0
        FloatVector q = splat(0x1.5bda58p-10f);
        q = q.fma(r, splat(0x1.3ce8aep-7f));
        q = q.fma(r, splat(0x1.c6b6d8p-5f));
        q = q.fma(r, splat(0x1.ebf9c2p-3f));
        q = q.fma(r, splat(0x1.62e42ap-1f));
        q = q.fma(r, splat(1f));
        return q.mul(powerOfTwo(shifted));
    }

    /** ln(1 + w) for 0 <= w <= 1, as 2·artanh(w / (2 + w)). */
    static FloatVector log1p(FloatVector w) {
        FloatVector s = w.div(w.add(2f));
        FloatVector v = s.mul(s);
        FloatVector h = splat(0x1.1eca5ep-2f);
        h = h.fma(v, splat(0x1.1ec03ap-2f));
        h = h.fma(v, splat(0x1.99d1ccp-2f));
        h = h.fma(v, splat(0x1.555502p-1f));
        return s.mul(v.fma(h, splat(2f)));
    }

    static FloatVector splat(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    private static FloatVector powerOfTwo(FloatVector shifted) {
        IntVector bits = shifted.reinterpretAsInts();
        return bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }
}
