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

/** Straightforward double-precision versions of the operations, written from their formulas. */
final class References {
    private References() {}

    static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    /** Whether layer l in direction d reads time upwards. */
    static boolean upwards(int l, int d) {
        return (l + d) % 2 == 0;
    }

    /** Elements of a view, matrix by matrix and row by row. */
    static double[] gather(Matrix view, double[] tensor) {
        double[] dense = new double[view.batch() * view.rows() * view.columns()];
        int at = 0;
        for (int m = 0; m < view.batch(); m++) {
            for (int r = 0; r < view.rows(); r++) {
                for (int c = 0; c < view.columns(); c++) {
                    dense[at++] = tensor[index(view, m, r, c)];
                }
            }
        }
        return dense;
    }

    /** The inverse of {@link #gather}: a copy of the tensor with the elements of a view changed. */
    static double[] scatter(Matrix view, double[] dense, double[] tensor) {
        double[] changed = tensor.clone();
        int at = 0;
        for (int m = 0; m < view.batch(); m++) {
            for (int r = 0; r < view.rows(); r++) {
                for (int c = 0; c < view.columns(); c++) {
                    changed[index(view, m, r, c)] = dense[at++];
                }
            }
        }
        return changed;
    }

    private static int index(Matrix view, int matrix, int row, int column) {
        return (int)
                (view.offset() + matrix * view.batchStride() + row * view.rowStride() + column);
    }

    /** (batch, m, k) times (batch, k, n), each possibly stored transposed. */
    static double[] product(
            double[] a, boolean ta, double[] b, boolean tb, int batch, int m, int n, int k) {
        double[] c = new double[batch * m * n];
        for (int s = 0; s < batch; s++) {
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        double left = a[s * m * k + (ta ? p * m + i : i * k + p)];
                        double right = b[s * k * n + (tb ? j * k + p : p * n + j)];
                        sum += left * right;
                    }
                    c[(s * m + i) * n + j] = sum;
                }
            }
        }
        return c;
    }

    /** Rows normalised, each weight row used for an equal share of the rows. */
    static double[] layerNorm(double[] x, double[] weight, double[] bias, int width) {
        int rows = x.length / width;
        int rowsPerWeight = rows / (weight.length / width);
        double[] y = new double[x.length];
        for (int r = 0; r < rows; r++) {
            double mean = mean(x, r, width);
            double inverse = inverseDeviation(x, r, width);
            for (int j = 0; j < width; j++) {
                int w = r / rowsPerWeight * width + j;
                y[r * width + j] = (x[r * width + j] - mean) * inverse * weight[w] + bias[w];
            }
        }
        return y;
    }

    static double mean(double[] x, int row, int width) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            sum += x[row * width + j];
        }
        return sum / width;
    }

    static double inverseDeviation(double[] x, int row, int width) {
        double mean = mean(x, row, width);
        double sum = 0;
        for (int j = 0; j < width; j++) {
            double d = x[row * width + j] - mean;
            sum += d * d;
        }
        return 1 / Math.sqrt(sum / width + 1e-5);
    }

    static double[] means(double[] x, int width) {
        double[] means = new double[x.length / width];
        for (int r = 0; r < means.length; r++) {
            means[r] = mean(x, r, width);
        }
        return means;
    }

    static double[] inverseDeviations(double[] x, int width) {
        double[] inverses = new double[x.length / width];
        for (int r = 0; r < inverses.length; r++) {
            inverses[r] = inverseDeviation(x, r, width);
        }
        return inverses;
    }

    /** {@code residual + scale[layer, clip]·hidden} for a number of layers. */
    static double[] dropped(
            double[] residual, double[] hidden, double[] scale, int layers, int clips) {
        int perClip = residual.length / clips;
        double[] r = new double[layers * residual.length];
        for (int l = 0; l < layers; l++) {
            for (int i = 0; i < residual.length; i++) {
                double factor = scale == null ? 1 : scale[l * clips + i / perClip];
                double added = hidden == null ? 0 : factor * hidden[i];
                r[l * residual.length + i] = residual[i] + added;
            }
        }
        return r;
    }

    /** x is (2, B, L, E); the result (2, 2, B, L, E). */
    static double[] convolution(
            double[] x, double[] weight, double[] bias, int clips, int tokens, int e, int k) {
        double[] u = new double[2 * x.length];
        for (int l = 0; l < 2; l++) {
            for (int d = 0; d < 2; d++) {
                int s = 2 * l + d;
                for (int i = 0; i < clips * tokens * e; i++) {
                    int channel = i % e;
                    int t = i / e % tokens;
                    int clip = i / e / tokens;
                    double sum = bias[s * e + channel];
                    for (int tap = 0; tap < k; tap++) {
                        int from = upwards(l, d) ? t - (k - 1 - tap) : t + (k - 1 - tap);
                        if (from >= 0 && from < tokens) {
                            sum +=
                                    weight[(s * e + channel) * k + tap]
                                            * x[((l * clips + clip) * tokens + from) * e + channel];
                        }
                    }
                    u[s * clips * tokens * e + i] = silu(sum);
                }
            }
        }
        return u;
    }

    /** Operands of a scan, dense: u, delta (2, 2, B, L, E), b, c (2, 2, B, L, N). */
    record Scan(
            double[] u,
            double[] delta,
            double[] b,
            double[] c,
            double[] aLog,
            double[] skip,
            double[] deltaBias) {}

    static double[] scan(Scan in, int clips, int tokens, int e, int n) {
        double[] y = new double[in.u.length];
        for (int s = 0; s < 4; s++) {
            for (int clip = 0; clip < clips; clip++) {
                for (int ch = 0; ch < e; ch++) {
                    double[] state = new double[n];
                    for (int step = 0; step < tokens; step++) {
                        int t = upwards(s / 2, s % 2) ? step : tokens - 1 - step;
                        int row = (s * clips + clip) * tokens + t;
                        int at = row * e + ch;
                        double delta = softplus(in.delta[at] + in.deltaBias[s * e + ch]);
                        double sum = in.skip[s * e + ch] * in.u[at];
                        for (int i = 0; i < n; i++) {
                            double a = -Math.exp(in.aLog[(s * e + ch) * n + i]);
                            state[i] =
                                    Math.exp(delta * a) * state[i]
                                            + delta * in.b[row * n + i] * in.u[at];
                            sum += state[i] * in.c[row * n + i];
                        }
                        y[at] = sum;
                    }
                }
            }
        }
        return y;
    }

    /** y (2, 2, B·L, E), z (2, B·L, E); the result (B·L, 2E). */
    static double[] gate(double[] y, double[] z, int rows, int e) {
        double[] gated = new double[rows * 2 * e];
        for (int l = 0; l < 2; l++) {
            for (int r = 0; r < rows; r++) {
                for (int ch = 0; ch < e; ch++) {
                    double forward = y[((l * 2) * rows + r) * e + ch];
                    double backward = y[((l * 2 + 1) * rows + r) * e + ch];
                    gated[r * 2 * e + l * e + ch] =
                            (forward + backward) / 2 * silu(z[(l * rows + r) * e + ch]);
                }
            }
        }
        return gated;
    }
}
