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

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.GateAverageBackward;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;

/** Convolution, scan and gate of a pair of mixer layers, in both directions. */
final class MixerChecks {
    private MixerChecks() {}

    static void convolution(OperationCase c) {
        convolution(c, 2, 11, 10, 4, false);
    }

    static void convolutionOfOneToken(OperationCase c) {
        convolution(c, 1, 1, 32, 4, true);
    }

    static void convolutionBackward(OperationCase c) {
        convolution(c, 2, 9, 6, 4, true);
    }

    static void convolutionBackwardWide(OperationCase c) {
        convolution(c, 3, 70, 70, 3, true);
    }

    private static void convolution(
            OperationCase c, int clips, int tokens, int e, int k, boolean backward) {
        Tensor projected = c.activation("projected", 2, clips * tokens, 2 * e);
        Matrix x = projected.matrices(2).columns(0, e);
        Tensor weight = c.weight("w", 2, 2, e, k);
        Tensor bias = c.weight("b", 2, 2, e);
        Tensor u = c.result("u", DType.ACTIVATION, 2, 2, clips, tokens, e);
        c.add(new Convolution(x, weight, bias, u));
        Supplier<double[]> want =
                () ->
                        References.convolution(
                                References.gather(x, c.of(projected)),
                                c.of(weight),
                                c.of(bias),
                                clips,
                                tokens,
                                e,
                                k);
        c.expect(u, want.get());
        if (!backward) {
            return;
        }
        Tensor gradU = c.activation("gradU", 2, 2, clips, tokens, e);
        Tensor gradProjected = c.activation("gradProjected", 2, clips * tokens, 2 * e);
        Matrix gradX = gradProjected.matrices(2).columns(0, e);
        Gradient gradWeight = c.gradient(weight, false);
        Gradient gradBias = c.gradient(bias, true);
        c.add(new ConvolutionBackward(x, weight, bias, gradU, gradX, gradWeight, gradBias));
        DoubleSupplier loss = () -> OperationCase.dot(c.of(gradU), want.get());
        double[] derivative = c.derivative(loss, projected);
        // The other half of the projection must stay as it was.
        c.expect(
                gradProjected,
                References.scatter(gradX, References.gather(x, derivative), c.of(gradProjected)));
        c.expect(gradWeight, c.derivative(loss, weight));
        c.expect(gradBias, c.derivative(loss, bias));
    }

    static void scanInference(OperationCase c) {
        scan(c, 2, 75, 5, 3, 2, false);
    }

    static void scanBackward(OperationCase c) {
        scan(c, 2, 37, 5, 3, 2, true);
    }

    static void scanBackwardSixteenStates(OperationCase c) {
        scan(c, 1, 70, 20, 16, 3, true);
    }

    static void scanBackwardFortyStates(OperationCase c) {
        scan(c, 1, 70, 20, 40, 3, true);
    }

    static void scanBackwardOfOneToken(OperationCase c) {
        scan(c, 2, 1, 70, 16, 4, true);
    }

