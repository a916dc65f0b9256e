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

/**
 * The coefficients of one channel in one frame.
 *
 * <p>Source: ISO/IEC 14496-3, 4.4.2.7 ("individual_channel_stream") and 4.6.1 to 4.6.3.
 */
final class AacChannel {
    static final int NOISE = 13;

    /** Intensity stereo, out of phase and in phase. */
    static final int INTENSITY_OUT = 14;

    static final int INTENSITY = 15;
    private static final int ESCAPES = 11;
    private static final int NOISE_BELOW_GAIN = 90;
    private static final int MOST = 8192;
    private static final double[] POWERS = powers();

    final AacWindows windows;

    /** By group and band: the codebook, and the scale factor, position or noise level. */
    final int[][] codebooks;

    final int[][] factors;

    /** By window and, in it, by frequency. */
    final double[] spectrum = new double[1024];

    private final int[] quantised = new int[1024];
    private AacNoiseShaping shaping;

    private AacChannel(AacWindows windows) {
        this.windows = windows;
        this.codebooks = new int[windows.groups().length][windows.bands()];
        this.factors = new int[windows.groups().length][windows.bands()];
    }

    private static double[] powers() {
        double[] powers = new double[MOST];
        for (int i = 0; i < MOST; i++) {
            powers[i] = Math.pow(i, 4 / 3.0);
        }
        return powers;
    }

    /**
     * Reads a channel.
     *
     * @param common what it shares with the other one of a pair, or null
     */
    static AacChannel parse(AacBits bits, AacWindows common, int rateIndex) {
        int gain = bits.read(8);
        AacChannel channel =
                new AacChannel(common == null ? AacWindows.parse(bits, rateIndex) : common);
        channel.readSections(bits);
        channel.readFactors(bits, gain);
        int[] pulses = bits.flag() ? channel.readPulses(bits) : new int[0];
        channel.shaping = bits.flag() ? AacNoiseShaping.parse(bits, channel.windows) : null;
        if (bits.flag()) {
            throw new IllegalArgumentException("gain control, which AAC-LC does not have");
        }
        channel.readCoefficients(bits);
        channel.addPulses(pulses);
        channel.scale();
        return channel;
    }

    private void readSections(AacBits bits) {
        int lengthBits = windows.isShort() ? 3 : 5;
        int more = (1 << lengthBits) - 1;
        for (int[] group : codebooks) {
            int band = 0;
            while (band < windows.bands()) {
                int codebook = bits.read(4);
                int length = 0;
                int part;
                do {
                    part = bits.read(lengthBits);
                    length += part;
                } while (part == more);
                if (codebook == 12 || length > windows.bands() - band) {
                    throw new IllegalArgumentException("sections");
                }
                Arrays.fill(group, band, band + length, codebook);
                band += length;
            }
        }
    }

    private void readFactors(AacBits bits, int gain) {
        int factor = gain;
        int position = 0;
        int noise = gain - NOISE_BELOW_GAIN;
        boolean firstNoise = true;
        for (int group = 0; group < factors.length; group++) {
            for (int band = 0; band < windows.bands(); band++) {
                int codebook = codebooks[group][band];
                if (codebook == NOISE) {
                    noise += firstNoise ? bits.read(9) - 256 : difference(bits);
                    firstNoise = false;
                    factors[group][band] = noise;
                } else if (codebook >= INTENSITY_OUT) {
                    position += difference(bits);
                    factors[group][band] = position;
                } else if (codebook > 0) {
                    factor += difference(bits);
                    if (factor < 0 || factor > 255) {
                        throw new IllegalArgumentException("scale factor " + factor);
                    }
                    factors[group][band] = factor;
                }
            }
        }
    }

    private static int difference(AacBits bits) {
        return AacCodebook.SCALE_FACTORS.decode(bits) - 60;
    }

    /** Pairs of a place and what is added to it. */
    private int[] readPulses(AacBits bits) {
        int[] pulses = new int[2 * (bits.read(2) + 1)];
        int band = bits.read(6);
        if (windows.isShort() || band >= windows.offsets().length) {
            throw new IllegalArgumentException("pulses");
        }
        int at = windows.offsets()[band];
        for (int i = 0; i < pulses.length; i += 2) {
            at += bits.read(5);
            pulses[i] = at;
            pulses[i + 1] = bits.read(4);
        }
        return pulses;
    }

    private void addPulses(int[] pulses) {
        for (int i = 0; i < pulses.length; i += 2) {
            quantised[pulses[i]] += quantised[pulses[i]] > 0 ? pulses[i + 1] : -pulses[i + 1];
        }
    }

    private void readCoefficients(AacBits bits) {
        int window = 0;
        for (int group = 0; group < codebooks.length; group++) {
            for (int band = 0; band < windows.bands(); band++) {
                int codebook = codebooks[group][band];
                if (codebook == 0 || codebook >= NOISE) {
                    continue;
                }
                for (int w = window; w < window + windows.groups()[group]; w++) {
                    int start = w * windows.length();
                    readBand(
                            bits,
                            codebook,
                            start + windows.offsets()[band],
                            start + windows.offsets()[band + 1]);
                }
            }
            window += windows.groups()[group];
        }
    }

    private void readBand(AacBits bits, int number, int from, int to) {
        AacCodebook codebook = AacCodebook.spectral(number);
        int size = number < 5 ? 4 : 2;
        // The range of values: signed in some codebooks, with sign bits behind the code in others.
        boolean signed = number == 1 || number == 2 || number == 5 || number == 6;
        int base = number < 5 ? 3 : number < 7 ? 9 : number < 9 ? 8 : number < 11 ? 13 : 17;
        for (int at = from; at < to; at += size) {
            int symbol = codebook.decode(bits);
            for (int i = at + size - 1; i >= at; i--) {
                quantised[i] = symbol % base - (signed ? base / 2 : 0);
                symbol /= base;
            }
            if (!signed) {
                readSigns(bits, at, size, number == ESCAPES);
            }
        }
    }

    private void readSigns(AacBits bits, int at, int size, boolean escapes) {
        int negative = 0;
        for (int i = 0; i < size; i++) {
            negative |= quantised[at + i] != 0 && bits.flag() ? 1 << i : 0;
        }
        for (int i = 0; i < size; i++) {
            int value = quantised[at + i];
            if (escapes && value == 16) {
                value = escape(bits);
            }
            quantised[at + i] = (negative >> i & 1) == 0 ? value : -value;
        }
    }

    private static int escape(AacBits bits) {
        int length = 4;
        while (bits.flag()) {
            length++;
        }
        if (length > 12) {
            throw new IllegalArgumentException("an escape of " + length + " bits");
        }
        return (1 << length) + bits.read(length);
    }

    private void scale() {
        int window = 0;
        for (int group = 0; group < codebooks.length; group++) {
            for (int band = 0; band < windows.bands(); band++) {
                if (codebooks[group][band] >= NOISE) {
                    continue;
                }
                double factor = Math.pow(2, (factors[group][band] - 100) / 4.0);
                for (int w = window; w < window + windows.groups()[group]; w++) {
                    int start = w * windows.length();
                    for (int i = start + windows.offsets()[band];
                            i < start + windows.offsets()[band + 1];
                            i++) {
                        int value = quantised[i];
                        double power = POWERS[Math.abs(value)];
                        spectrum[i] = value < 0 ? -power * factor : power * factor;
                    }
                }
            }
            window += windows.groups()[group];
        }
    }

    /** Shapes the noise of the spectrum in time, if the frame says so; the last step. */
    void shape() {
        if (shaping != null) {
            shaping.apply(windows, spectrum);
        }
    }
}
