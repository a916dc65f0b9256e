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
package org.ssamba.audio;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Band-limited sinc interpolation between two sample rates, as {@code
 * torchaudio.functional.resample} computes it with its defaults (low-pass width 6, roll-off 0.99,
 * Hann-windowed sinc).
 *
 * <p>With a and b the old and new rate divided by their greatest common divisor and c = 0.99 ·
 * min(a, b), the output is
 *
 * <pre>
 * y[k] = Σ_j x[j] · sinc(τ) · cos²(π τ / 12) · c / a,   τ = c · (j / a - k / b),   |τ| &lt; 6
 * </pre>
 *
 * with x zero outside and ⌈b · n / a⌉ samples. The weights depend on k only through k mod b, so
 * there are b rows of weights ("phases").
 *
 * <p>Source: J. O. Smith, "Digital Audio Resampling", CCRMA, Stanford.
 */
final class SincResampler {
    private static final int LOW_PASS_WIDTH = 6;
    private static final double ROLL_OFF = 0.99;

    /** Rows of weights are computed on the fly where a table of them would be larger (floats). */
    private static final long MAX_TABLE = 1 << 22;

    private static final int CACHED_RESAMPLERS = 16;
    private static final Map<Long, SincResampler> CACHE =
            new LinkedHashMap<>(CACHED_RESAMPLERS, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, SincResampler> eldest) {
                    return size() > CACHED_RESAMPLERS;
                }
            };

    private final int a;
    private final int b;
    private final double c;
    private final int taps;

    /** (b, taps) weights, or null where they are computed on the fly. */
    private final float[] table;

    private SincResampler(int a, int b) {
        this.a = a;
        this.b = b;
        this.c = ROLL_OFF * Math.min(a, b);
        this.taps = (int) Math.min(Integer.MAX_VALUE, 2L * (long) Math.ceil(halfWidth()) + 1);
        if ((long) taps * b <= MAX_TABLE) {
            this.table = new float[taps * b];
            for (int phase = 0; phase < b; phase++) {
                fillWeights(phase, table, phase * taps);
            }
        } else {
            this.table = null;
        }
    }

    /**
     * A resampler between two rates in Hz, shared between callers.
     *
     * @throws IllegalArgumentException if a rate is not positive
     */
    static SincResampler between(int from, int to) {
        if (from <= 0 || to <= 0) {
            throw new IllegalArgumentException(
                    "cannot resample from " + from + " Hz to " + to + " Hz");
        }
        int divisor = greatestCommonDivisor(from, to);
        int a = from / divisor;
        int b = to / divisor;
        synchronized (CACHE) {
            return CACHE.computeIfAbsent(((long) a << 32) | b, key -> new SincResampler(a, b));
        }
    }

    private static int greatestCommonDivisor(int x, int y) {
        return y == 0 ? x : greatestCommonDivisor(y, x % y);
    }

    /** Reach of the kernel to each side, in input samples. */
    private double halfWidth() {
        return LOW_PASS_WIDTH * (double) a / c;
    }

    /**
     * The first input sample under the kernel of an output that falls {@code position} samples in.
     */
    private long firstTap(long outputIndex) {
        // Positions are exact rationals k·a/b: floor(k·a/b) - ceil(halfWidth).
        return Math.floorDiv(outputIndex * a, (long) b) - (taps - 1) / 2;
    }

    private void fillWeights(int phase, float[] destination, int offset) {
        // floor(phase·a/b) is the sample at or before the output; the tap j lies at j - phase·a/b.
        double fraction = Math.floorMod((long) phase * a, (long) b) / (double) b;
        for (int tap = 0; tap < taps; tap++) {
            double distance = tap - (taps - 1) / 2 - fraction;
            destination[offset + tap] = (float) weight(c * distance / a);
        }
    }

    private double weight(double tau) {
        if (Math.abs(tau) >= LOW_PASS_WIDTH) {
            return 0;
        }
        double window = Math.cos(Math.PI * tau / (2 * LOW_PASS_WIDTH));
        double angle = Math.PI * tau;
        double sinc = angle == 0 ? 1 : Math.sin(angle) / angle;
        return sinc * window * window * c / a;
    }

    /**
     * Resamples a whole waveform.
     *
     * @param input n samples
     * @return ⌈b · n / a⌉ samples
     * @throws IllegalArgumentException if the result would not fit an array
     */
    float[] resample(float[] input) {
        long length = -Math.floorDiv(-(long) input.length * b, (long) a);
        if (length > SampleRange.MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "resampling "
                            + input.length
                            + " samples by "
                            + b
                            + "/"
                            + a
                            + " would give "
                            + length
                            + " samples, more than an array holds");
        }
        float[] output = new float[(int) length];
        float[] row = table == null ? new float[taps] : table;
        int phase = 0;
        for (int k = 0; k < output.length; k++) {
            int offset = 0;
            if (table == null) {
                fillWeights(phase, row, 0);
            } else {
                offset = phase * taps;
            }
            output[k] = weightedSum(input, firstTap(k), row, offset);
            phase = phase + 1 == b ? 0 : phase + 1;
        }
        return output;
    }

    /** Σ input[first + t] · weights[offset + t] over the taps that fall inside the input. */
    private float weightedSum(float[] input, long first, float[] weights, int offset) {
        int from = (int) Math.max(0, -first);
        int to = (int) Math.min(taps, input.length - first);
        int shift = offset - (int) first;
        // Four partial sums: independent chains of additions that the processor overlaps.
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = (int) first + from;
        int end = (int) first + to;
        for (; i + 3 < end; i += 4) {
            s0 += input[i] * weights[shift + i];
            s1 += input[i + 1] * weights[shift + i + 1];
            s2 += input[i + 2] * weights[shift + i + 2];
            s3 += input[i + 3] * weights[shift + i + 3];
        }
        for (; i < end; i++) {
            s0 += input[i] * weights[shift + i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
