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
 * What two channels of a frame share: sum and difference, intensity stereo, and noise.
 *
 * <p>Source: ISO/IEC 14496-3, 4.6.8 and 4.6.13.
 */
final class AacPair {
    /** Of the generator of noise, which the standard leaves open. */
    private static final int FACTOR = 1_664_525;

    private static final int SUMMAND = 1_013_904_223;

    private AacPair() {}

    /**
     * Fills the bands of a channel that hold noise: of the level that is coded, and the same
     * whenever the frame is decoded.
     */
    static void fillNoise(AacChannel channel, int seed) {
        int[] random = {seed};
        forBands(
                channel.windows,
                (group, band, from, to) -> {
                    if (channel.codebooks[group][band] == AacChannel.NOISE) {
                        double level = Math.pow(2, channel.factors[group][band] / 4.0);
                        noise(channel.spectrum, from, to, level, random);
                    }
                });
    }

    private static void noise(double[] spectrum, int from, int to, double level, int[] random) {
        double energy = 0;
        for (int i = from; i < to; i++) {
            random[0] = random[0] * FACTOR + SUMMAND;
            spectrum[i] = random[0];
            energy += spectrum[i] * spectrum[i];
        }
        double scale = level / Math.sqrt(energy);
        for (int i = from; i < to; i++) {
            spectrum[i] *= scale;
        }
    }

    /**
     * Makes left and right of sum and difference, and right of left.
     *
     * @param summed by group and band, or null where no band is
     * @param inverts whether that inverts intensity stereo
     */
    static void separate(AacChannel left, AacChannel right, boolean[][] summed, boolean inverts) {
        forBands(
                left.windows,
                (group, band, from, to) -> {
                    int codebook = right.codebooks[group][band];
                    boolean sum = summed != null && summed[group][band];
                    if (codebook >= AacChannel.INTENSITY_OUT) {
                        double scale = Math.pow(0.5, right.factors[group][band] / 4.0);
                        boolean out = codebook == AacChannel.INTENSITY_OUT;
                        double signed = out ^ (sum && inverts) ? -scale : scale;
                        for (int i = from; i < to; i++) {
                            right.spectrum[i] = signed * left.spectrum[i];
                        }
                    } else if (sum
                            && codebook < AacChannel.NOISE
                            && left.codebooks[group][band] < AacChannel.NOISE) {
                        for (int i = from; i < to; i++) {
                            double middle = left.spectrum[i];
                            left.spectrum[i] = middle + right.spectrum[i];
                            right.spectrum[i] = middle - right.spectrum[i];
                        }
                    }
                });
    }

    private interface Band {
        void accept(int group, int band, int from, int to);
    }

    /** Goes through the bands of each window. */
    private static void forBands(AacWindows windows, Band action) {
        int window = 0;
        for (int group = 0; group < windows.groups().length; group++) {
            for (int w = 0; w < windows.groups()[group]; w++) {
                int start = window++ * windows.length();
                for (int band = 0; band < windows.bands(); band++) {
                    action.accept(
                            group,
                            band,
                            start + windows.offsets()[band],
                            start + windows.offsets()[band + 1]);
                }
            }
        }
    }
}
