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
 * Discrete Fourier transform of a fixed power-of-two length: Stockham's self-sorting algorithm,
 * radix 4 with a last step of radix 2 where needed. Immutable.
 *
 * <p>Written here because it is the inner loop of the front end: separate real and imaginary arrays
 * keep the butterflies contiguous, so that the compiler vectorises them, and nothing is allocated.
 *
 * <p>Source: C. Van Loan, "Computational Frameworks for the Fast Fourier Transform", SIAM 1992,
 * section 1.7.
 */
public final class ComplexFft {
    private final int size;

    /** cos and -sin of 2π p / size: the first {@code size} powers of the root of unity. */
    private final double[] cosine;

    private final double[] sine;

    /**
     * A transform.
     *
     * @param size number of points, a power of two
     */
    public ComplexFft(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("FFT size " + size + " is not a power of two");
        }
        this.size = size;
        this.cosine = new double[size];
        this.sine = new double[size];
        for (int p = 0; p < size; p++) {
            double angle = 2 * Math.PI * p / size;
            cosine[p] = Math.cos(angle);
            sine[p] = -Math.sin(angle);
        }
    }

    /** Number of points. */
    public int size() {
        return size;
    }

    /**
     * Transforms {@code (re, im)}, using the other pair as scratch.
     *
     * @return true if the result is in {@code (re, im)}, false if it is in the scratch pair
     */
    public boolean transform(double[] re, double[] im, double[] scratchRe, double[] scratchIm) {
        double[] xr = re;
        double[] xi = im;
        double[] yr = scratchRe;
        double[] yi = scratchIm;
        int length = size;
        int stride = 1;
        while (length > 1) {
            if (length >= 4) {
                radix4(length, stride, xr, xi, yr, yi);
                length /= 4;
                stride *= 4;
            } else {
                radix2(stride, xr, xi, yr, yi);
                length = 1;
            }
            double[] swap = xr;
            xr = yr;
            yr = swap;
            swap = xi;
            xi = yi;
            yi = swap;
        }
        return xr == re;
    }

    private void radix4(int n, int stride, double[] xr, double[] xi, double[] yr, double[] yi) {
        int quarter = n / 4;
        for (int p = 0; p < quarter; p++) {
            double c1 = cosine[p * stride];
            double s1 = sine[p * stride];
            double c2 = cosine[2 * p * stride];
            double s2 = sine[2 * p * stride];
            double c3 = cosine[3 * p * stride];
            double s3 = sine[3 * p * stride];
            int a = stride * p;
            int b = a + stride * quarter;
            int c = b + stride * quarter;
            int d = c + stride * quarter;
            int y0 = 4 * stride * p;
            int y1 = y0 + stride;
            int y2 = y1 + stride;
            int y3 = y2 + stride;
            for (int q = 0; q < stride; q++) {
                double sumR = xr[a + q] + xr[c + q];
                double sumI = xi[a + q] + xi[c + q];
                double difR = xr[a + q] - xr[c + q];
                double difI = xi[a + q] - xi[c + q];
                double oddR = xr[b + q] + xr[d + q];
                double oddI = xi[b + q] + xi[d + q];
                // i · (b - d)
                double rotR = xi[d + q] - xi[b + q];
                double rotI = xr[b + q] - xr[d + q];
                yr[y0 + q] = sumR + oddR;
                yi[y0 + q] = sumI + oddI;
                double minusR = difR - rotR;
                double minusI = difI - rotI;
                yr[y1 + q] = c1 * minusR - s1 * minusI;
                yi[y1 + q] = c1 * minusI + s1 * minusR;
                double evenR = sumR - oddR;
                double evenI = sumI - oddI;
                yr[y2 + q] = c2 * evenR - s2 * evenI;
                yi[y2 + q] = c2 * evenI + s2 * evenR;
                double plusR = difR + rotR;
                double plusI = difI + rotI;
                yr[y3 + q] = c3 * plusR - s3 * plusI;
                yi[y3 + q] = c3 * plusI + s3 * plusR;
            }
        }
    }

    private static void radix2(int stride, double[] xr, double[] xi, double[] yr, double[] yi) {
        for (int q = 0; q < stride; q++) {
            yr[q] = xr[q] + xr[q + stride];
            yi[q] = xi[q] + xi[q + stride];
            yr[q + stride] = xr[q] - xr[q + stride];
            yi[q + stride] = xi[q] - xi[q + stride];
        }
    }
}