    private static void scan(
            OperationCase c, int clips, int tokens, int e, int n, int r, boolean backward) {
        int rows = clips * tokens;
        Tensor u = c.activation("u", 2, 2, clips, tokens, e);
        Tensor delta = c.activation("delta", 2, 2, clips, tokens, e);
        Tensor projected = c.activation("projected", 4, rows, r + 2 * n);
        Matrix b = projected.matrices(4).columns(r, n);
        Matrix cc = projected.matrices(4).columns(r + n, n);
        Tensor aLog = c.weight("aLog", 2, 2, e, n);
        Tensor skip = c.weight("skip", 2, 2, e);
        Tensor deltaBias = c.weight("deltaBias", 2, 2, e);
        Tensor y = c.result("y", DType.ACTIVATION, 2, 2, clips, tokens, e);
        int chunk = c.backend().scanChunk(tokens);
        int chunks = (tokens + chunk - 1) / chunk;
        Tensor states =
                backward ? c.result("states", DType.FLOAT32, 2, 2, clips, chunks, e, n) : null;
        c.add(new SelectiveScan(u, delta, b, cc, aLog, skip, deltaBias, y, states, chunk));
        Supplier<double[]> want =
                () ->
                        References.scan(
                                new References.Scan(
                                        c.of(u),
                                        c.of(delta),
                                        References.gather(b, c.of(projected)),
                                        References.gather(cc, c.of(projected)),
                                        c.of(aLog),
                                        c.of(skip),
                                        c.of(deltaBias)),
                                clips,
                                tokens,
                                e,
                                n);
        c.expect(y, want.get());
        if (!backward) {
            return;
        }
        Tensor gradY = c.activation("gradY", 2, clips, tokens, e);
        Tensor gradU = c.result("gradU", DType.ACTIVATION, 2, 2, clips, tokens, e);
        Tensor gradDelta = c.result("gradDelta", DType.ACTIVATION, 2, 2, clips, tokens, e);
        Tensor gradProjected = c.activation("gradProjected", 4, rows, r + 2 * n);
        Matrix gradB = gradProjected.matrices(4).columns(r, n);
        Matrix gradC = gradProjected.matrices(4).columns(r + n, n);
        Gradient gradALog = c.gradient(aLog, false);
        Gradient gradSkip = c.gradient(skip, true);
        Gradient gradDeltaBias = c.gradient(deltaBias, false);
        c.add(
                new SelectiveScanBackward(
                        u,
                        delta,
                        b,
                        cc,
                        aLog,
                        skip,
                        deltaBias,
                        states,
                        chunk,
                        gradY,
                        gradU,
                        gradDelta,
                        gradB,
                        gradC,
                        gradALog,
                        gradSkip,
                        gradDeltaBias));
        DoubleSupplier loss = () -> OperationCase.dot(bothDirections(c.of(gradY)), want.get());
        c.expect(gradU, c.derivative(loss, u));
        c.expect(gradDelta, c.derivative(loss, delta));
        double[] derivative = c.derivative(loss, projected);
        double[] untouched = c.of(gradProjected);
        double[] wantProjected =
                References.scatter(gradB, References.gather(b, derivative), untouched);
        c.expect(
                gradProjected,
                References.scatter(gradC, References.gather(cc, derivative), wantProjected));
        c.expect(gradALog, c.derivative(loss, aLog));
        c.expect(gradSkip, c.derivative(loss, skip));
        c.expect(gradDeltaBias, c.derivative(loss, deltaBias));
    }

    /** (2, ...) to (2, 2, ...): each layer's gradient for both of its directions. */
    private static double[] bothDirections(double[] perLayer) {
        int half = perLayer.length / 2;
        double[] both = new double[2 * perLayer.length];
        for (int s = 0; s < 4; s++) {
            System.arraycopy(perLayer, s / 2 * half, both, s * half, half);
        }
        return both;
    }

    static void gate(OperationCase c) {
        gate(c, false);
    }

    static void gateBackward(OperationCase c) {
        gate(c, true);
    }

    private static void gate(OperationCase c, boolean backward) {
        int clips = 2;
        int tokens = 21;
        int rows = clips * tokens;
        int e = 7;
        Tensor y = c.activation("y", 2, 2, clips, tokens, e);
        Tensor projected = c.activation("projected", 2, rows, 2 * e);
        Matrix z = projected.matrices(2).columns(e, e);
        Tensor gated = c.result("gated", DType.ACTIVATION, rows, 2 * e);
        Supplier<double[]> want =
                () -> References.gate(c.of(y), References.gather(z, c.of(projected)), rows, e);
        if (!backward) {
            c.add(new GateAverage(y, z, gated, null));
            c.expect(gated, want.get());
            return;
        }
        Tensor gradGated = c.activation("gradGated", rows, 2 * e);
        Tensor gradY = c.result("gradY", DType.ACTIVATION, 2, clips, tokens, e);
        Tensor gradProjected = c.activation("gradProjected", 2, rows, 2 * e);
        Matrix gradZ = gradProjected.matrices(2).columns(e, e);
        Tensor mean = c.result("mean", DType.ACTIVATION, 2, clips, tokens, e);
        c.add(new GateAverage(y, z, gated, mean));
        c.add(new GateAverageBackward(gradGated, mean, z, gradY, gradZ, gated));
        DoubleSupplier loss = () -> OperationCase.dot(c.of(gradGated), want.get());
        c.expect(gated, want.get());
        double[] byY = c.derivative(loss, y);
        double[] firstDirections = new double[byY.length / 2];
        int half = firstDirections.length / 2;
        System.arraycopy(byY, 0, firstDirections, 0, half);
        System.arraycopy(byY, 2 * half, firstDirections, half, half);
        c.expect(gradY, firstDirections);
        double[] derivative = c.derivative(loss, projected);
        c.expect(
                gradProjected,
                References.scatter(gradZ, References.gather(z, derivative), c.of(gradProjected)));
    }
}
