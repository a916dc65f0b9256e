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
package org.ssamba.audio.transform;

/**
 * The inverse modified discrete cosine transform of n coefficients to 2 n samples:
 *
 * <p>x[t] = 1/n Σ X[k] cos(π/n (t + 1/2 + n/2) (k + 1/2))
 *
 * <p>It is the cosine transform of type IV, mirrored, which is computed as a complex Fourier
 * transform of half as many points between two rotations.
 */
public final class InverseMdct {
    private final int size;
    private final ComplexFft fft;
    private final double[] cosine;
    private final double[] sine;
    private final double[][] work;

    public InverseMdct(int size) {
        this.size = size;
        this.fft = new ComplexFft(size / 2);
        this.cosine = new double[size / 2];
        this.sine = new double[size / 2];
        for (int i = 0; i < size / 2; i++) {
            double angle = Math.PI * (8 * i + 1) / (8.0 * size);
            cosine[i] = Math.cos(angle);
            sine[i] = -Math.sin(angle);
        }
        this.work = new double[4][size / 2];
    }

    /** Transforms coefficients from an index on. */
    public void inverse(double[] spectrum, int from, double[] samples) {
        double[] re = work[0];
        double[] im = work[1];
        int half = size / 2;
        for (int i = 0; i < half; i++) {
            double a = spectrum[from + 2 * i];
            double b = spectrum[from + size - 1 - 2 * i];
            re[i] = a * cosine[i] - b * sine[i];
            im[i] = a * sine[i] + b * cosine[i];
        }
        if (!fft.transform(re, im, work[2], work[3])) {
            re = work[2];
            im = work[3];
        }
        for (int i = 0; i < half; i++) {
            double even = (re[i] * cosine[i] - im[i] * sine[i]) / size;
            double odd = -(re[i] * sine[i] + im[i] * cosine[i]) / size;
            place(samples, 2 * i, even);
            place(samples, size - 1 - 2 * i, odd);
        }
    }

    /** Puts a value of the cosine transform where it and its mirror image belong. */
    private void place(double[] samples, int index, double value) {
        int half = size / 2;
        if (index >= half) {
            samples[index - half] = value;
        } else {
            samples[index + 3 * half] = -value;
        }
        samples[3 * half - 1 - index] = -value;
    }
}
