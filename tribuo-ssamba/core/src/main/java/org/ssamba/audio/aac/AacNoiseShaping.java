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
package org.ssamba.audio.aac;

/**
 * Temporal noise shaping: filters over frequency, by window.
 *
 * <p>Source: ISO/IEC 14496-3, 4.6.9.
 */
final class AacNoiseShaping {
    private static final int MOST_COEFFICIENTS = 12;

    /**
     * A filter.
     *
     * @param bands how many bands it reaches down from the one before it
     * @param down whether it goes from high frequencies to low ones
     * @param coefficients of the recursion, the first being that of the last output
     */
    private record Filter(int bands, boolean down, double[] coefficients) {}

    private final Filter[][] filters;

    private AacNoiseShaping(Filter[][] filters) {
        this.filters = filters;
    }

    static AacNoiseShaping parse(AacBits bits, AacWindows windows) {
        boolean isShort = windows.isShort();
        Filter[][] filters = new Filter[windows.count()][];
        for (int window = 0; window < filters.length; window++) {
            filters[window] = new Filter[bits.read(isShort ? 1 : 2)];
            int resolution = filters[window].length > 0 ? 3 + bits.read(1) : 0;
            for (int i = 0; i < filters[window].length; i++) {
                int bands = bits.read(isShort ? 4 : 6);
                int order = bits.read(isShort ? 3 : 5);
                if (order > MOST_COEFFICIENTS) {
                    throw new IllegalArgumentException("a filter of order " + order);
                }
                boolean down = order > 0 && bits.flag();
                int dropped = order > 0 ? bits.read(1) : 0;
                double[] reflections = new double[order];
                for (int k = 0; k < order; k++) {
                    reflections[k] =
                            reflection(bits.read(resolution - dropped), resolution, dropped);
                }
                filters[window][i] = new Filter(bands, down, recursion(reflections));
            }
        }
        return new AacNoiseShaping(filters);
    }

    private static double reflection(int code, int resolution, int dropped) {
        int unused = 32 - (resolution - dropped);
        int value = code << unused >> unused;
        double steps = (1 << resolution - 1) + (value >= 0 ? -0.5 : 0.5);
        return Math.sin(value * Math.PI / 2 / steps);
    }

    /** Coefficients of the direct form from reflection coefficients, by Levinson's recursion. */
    private static double[] recursion(double[] reflections) {
        double[] a = new double[reflections.length];
        for (int m = 0; m < a.length; m++) {
            double[] before = a.clone();
            for (int i = 0; i < m; i++) {
                a[i] = before[i] + reflections[m] * before[m - 1 - i];
            }
            a[m] = reflections[m];
        }
        return a;
    }

    void apply(AacWindows windows, double[] spectrum) {
        int most =
                Math.min(windows.bands(), AacBands.shaped(windows.rateIndex(), windows.isShort()));
        for (int window = 0; window < filters.length; window++) {
            int bottom = windows.offsets().length - 1;
            for (Filter filter : filters[window]) {
                int top = bottom;
                bottom = Math.max(0, top - filter.bands());
                int start = window * windows.length();
                run(
                        filter,
                        spectrum,
                        start + windows.offsets()[Math.min(bottom, most)],
                        start + windows.offsets()[Math.min(top, most)]);
            }
        }
    }

    private static void run(Filter filter, double[] spectrum, int from, int to) {
        int step = filter.down() ? -1 : 1;
        int first = filter.down() ? to - 1 : from;
        for (int n = 0; n < to - from; n++) {
            int at = first + step * n;
            double sum = spectrum[at];
            for (int k = 0; k < Math.min(n, filter.coefficients().length); k++) {
                sum -= filter.coefficients()[k] * spectrum[at - step * (k + 1)];
            }
            spectrum[at] = sum;
        }
    }
}
