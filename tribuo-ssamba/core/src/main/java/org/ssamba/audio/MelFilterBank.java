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

import java.util.Arrays;

/**
 * Kaldi's triangular filters: centres equally spaced on the mel scale 1127 · ln(1 + f / 700),
 * triangles straight in the mel domain, not normalised. Immutable.
 */
final class MelFilterBank {
    /** The smallest energy, 2⁻²³: single-precision machine epsilon, as in Kaldi. */
    private static final double FLOOR = 1.1920928955078125e-07;

    /** For each filter: its first spectrum bin. */
    private final int[] firstBin;

    /** For each filter and one more: where its weights begin in {@link #weights}. */
    private final int[] offset;

    private final double[] weights;

    MelFilterBank(LogMelConfig config) {
        int bins = config.melBins();
        // The top bin of the spectrum (half the sample rate) is unused.
        int spectrumBins = config.fftSize() / 2;
        double binWidth = config.sampleRate() / (double) config.fftSize();
        double lowMel = mel(config.lowFrequency());
        double step = (mel(config.upperEdge()) - lowMel) / (bins + 1);
        firstBin = new int[bins];
        offset = new int[bins + 1];
        double[] dense = new double[spectrumBins];
        double[] all = new double[2 * spectrumBins + bins];
        int used = 0;
        for (int m = 0; m < bins; m++) {
            double left = lowMel + m * step;
            int first = spectrumBins;
            int last = -1;
            for (int k = 0; k < spectrumBins; k++) {
                double position = (mel(binWidth * k) - left) / step;
                dense[k] = Math.max(0, Math.min(position, 2 - position));
                if (dense[k] > 0) {
                    first = Math.min(first, k);
                    last = k;
                }
            }
            firstBin[m] = first;
            offset[m] = used;
            for (int k = first; k <= last; k++) {
                all[used++] = dense[k];
            }
        }
        offset[bins] = used;
        weights = Arrays.copyOf(all, used);
    }

    /** Kaldi's mel scale. */
    static double mel(double hertz) {
        return 1127.0 * Math.log(1.0 + hertz / 700.0);
    }

    /** The inverse of {@link #mel}. */
    static double hertz(double mel) {
        return 700.0 * (Math.exp(mel / 1127.0) - 1.0);
    }

    /** Natural logarithm of the energy in each filter, at least ln 2⁻²³. */
    void logEnergies(double[] power, float[] destination, int at) {
        for (int m = 0; m < firstBin.length; m++) {
            int begin = offset[m];
            int end = offset[m + 1];
            int shift = firstBin[m] - begin;
            double energy = 0;
            for (int i = begin; i < end; i++) {
                energy += weights[i] * power[shift + i];
            }
            destination[at + m] = (float) Math.log(Math.max(energy, FLOOR));
        }
    }
}
