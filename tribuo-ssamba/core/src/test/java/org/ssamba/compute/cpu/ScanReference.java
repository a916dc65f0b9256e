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

import java.util.Arrays;
import org.ssamba.compute.Tensor;

/**
 * The selective scan token by token in double precision, from its definition, with the gradient by
 * the chain rule on all stored states. Arrays are laid out as the tensors of {@link ScanData}.
 */
final class ScanReference {
    private final int clips;
    private final int tokens;
    private final int channels;
    private final int states;
    private final int columns;
    final double[] u;
    final double[] delta;
    final double[] projection;
    final double[] aLog;
    final double[] skip;
    final double[] deltaBias;
    final double[] gradY;
    double[] y;
    double[] gradU;
    double[] gradDelta;
    double[] gradProjection;
    double[] gradALog;
    double[] gradSkip;
    double[] gradDeltaBias;

    ScanReference(ScanData data) {
        clips = data.clips;
        tokens = data.tokens;
        channels = data.channels;
        states = data.states;
        columns = ScanData.OTHER_COLUMNS + 2 * states;
        u = doubles(data, data.u);
        delta = doubles(data, data.delta);
        projection = doubles(data, data.projection);
        aLog = doubles(data, data.aLog);
        skip = doubles(data, data.skip);
        deltaBias = doubles(data, data.deltaBias);
        gradY = doubles(data, data.gradY);
    }

    private static double[] doubles(ScanData data, Tensor tensor) {
        float[] values = data.memory.get(tensor);
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[i]);
        return result;
    }

    /** Σ y·gradY over all four scans: what the gradients are gradients of. */
    double loss() {
        double sum = 0;
        int half = clips * tokens * channels;
        for (int i = 0; i < y.length; i++) {
            sum += y[i] * gradY[i / (2 * half) * half + i % half];
        }
        return sum;
    }

    ScanReference run() {
        y = new double[u.length];
        gradU = new double[u.length];
        gradDelta = new double[u.length];
        gradProjection = new double[projection.length];
        gradALog = new double[aLog.length];
        gradSkip = new double[skip.length];
        gradDeltaBias = new double[skip.length];
        for (int scan = 0; scan < 4; scan++) {
            for (int clip = 0; clip < clips; clip++) {
                for (int e = 0; e < channels; e++) {
                    channel(scan, clip, e);
                }
            }
        }
        return this;
    }

    private void channel(int scan, int clip, int e) {
        int layer = scan / 2;
        boolean rising = (layer + scan % 2) % 2 == 0;
        int own = scan * channels + e;
        double[][] s = new double[tokens + 1][states];
        double[] carried = new double[states];
        for (int p = 0; p < tokens; p++) {
            int row = row(scan, clip, rising ? p : tokens - 1 - p);
            int i = row * channels + e;
            double step = softplus(delta[i] + deltaBias[own]);
            y[i] = skip[own] * u[i];
            for (int n = 0; n < states; n++) {
                double a = -Math.exp(aLog[own * states + n]);
                s[p + 1][n] = Math.exp(step * a) * s[p][n] + step * b(row, n) * u[i];
                y[i] += s[p + 1][n] * c(row, n);
            }
        }
        for (int p = tokens - 1; p >= 0; p--) {
            int token = rising ? p : tokens - 1 - p;
            int row = row(scan, clip, token);
            int i = row * channels + e;
            double dy = gradY[((layer * clips + clip) * tokens + token) * channels + e];
            double raw = delta[i] + deltaBias[own];
            double step = softplus(raw);
            double gradStep = 0;
            gradU[i] = skip[own] * dy;
            gradSkip[own] += dy * u[i];
            for (int n = 0; n < states; n++) {
                double a = -Math.exp(aLog[own * states + n]);
                double decay = Math.exp(step * a);
                double g = dy * c(row, n) + carried[n];
                gradProjection[row * columns + ScanData.OTHER_COLUMNS + n] += g * step * u[i];
                gradProjection[row * columns + ScanData.OTHER_COLUMNS + states + n] +=
                        dy * s[p + 1][n];
                gradU[i] += g * step * b(row, n);
                gradStep += g * (a * decay * s[p][n] + b(row, n) * u[i]);
                gradALog[own * states + n] += g * step * decay * s[p][n] * a;
                carried[n] = g * decay;
            }
            gradDelta[i] = gradStep / (1 + Math.exp(-raw));
            gradDeltaBias[own] += gradDelta[i];
        }
    }

    private int row(int scan, int clip, int token) {
        return (scan * clips + clip) * tokens + token;
    }

    private double b(int row, int n) {
        return projection[row * columns + ScanData.OTHER_COLUMNS + n];
    }

    private double c(int row, int n) {
        return projection[row * columns + ScanData.OTHER_COLUMNS + states + n];
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
