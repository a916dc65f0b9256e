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
package org.ssamba.compute;

import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.SelectiveScan;

/**
 * The operations between the projections of a pair of layers, one after the other as inference has
 * them, so that a backend may fuse them.
 */
final class MixerChainChecks {
    private MixerChainChecks() {}

    static void any(OperationCase c) {
        chain(c, new Shape(2, 21, 6, 3, 2, 3));
    }

    static void sixteenStates(OperationCase c) {
        chain(c, new Shape(3, 75, 32, 16, 12, 4));
    }

    static void oneToken(OperationCase c) {
        chain(c, new Shape(2, 1, 64, 16, 6, 4));
    }

    static void wide(OperationCase c) {
        chain(c, new Shape(1, 33, 768, 16, 24, 4));
    }

    /** A card has more room, but not twice. */
    static void wideAndLonger(OperationCase c) {
        chain(c, new Shape(1, 70, 1536, 16, 48, 4));
    }

    /** More scans than a card's warps can share. */
    static void manyClips(OperationCase c) {
        chain(c, new Shape(60, 35, 64, 16, 12, 4));
    }

    static void manyClipsWide(OperationCase c) {
        chain(c, new Shape(5, 35, 1536, 16, 48, 4));
    }

    /** From 12,000 tokens on a GPU computes the projection in another way. */
    static void manyTokens(OperationCase c) {
        chain(c, new Shape(24, 501, 64, 16, 12, 4));
    }

    static void manyTokensWide(OperationCase c) {
        chain(c, new Shape(3, 4001, 64, 16, 48, 4));
    }

    static void manyTokensOfOneClip(OperationCase c) {
        chain(c, new Shape(1, 12_001, 128, 16, 24, 4));
    }

    /** Clips, tokens of a clip, channels E, states N, rank R, width of the convolution K. */
    private record Shape(int clips, int tokens, int e, int n, int r, int k) {
        int rows() {
            return clips * tokens;
        }
    }

    private static void chain(OperationCase c, Shape s) {
        chain(c, s, false);
    }

    /** As long as the longest clips, with step sizes from 1e-4 to 5. */
    static void longest(OperationCase c) {
        chain(c, new Shape(1, 22_017, 32, 16, 12, 4), true);
    }

    private static void chain(OperationCase c, Shape s, boolean slow) {
        Tensor xz = c.activation("xz", 2, s.rows(), 2 * s.e);
        Matrix x = xz.matrices(2).columns(0, s.e);
        Matrix z = xz.matrices(2).columns(s.e, s.e);
        Tensor taps = c.weight("taps", 2, 2, s.e, s.k);
        Tensor tapBias = c.weight("tapBias", 2, 2, s.e);
        Tensor wX = c.weight("wX", 2, 2, s.r + 2 * s.n, s.e);
        Tensor wDt = c.weight("wDt", 2, 2, s.e, s.r);
        Tensor aLog = c.weight("aLog", 2, 2, s.e, s.n);
        Tensor skip = c.weight("skip", 2, 2, s.e);
        Tensor stepBias = c.weight("stepBias", 2, 2, s.e);
        // Powers of 2 keep the weights exact in bfloat16; dt, B and C are then of the size of 1.
        scale(c, wX, Math.scalb(1.0, -Math.getExponent(Math.sqrt(s.e)) - 1));
        scale(c, wDt, Math.scalb(1.0, -Math.getExponent(Math.sqrt(s.r)) - 2));
        if (slow) {
            scale(c, wDt, 0.25);
            double[] bias = c.of(stepBias);
            for (int i = 0; i < bias.length; i++) {
                double size = 1e-4 * Math.pow(5e4, i % s.e / (s.e - 1.0));
                bias[i] = Math.log(Math.expm1(size));
            }
        }
        int lead = Math.floorMod(-s.r, 16);
        int columns = s.r + 2 * s.n;
        Tensor projected =
                c.result("projected", DType.ACTIVATION, 4, s.rows(), (lead + columns + 7) / 8 * 8);
        Matrix dtBC = projected.matrices(4).columns(lead, columns);
        Tensor u = c.result("u", DType.ACTIVATION, 2, 2, s.clips, s.tokens, s.e);
        Tensor delta = c.result("delta", DType.ACTIVATION, 2, 2, s.clips, s.tokens, s.e);
        Tensor y = c.result("y", DType.ACTIVATION, 2, 2, s.clips, s.tokens, s.e);
        Tensor gated = c.result("gated", DType.ACTIVATION, s.rows(), 2 * s.e);
        c.add(new Convolution(x, taps, tapBias, u));
        c.add(MatMul.product(u.matrices(4), false, wX.matrices(4), true, dtBC));
        c.add(
                MatMul.product(
                        dtBC.columns(0, s.r), false, wDt.matrices(4), true, delta.matrices(4)));
        c.add(
                new SelectiveScan(
                        u,
                        delta,
                        dtBC.columns(s.r, s.n),
                        dtBC.columns(s.r + s.n, s.n),
                        aLog,
                        skip,
                        stepBias,
                        y,
                        null,
                        s.tokens));
        c.add(new GateAverage(y, z, gated, null));

        double[] wantU =
                References.convolution(
                        References.gather(x, c.of(xz)),
                        c.of(taps),
                        c.of(tapBias),
                        s.clips,
                        s.tokens,
                        s.e,
                        s.k);
        double[] dense =
                References.product(wantU, false, c.of(wX), true, 4, s.rows(), columns, s.e);
        Matrix view =
                new Matrix(projected, 0, 4, (long) s.rows() * columns, s.rows(), columns, columns);
        double[] wantDelta =
                References.product(
                        References.gather(view.columns(0, s.r), dense),
                        false,
                        c.of(wDt),
                        true,
                        4,
                        s.rows(),
                        s.e,
                        s.r);
        double[] wantY =
                References.scan(
                        new References.Scan(
                                wantU,
                                wantDelta,
                                References.gather(view.columns(s.r, s.n), dense),
                                References.gather(view.columns(s.r + s.n, s.n), dense),
                                c.of(aLog),
                                c.of(skip),
                                c.of(stepBias)),
                        s.clips,
                        s.tokens,
                        s.e,
                        s.n);
        c.expectRows(
                gated,
                References.gate(wantY, References.gather(z, c.of(xz)), s.rows(), s.e),
                slow ? 1e-2 : 0);
    }

    private static void scale(OperationCase c, Tensor weight, double factor) {
        double[] values = c.of(weight);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
