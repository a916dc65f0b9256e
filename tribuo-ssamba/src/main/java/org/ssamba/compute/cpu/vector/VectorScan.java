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
import static org.ssamba.compute.cpu.vector.VectorExp.SPECIES;
import static org.ssamba.compute.cpu.vector.VectorExp.exp2;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.ssamba.compute.cpu.ScanTile;

/** The selective scan on vectors of channels. */
final class VectorScan {
    private VectorScan() {}

    static void scan(ScanTile tile, int tokens) {
        for (int lane = 0; lane < tile.width; lane += LANES) {
            for (int n = 0; n < tile.states; n++) {
                scanState(tile, tokens, lane, n);
            }
        }
    }

    private static void scanState(ScanTile tile, int tokens, int lane, int n) {
        int width = tile.width;
        int states = tile.states;
        float[] delta = tile.delta;
        float[] input = tile.input;
        float[] b = tile.b;
        float[] c = tile.c;
        float[] y = tile.y;
        int own = n * width + lane;
        FloatVector rate = FloatVector.fromArray(SPECIES, tile.rate, tile.block + own);
        FloatVector s = FloatVector.fromArray(SPECIES, tile.state, own);
        int at = lane;
        int column = n;
        for (int t = 0; t < tokens; t++) {
            FloatVector decay = exp2(FloatVector.fromArray(SPECIES, delta, at).mul(rate));
            FloatVector added = FloatVector.fromArray(SPECIES, input, at).mul(b[column]);
            s = s.fma(decay, added);
            FloatVector sum = FloatVector.fromArray(SPECIES, y, at);
            s.fma(FloatVector.broadcast(SPECIES, c[column]), sum).intoArray(y, at);
            at += width;
            column += states;
        }
        s.intoArray(tile.state, own);
    }

    static void scanBackward(ScanTile tile, int tokens) {
        Arrays.fill(tile.gradDecay, 0, tokens * tile.width, 0f);
        Arrays.fill(tile.gradInput, 0, tokens * tile.width, 0f);
        for (int lane = 0; lane < tile.width; lane += LANES) {
            for (int n = 0; n < tile.states; n++) {
                recompute(tile, tokens, lane, n);
                walkBack(tile, tokens, lane, n);
            }
        }
    }

    /** Decays (T, lanes) and the states before and behind each token (T + 1, lanes). */
    private static void recompute(ScanTile tile, int tokens, int lane, int n) {
        int width = tile.width;
        int states = tile.states;
        float[] delta = tile.delta;
        float[] input = tile.input;
        float[] b = tile.b;
        float[] decays = tile.decay;
        float[] history = tile.history;
        int own = n * width + lane;
        FloatVector rate = FloatVector.fromArray(SPECIES, tile.rate, tile.block + own);
        FloatVector s = FloatVector.fromArray(SPECIES, tile.state, own);
        s.intoArray(history, 0);
        for (int t = 0; t < tokens; t++) {
            int at = t * width + lane;
            FloatVector decay = exp2(FloatVector.fromArray(SPECIES, delta, at).mul(rate));
            decay.intoArray(decays, t * LANES);
            FloatVector added = FloatVector.fromArray(SPECIES, input, at).mul(b[t * states + n]);
            s = s.fma(decay, added);
            s.intoArray(history, (t + 1) * LANES);
        }
    }

    private static void walkBack(ScanTile tile, int tokens, int lane, int n) {
        int width = tile.width;
        int states = tile.states;
        float[] delta = tile.delta;
        float[] input = tile.input;
        float[] b = tile.b;
        float[] c = tile.c;
        float[] decays = tile.decay;
        float[] history = tile.history;
        float[] gradY = tile.gradY;
        float[] gradB = tile.gradB;
        float[] gradC = tile.gradC;
        float[] gradInput = tile.gradInput;
        float[] gradDecay = tile.gradDecay;
        int own = tile.block + n * width + lane;
        FloatVector rate = FloatVector.fromArray(SPECIES, tile.rate, own);
        FloatVector carried = FloatVector.fromArray(SPECIES, tile.gradState, own);
        FloatVector gradRate = FloatVector.fromArray(SPECIES, tile.gradRate, own);
        for (int t = tokens - 1; t >= 0; t--) {
            int at = t * width + lane;
            int sums = (n * tokens + t) * LANES;
            FloatVector dy = FloatVector.fromArray(SPECIES, gradY, at);
            FloatVector behind = FloatVector.fromArray(SPECIES, history, (t + 1) * LANES);
            behind.fma(dy, FloatVector.fromArray(SPECIES, gradC, sums)).intoArray(gradC, sums);
            FloatVector g = dy.fma(FloatVector.broadcast(SPECIES, c[t * states + n]), carried);
            FloatVector in = FloatVector.fromArray(SPECIES, input, at);
            g.fma(in, FloatVector.fromArray(SPECIES, gradB, sums)).intoArray(gradB, sums);
            FloatVector bn = FloatVector.broadcast(SPECIES, b[t * states + n]);
            g.fma(bn, FloatVector.fromArray(SPECIES, gradInput, at)).intoArray(gradInput, at);
            carried = g.mul(FloatVector.fromArray(SPECIES, decays, t * LANES));
            FloatVector moved = carried.mul(FloatVector.fromArray(SPECIES, history, t * LANES));
            moved.fma(rate, FloatVector.fromArray(SPECIES, gradDecay, at)).intoArray(gradDecay, at);
            gradRate = moved.fma(FloatVector.fromArray(SPECIES, delta, at), gradRate);
        }
        carried.intoArray(tile.gradState, own);
        gradRate.intoArray(tile.gradRate, own);
    }
}
