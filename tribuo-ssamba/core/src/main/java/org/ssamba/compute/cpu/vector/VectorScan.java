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

import static org.ssamba.compute.cpu.vector.VectorExp.LANES;
import static org.ssamba.compute.cpu.vector.VectorExp.ROUND;
import static org.ssamba.compute.cpu.vector.VectorExp.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.ssamba.compute.cpu.ScanTile;

/**
 * The selective scan on vectors of channels.
 *
 * <p>Each direction is one long method on purpose: C2 compiles the vector API well only while a
 * method and all it inlines stay below its node limits, beyond which it leaves some operations as
 * calls on objects (20 times slower, gigabytes of garbage). Methods of more than 325 bytes of
 * bytecode (FreqInlineSize) are never inlined into their callers, and these call nothing but the
 * vector API, so that they compile alike whoever calls them.
 */
final class VectorScan {
    private static final int GROUP = 4;

    private VectorScan() {}

    static void scan(ScanTile tile, int tokens) {
        int width = tile.width;
        int states = tile.states;
        float[] delta = tile.delta;
        float[] decay = tile.decay;
        float[] input = tile.input;
        float[] b = tile.b;
        float[] c = tile.c;
        float[] state = tile.state;
        float[] y = tile.y;
        int d1 = tokens * LANES;
        int d2 = 2 * d1;
        int d3 = 3 * d1;
        for (int lane = 0; lane < width; lane += LANES) {
            for (int first = 0; first < states; first += GROUP) {
                int count = Math.min(GROUP, states - first);
                for (int n = 0; n < count; n++) {
                    FloatVector rate =
                            FloatVector.fromArray(
                                    SPECIES, tile.rate, tile.block + (first + n) * width + lane);
                    for (int t = 0; t < tokens; t++) {
                        FloatVector v =
                                FloatVector.fromArray(SPECIES, delta, t * width + lane).mul(rate);
                        v = v.blend(-125f, v.compare(VectorOperators.LT, -125f));
                        FloatVector shifted = v.add(ROUND);
                        FloatVector r = v.sub(shifted.sub(ROUND));
                        // 2^r = 1 + r·q(r), |r| <= 1/2, relative error 9.3e-8, none at r = 0
                        FloatVector q = FloatVector.broadcast(SPECIES, 0x1.5bda58p-10f);
                        q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.3ce8aep-7f));
                        q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.c6b6d8p-5f));
                        q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.ebf9c2p-3f));
                        q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.62e42ap-1f));
                        q = q.fma(r, FloatVector.broadcast(SPECIES, 1f));
                        FloatVector power =
                                shifted.reinterpretAsInts()
                                        .lanewise(VectorOperators.LSHL, 23)
                                        .reinterpretAsFloats();
                        q.mul(power).intoArray(decay, n * d1 + t * LANES);
                    }
                }
                int own = first * width + lane;
                if (count == GROUP) {
                    // Four states at a time share the loads of input and y.
                    FloatVector s0 = FloatVector.fromArray(SPECIES, state, own);
                    FloatVector s1 = FloatVector.fromArray(SPECIES, state, own + width);
                    FloatVector s2 = FloatVector.fromArray(SPECIES, state, own + 2 * width);
                    FloatVector s3 = FloatVector.fromArray(SPECIES, state, own + 3 * width);
                    for (int t = 0; t < tokens; t++) {
                        int at = t * width + lane;
                        int d = t * LANES;
                        int i = t * states + first;
                        FloatVector in = FloatVector.fromArray(SPECIES, input, at);
                        s0 = s0.fma(FloatVector.fromArray(SPECIES, decay, d), in.mul(b[i]));
                        s1 =
                                s1.fma(
                                        FloatVector.fromArray(SPECIES, decay, d1 + d),
                                        in.mul(b[i + 1]));
                        s2 =
                                s2.fma(
                                        FloatVector.fromArray(SPECIES, decay, d2 + d),
                                        in.mul(b[i + 2]));
                        s3 =
                                s3.fma(
                                        FloatVector.fromArray(SPECIES, decay, d3 + d),
                                        in.mul(b[i + 3]));
                        FloatVector sum = FloatVector.fromArray(SPECIES, y, at);
                        sum = s0.fma(FloatVector.broadcast(SPECIES, c[i]), sum);
                        sum = s1.fma(FloatVector.broadcast(SPECIES, c[i + 1]), sum);
                        sum = s2.fma(FloatVector.broadcast(SPECIES, c[i + 2]), sum);
                        sum = s3.fma(FloatVector.broadcast(SPECIES, c[i + 3]), sum);
                        sum.intoArray(y, at);
                    }
                    s0.intoArray(state, own);
                    s1.intoArray(state, own + width);
                    s2.intoArray(state, own + 2 * width);
                    s3.intoArray(state, own + 3 * width);
                } else {
                    for (int n = 0; n < count; n++) {
                        FloatVector s = FloatVector.fromArray(SPECIES, state, own + n * width);
                        for (int t = 0; t < tokens; t++) {
                            int at = t * width + lane;
                            int i = t * states + first + n;
                            FloatVector added = FloatVector.fromArray(SPECIES, input, at).mul(b[i]);
                            s =
                                    s.fma(
                                            FloatVector.fromArray(
                                                    SPECIES, decay, n * d1 + t * LANES),
                                            added);
                            s.fma(
                                            FloatVector.broadcast(SPECIES, c[i]),
                                            FloatVector.fromArray(SPECIES, y, at))
                                    .intoArray(y, at);
                        }
                        s.intoArray(state, own + n * width);
                    }
                }
            }
        }
    }

    static void scanBackward(ScanTile tile, int tokens) {
        int width = tile.width;
        int states = tile.states;
        float[] delta = tile.delta;
        float[] input = tile.input;
        float[] b = tile.b;
        float[] c = tile.c;
        float[] decay = tile.decay;
        float[] history = tile.history;
        float[] gradY = tile.gradY;
        float[] gradB = tile.gradB;
        float[] gradC = tile.gradC;
        float[] gradInput = tile.gradInput;
        float[] gradDecay = tile.gradDecay;
        Arrays.fill(gradDecay, 0, tokens * width, 0f);
        Arrays.fill(gradInput, 0, tokens * width, 0f);
        for (int lane = 0; lane < width; lane += LANES) {
            for (int n = 0; n < states; n++) {
                int own = tile.block + n * width + lane;
                FloatVector rate = FloatVector.fromArray(SPECIES, tile.rate, own);
                // Decays (T, lanes), and the states before and behind each token (T + 1, lanes).
                FloatVector s = FloatVector.fromArray(SPECIES, tile.state, n * width + lane);
                s.intoArray(history, 0);
                for (int t = 0; t < tokens; t++) {
                    int at = t * width + lane;
                    FloatVector v = FloatVector.fromArray(SPECIES, delta, at).mul(rate);
                    v = v.blend(-125f, v.compare(VectorOperators.LT, -125f));
                    FloatVector shifted = v.add(ROUND);
                    FloatVector r = v.sub(shifted.sub(ROUND));
                    FloatVector q = FloatVector.broadcast(SPECIES, 0x1.5bda58p-10f);
                    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.3ce8aep-7f));
                    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.c6b6d8p-5f));
                    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.ebf9c2p-3f));
                    q = q.fma(r, FloatVector.broadcast(SPECIES, 0x1.62e42ap-1f));
                    q = q.fma(r, FloatVector.broadcast(SPECIES, 1f));
                    FloatVector power =
                            shifted.reinterpretAsInts()
                                    .lanewise(VectorOperators.LSHL, 23)
                                    .reinterpretAsFloats();
                    FloatVector a = q.mul(power);
                    a.intoArray(decay, t * LANES);
                    FloatVector added =
                            FloatVector.fromArray(SPECIES, input, at).mul(b[t * states + n]);
                    s = s.fma(a, added);
                    s.intoArray(history, (t + 1) * LANES);
                }
                FloatVector carried = FloatVector.fromArray(SPECIES, tile.gradState, own);
                FloatVector gradRate = FloatVector.fromArray(SPECIES, tile.gradRate, own);
                for (int t = tokens - 1; t >= 0; t--) {
                    int at = t * width + lane;
                    int sums = (n * tokens + t) * LANES;
                    FloatVector dy = FloatVector.fromArray(SPECIES, gradY, at);
                    FloatVector behind = FloatVector.fromArray(SPECIES, history, (t + 1) * LANES);
                    behind.fma(dy, FloatVector.fromArray(SPECIES, gradC, sums))
                            .intoArray(gradC, sums);
                    FloatVector g =
                            dy.fma(FloatVector.broadcast(SPECIES, c[t * states + n]), carried);
                    g.fma(
                                    FloatVector.fromArray(SPECIES, input, at),
                                    FloatVector.fromArray(SPECIES, gradB, sums))
                            .intoArray(gradB, sums);
                    g.fma(
                                    FloatVector.broadcast(SPECIES, b[t * states + n]),
                                    FloatVector.fromArray(SPECIES, gradInput, at))
                            .intoArray(gradInput, at);
                    carried = g.mul(FloatVector.fromArray(SPECIES, decay, t * LANES));
                    FloatVector moved =
                            carried.mul(FloatVector.fromArray(SPECIES, history, t * LANES));
                    moved.fma(rate, FloatVector.fromArray(SPECIES, gradDecay, at))
                            .intoArray(gradDecay, at);
                    gradRate = moved.fma(FloatVector.fromArray(SPECIES, delta, at), gradRate);
                }
                carried.intoArray(tile.gradState, own);
                gradRate.intoArray(tile.gradRate, own);
            }
        }
    }
}
