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

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.ssamba.compute.op.FinalNorm;
import org.ssamba.compute.op.FinalNormBackward;
import org.ssamba.compute.op.LayerNorm;
import org.ssamba.compute.op.LayerNormBackward;
import org.ssamba.compute.op.PairNorm;
import org.ssamba.compute.op.PairNormBackward;

/** The norms of the residual stream. */
final class NormChecks {
    private static final int CLIPS = 3;
    private static final int TOKENS = 19;

    private NormChecks() {}

    static void layerNorm(OperationCase c) {
        layerNorm(c, 50, 13, true);
    }

    static void layerNormInference(OperationCase c) {
        layerNorm(c, 700, 48, false);
    }

    private static void layerNorm(OperationCase c, int rows, int width, boolean training) {
        Tensor x = c.floats("x", rows, width);
        Tensor weight = c.weight("w", width);
        Tensor bias = c.weight("b", width);
        Tensor y = c.result("y", DType.ACTIVATION, rows, width);
        Tensor mean = training ? c.result("mean", DType.FLOAT32, rows) : null;
        Tensor inverse = training ? c.result("inverse", DType.FLOAT32, rows) : null;
        c.add(new LayerNorm(x, weight, bias, y, mean, inverse));
        c.expect(y, References.layerNorm(c.of(x), c.of(weight), c.of(bias), width));
        if (training) {
            c.expect(mean, References.means(c.of(x), width));
            c.expect(inverse, References.inverseDeviations(c.of(x), width));
        }
    }

    static void layerNormBackward(OperationCase c) {
        layerNormBackward(c, true, false);
    }

    static void layerNormBackwardAtTheBottom(OperationCase c) {
        layerNormBackward(c, false, true);
    }

    private static void layerNormBackward(OperationCase c, boolean below, boolean accumulate) {
        int rows = 41;
        int width = 13;
        Tensor gradY = c.activation("gradY", rows, width);
        Tensor x = c.floats("x", rows, width);
        Tensor weight = c.weight("w", width);
        Tensor bias = c.weight("b", width);
        Tensor y = c.result("y", DType.ACTIVATION, rows, width);
        Tensor mean = c.result("mean", DType.FLOAT32, rows);
        Tensor inverse = c.result("inverse", DType.FLOAT32, rows);
        c.add(new LayerNorm(x, weight, bias, y, mean, inverse));
        Tensor gradX = below ? c.result("gradX", DType.FLOAT32, rows, width) : null;
        Gradient gradWeight = c.gradient(weight, accumulate);
        Gradient gradBias = c.gradient(bias, accumulate);
        c.add(new LayerNormBackward(gradY, x, mean, inverse, weight, gradX, gradWeight, gradBias));
        DoubleSupplier loss =
                () ->
                        OperationCase.dot(
                                c.of(gradY),
                                References.layerNorm(c.of(x), c.of(weight), c.of(bias), width));
        if (below) {
            c.expect(gradX, c.derivative(loss, x));
        }
        c.expect(gradWeight, c.derivative(loss, weight));
        c.expect(gradBias, c.derivative(loss, bias));
    }

    static void pairNormFirst(OperationCase c) {
        pairNorm(c, 21, false, false);
    }

    static void pairNormDropped(OperationCase c) {
        pairNorm(c, 16, true, true);
    }

    static void pairNorm(OperationCase c) {
        pairNorm(c, 64, true, false);
    }

    /** Operands and results of a pair norm, and its double-precision value. */
    private record Pair(
            OperationCase c,
            Tensor residual,
            Tensor hidden,
            Tensor scale,
            Tensor weight,
            Tensor bias,
            Tensor normed,
            Tensor newResidual,
            Tensor mean,
            Tensor inverse) {

        static Pair of(OperationCase c, int width, boolean hidden, boolean dropped) {
            return new Pair(
                    c,
                    c.floats("residual", CLIPS, TOKENS, width),
                    hidden ? c.activation("hidden", CLIPS, TOKENS, width) : null,
                    dropped ? c.floats("scale", 2, CLIPS) : null,
                    c.weight("w", 2, width),
                    c.weight("b", 2, width),
                    c.result("normed", DType.ACTIVATION, 2, CLIPS, TOKENS, width),
                    c.result("newResidual", DType.FLOAT32, CLIPS, TOKENS, width),
                    c.result("mean", DType.FLOAT32, 2, CLIPS * TOKENS),
                    c.result("inverse", DType.FLOAT32, 2, CLIPS * TOKENS));
        }

        double[] streams() {
            return References.dropped(
                    c.of(residual),
                    hidden == null ? null : c.of(hidden),
                    scale == null ? null : c.of(scale),
                    2,
                    CLIPS);
        }

        double[] wantNormed() {
            int width = residual.extent(2);
            return References.layerNorm(streams(), c.of(weight), c.of(bias), width);
        }

        double[] wantResidual() {
            double[] r = streams();
            int half = r.length / 2;
            double[] sum = Arrays.copyOf(r, half);
            for (int i = 0; i < half; i++) {
                sum[i] += r[half + i];
            }
            return sum;
        }

        PairNorm operation(boolean training) {
            return new PairNorm(
                    residual,
                    hidden,
                    scale,
                    weight,
                    bias,
                    normed,
                    newResidual,
                    training ? mean : null,
                    training ? inverse : null);
        }
    }

