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

import java.util.Arrays;
import org.ssamba.audio.transform.InverseMdct;

/**
 * Makes samples of one channel's coefficients, frame by frame: inverse MDCT, windows, and the
 * overlap with the frame before.
 *
 * <p>Source: ISO/IEC 14496-3, 4.6.11.
 */
final class AacSynthesis {
    private static final int LONG = 1024;
    private static final int SHORT = 128;

    /** Where in a frame the first of eight short windows begins. */
    private static final int FIRST_SHORT = (LONG - SHORT) / 2;

    private static final double FULL_SCALE = 32_768;

    /** Rising halves of windows: sine and Kaiser-Bessel derived, by length. */
    private static final double[][] LONG_HALVES = {sine(LONG), kaiserBessel(LONG, 4)};

    private static final double[][] SHORT_HALVES = {sine(SHORT), kaiserBessel(SHORT, 6)};

    private final InverseMdct longTransform = new InverseMdct(LONG);
    private final InverseMdct shortTransform = new InverseMdct(SHORT);
    private final double[] frame = new double[2 * LONG];
    private final double[] output = new double[2 * LONG];
    private final double[] overlap = new double[LONG];
    private boolean shapeBefore;

    private static double[] sine(int length) {
        double[] half = new double[length];
        for (int i = 0; i < length; i++) {
            half[i] = Math.sin(Math.PI / 2 / length * (i + 0.5));
        }
        return half;
    }

    private static double[] kaiserBessel(int length, double alpha) {
        double[] half = new double[length];
        double sum = 0;
        for (int i = 0; i <= length; i++) {
            double x = 2.0 * i / length - 1;
            sum += bessel(Math.PI * alpha * Math.sqrt(1 - x * x));
            if (i < length) {
                half[i] = sum;
            }
        }
        for (int i = 0; i < length; i++) {
            half[i] = Math.sqrt(half[i] / sum);
        }
        return half;
    }

    /** The modified Bessel function of the first kind and order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-20 * sum; k++) {
            term *= x * x / 4 / k / k;
            sum += term;
        }
        return sum;
    }

    /** Forgets the frame before. */
    void restart() {
        Arrays.fill(overlap, 0);
        shapeBefore = false;
    }

    /** Adds the 1024 samples of the next frame, of full scale 1, to others. */
    void add(AacChannel channel, double[] sum) {
        AacWindows windows = channel.windows;
        int left = shapeBefore ? 1 : 0;
        int right = windows.shape() ? 1 : 0;
        if (windows.isShort()) {
            shortFrame(channel.spectrum, left, right);
        } else {
            longTransform.inverse(channel.spectrum, 0, frame);
            boolean start = windows.sequence() == AacWindows.START;
            boolean stop = windows.sequence() == AacWindows.STOP;
            rise(frame, stop ? SHORT_HALVES[left] : LONG_HALVES[left]);
            fall(frame, start ? SHORT_HALVES[right] : LONG_HALVES[right]);
        }
        for (int i = 0; i < LONG; i++) {
            sum[i] += (frame[i] + overlap[i]) / FULL_SCALE;
            overlap[i] = frame[LONG + i];
        }
        shapeBefore = windows.shape();
    }

    /** Eight windows, each over half of the one before it. */
    private void shortFrame(double[] spectrum, int left, int right) {
        Arrays.fill(frame, 0);
        for (int window = 0; window < 8; window++) {
            shortTransform.inverse(spectrum, window * SHORT, output);
            double[] rising = SHORT_HALVES[window == 0 ? left : right];
            double[] falling = SHORT_HALVES[right];
            int start = FIRST_SHORT + window * SHORT;
            for (int i = 0; i < SHORT; i++) {
                frame[start + i] += output[i] * rising[i];
                frame[start + SHORT + i] += output[SHORT + i] * falling[SHORT - 1 - i];
            }
        }
    }

    private static void rise(double[] frame, double[] half) {
        int flat = (LONG - half.length) / 2;
        Arrays.fill(frame, 0, flat, 0);
        for (int i = 0; i < half.length; i++) {
            frame[flat + i] *= half[i];
        }
    }

    private static void fall(double[] frame, double[] half) {
        int flat = (LONG - half.length) / 2;
        for (int i = 0; i < half.length; i++) {
            frame[LONG + flat + i] *= half[half.length - 1 - i];
        }
        Arrays.fill(frame, 2 * LONG - flat, 2 * LONG, 0);
    }
}
