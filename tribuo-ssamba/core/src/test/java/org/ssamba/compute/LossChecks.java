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
import java.util.function.Supplier;
import org.ssamba.compute.op.HeadLoss;
import org.ssamba.compute.op.HeadScores;
import org.ssamba.compute.op.InfoNce;
import org.ssamba.compute.op.SquaredError;
import org.ssamba.compute.op.Sum;

/** Objectives and what heads show. */
final class LossChecks {
    private LossChecks() {}

    static double[] softmax(double[] row) {
        double max = Arrays.stream(row).max().orElseThrow();
        double[] p = Arrays.stream(row).map(v -> Math.exp(v - max)).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(v -> v / sum).toArray();
    }

    private static double[] row(double[] x, int row, int width) {
        return Arrays.copyOfRange(x, row * width, (row + 1) * width);
    }

    static void infoNce(OperationCase c) {
        infoNce(c, true, 1);
    }

    static void infoNceEvaluation(OperationCase c) {
        infoNce(c, false, 1);
    }

    /** Scores of raw spectrograms reach hundreds. */
    static void infoNceLargeScores(OperationCase c) {
        infoNce(c, true, 200);
    }

    private static void infoNce(OperationCase c, boolean training, double magnitude) {
        int clips = 3;
        int m = 17;
        float gradScale = 0.125f;
        Tensor scores = c.floats("scores", clips, m, m);
        double[] s = c.of(scores);
        for (int i = 0; i < s.length; i++) {
            s[i] = magnitude * s[i] + (i / m % m == i % m ? 1 : 0);
        }
        Tensor loss = c.result("loss", DType.FLOAT32, clips);
        Tensor correct = c.result("correct", DType.FLOAT32, clips);
        Tensor grad = training ? c.result("grad", DType.ACTIVATION, clips, m, m) : null;
        c.add(new InfoNce(scores, loss, correct, grad, gradScale));
        double[] wantLoss = new double[clips];
        double[] wantCorrect = new double[clips];
        double[] wantGrad = new double[s.length];
        for (int clip = 0; clip < clips; clip++) {
            double[][] p = new double[m][];
            for (int i = 0; i < m; i++) {
                p[i] = softmax(row(s, clip * m + i, m));
                wantLoss[clip] -= Math.log(p[i][i]);
                for (int j = 0; j < m; j++) {
                    wantGrad[(clip * m + i) * m + j] = gradScale * (p[i][j] - (i == j ? 1 : 0));
                }
            }
            for (int j = 0; j < m; j++) {
                int best = 0;
                for (int i = 1; i < m; i++) {
                    best = p[i][j] > p[best][j] ? i : best;
                }
                wantCorrect[clip] += best == j ? 1 : 0;
            }
        }
        c.expect(loss, wantLoss);
        if (magnitude == 1) {
            // With large scores most probabilities underflow in float32 and tie.
            c.expect(correct, wantCorrect);
        }
        if (training) {
            c.expect(grad, wantGrad);
        }
    }

    static void squaredError(OperationCase c) {
        squaredError(c, true);
    }

    static void squaredErrorEvaluation(OperationCase c) {
        squaredError(c, false);
    }

    private static void squaredError(OperationCase c, boolean training) {
        Tensor predictions = c.activation("predictions", 2, 9, 31);
        Tensor targets = c.activation("targets", 2, 9, 31);
        Tensor loss = c.result("loss", DType.FLOAT32, 2);
        Tensor grad = training ? c.result("grad", DType.ACTIVATION, 2, 9, 31) : null;
        c.add(new SquaredError(predictions, targets, loss, grad, 0.25f));
        double[] wantLoss = new double[2];
        double[] wantGrad = new double[2 * 9 * 31];
        for (int i = 0; i < wantGrad.length; i++) {
            double difference = c.of(predictions)[i] - c.of(targets)[i];
            wantLoss[i / (9 * 31)] += difference * difference;
            wantGrad[i] = 0.25 * 2 * difference;
        }
        c.expect(loss, wantLoss);
        if (training) {
            c.expect(grad, wantGrad);
        }
    }

    static void headSoftmax(OperationCase c) {
        head(c, HeadLoss.Kind.SOFTMAX);
    }

    static void headSigmoid(OperationCase c) {
        head(c, HeadLoss.Kind.SIGMOID);
    }

    static void headSquared(OperationCase c) {
        head(c, HeadLoss.Kind.SQUARED);
    }

    private static void head(OperationCase c, HeadLoss.Kind kind) {
        int rows = 5;
        int columns = 13;
        Tensor logits = c.floats("logits", rows, columns);
        Tensor targets = c.floats("targets", rows, columns);
        Tensor weights = c.floats("weights", rows);
        c.of(weights)[1] = 0;
        if (kind != HeadLoss.Kind.SQUARED) {
            Arrays.setAll(c.of(targets), i -> Math.abs(c.of(targets)[i]) / 2);
        }
        Tensor loss = c.result("loss", DType.FLOAT32, rows);
        Tensor grad = c.result("grad", DType.ACTIVATION, rows, columns);
        Tensor scores = c.result("scores", DType.FLOAT32, rows, columns);
        c.add(new HeadLoss(kind, logits, targets, weights, loss, grad));
        c.add(new HeadScores(kind, logits, scores));
        Supplier<double[]> losses =
                () -> {
                    double[] all = new double[rows];
                    for (int r = 0; r < rows; r++) {
                        all[r] =
                                c.of(weights)[r]
                                        * loss(
                                                kind,
                                                row(c.of(logits), r, columns),
                                                row(c.of(targets), r, columns));
                    }
                    return all;
                };
        c.expect(loss, losses.get());
        c.expect(grad, c.derivative(() -> Arrays.stream(losses.get()).sum(), logits));
        double[] wantScores = new double[rows * columns];
        for (int r = 0; r < rows; r++) {
            double[] shown = shown(kind, row(c.of(logits), r, columns));
            System.arraycopy(shown, 0, wantScores, r * columns, columns);
        }
        c.expect(scores, wantScores);
    }

    private static double[] shown(HeadLoss.Kind kind, double[] x) {
        return switch (kind) {
            case SOFTMAX -> softmax(x);
            case SIGMOID -> Arrays.stream(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
            case SQUARED -> x;
        };
    }

    private static double loss(HeadLoss.Kind kind, double[] x, double[] t) {
        double[] p = shown(kind, x);
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum +=
                    switch (kind) {
                        case SOFTMAX -> -t[j] * Math.log(p[j]);
                        case SIGMOID ->
                                -(t[j] * Math.log(p[j]) + (1 - t[j]) * Math.log(1 - p[j]))
                                        / x.length;
                        case SQUARED -> (x[j] - t[j]) * (x[j] - t[j]) / x.length;
                    };
        }
        return sum;
    }

    static void sum(OperationCase c) {
        Tensor values = c.floats("values", 40001);
        Tensor sum = c.result("sum", DType.FLOAT32, 1);
        c.add(new Sum(values, 0.5f, sum));
        c.expect(sum, new double[] {0.5 * Arrays.stream(c.of(values)).sum()});
    }
}