    private static void pairNorm(OperationCase c, int width, boolean hidden, boolean dropped) {
        Pair pair = Pair.of(c, width, hidden, dropped);
        c.add(pair.operation(dropped));
        c.expect(pair.normed, pair.wantNormed());
        c.expect(pair.newResidual, pair.wantResidual());
        if (dropped) {
            c.expect(pair.mean, References.means(pair.streams(), width));
            c.expect(pair.inverse, References.inverseDeviations(pair.streams(), width));
        }
    }

    static void pairNormBackwardFirst(OperationCase c) {
        pairNormBackward(c, false, false, false);
    }

    static void pairNormBackward(OperationCase c) {
        pairNormBackward(c, true, false, true);
    }

    static void pairNormBackwardDropped(OperationCase c) {
        pairNormBackward(c, true, true, false);
    }

    private static void pairNormBackward(
            OperationCase c, boolean hidden, boolean dropped, boolean accumulate) {
        int width = 12;
        Pair pair = Pair.of(c, width, hidden, dropped);
        Tensor gradNormed = c.activation("gradNormed", 2, CLIPS, TOKENS, width);
        Tensor gradNew = c.floats("gradNewResidual", CLIPS, TOKENS, width);
        Tensor gradResidual = c.result("gradResidual", DType.FLOAT32, CLIPS, TOKENS, width);
        Tensor gradHidden =
                hidden ? c.result("gradHidden", DType.ACTIVATION, CLIPS, TOKENS, width) : null;
        Gradient gradWeight = c.gradient(pair.weight, accumulate);
        Gradient gradBias = c.gradient(pair.bias, accumulate);
        c.add(pair.operation(true));
        c.add(
                new PairNormBackward(
                        gradNormed,
                        gradNew,
                        pair.residual,
                        pair.hidden,
                        pair.scale,
                        pair.mean,
                        pair.inverse,
                        pair.weight,
                        gradResidual,
                        gradHidden,
                        gradWeight,
                        gradBias));
        DoubleSupplier loss =
                () ->
                        OperationCase.dot(c.of(gradNormed), pair.wantNormed())
                                + OperationCase.dot(c.of(gradNew), pair.wantResidual());
        c.expect(gradResidual, c.derivative(loss, pair.residual));
        if (hidden) {
            c.expect(gradHidden, c.derivative(loss, pair.hidden));
        }
        c.expect(gradWeight, c.derivative(loss, pair.weight));
        c.expect(gradBias, c.derivative(loss, pair.bias));
    }

    static void finalNorm(OperationCase c) {
        finalNorm(c, false, false);
    }

    static void finalNormBackward(OperationCase c) {
        finalNorm(c, true, false);
    }

    static void finalNormBackwardDropped(OperationCase c) {
        finalNorm(c, true, true);
    }

    private static void finalNorm(OperationCase c, boolean backward, boolean dropped) {
        int width = 15;
        Tensor residual = c.floats("residual", CLIPS, TOKENS, width);
        Tensor hidden = c.activation("hidden", CLIPS, TOKENS, width);
        Tensor scale = dropped ? c.floats("scale", CLIPS) : null;
        Tensor weight = c.weight("w", width);
        Tensor bias = c.weight("b", width);
        // Weights apart from 0: a second norm of a nearly constant row only magnifies rounding.
        Arrays.setAll(c.of(weight), i -> 1 + c.of(weight)[i] / 4);
        Tensor encoded = c.result("encoded", DType.FLOAT32, CLIPS, TOKENS, width);
        Tensor statistics =
                backward ? c.result("statistics", DType.FLOAT32, 4, CLIPS * TOKENS) : null;
        c.add(new FinalNorm(residual, hidden, scale, weight, bias, encoded, statistics));
        java.util.function.Supplier<double[]> want =
                () -> {
                    double[] r =
                            References.dropped(
                                    c.of(residual),
                                    c.of(hidden),
                                    scale == null ? null : c.of(scale),
                                    1,
                                    CLIPS);
                    double[] once = References.layerNorm(r, c.of(weight), c.of(bias), width);
                    return References.layerNorm(once, c.of(weight), c.of(bias), width);
                };
        c.expect(encoded, want.get());
        if (!backward) {
            return;
        }
        Tensor gradEncoded = c.floats("gradEncoded", CLIPS, TOKENS, width);
        Tensor gradResidual = c.result("gradResidual", DType.FLOAT32, CLIPS, TOKENS, width);
        Tensor gradHidden = c.result("gradHidden", DType.ACTIVATION, CLIPS, TOKENS, width);
        Gradient gradWeight = c.gradient(weight, dropped);
        Gradient gradBias = c.gradient(bias, dropped);
        c.add(
                new FinalNormBackward(
                        gradEncoded,
                        residual,
                        hidden,
                        scale,
                        statistics,
                        weight,
                        bias,
                        gradResidual,
                        gradHidden,
                        gradWeight,
                        gradBias));
        DoubleSupplier loss = () -> OperationCase.dot(c.of(gradEncoded), want.get());
        c.expect(gradResidual, c.derivative(loss, residual));
        c.expect(gradHidden, c.derivative(loss, hidden));
        c.expect(gradWeight, c.derivative(loss, weight));
        c.expect(gradBias, c.derivative(loss, bias));
    }
}
