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

/**
 * How a waveform becomes a log-mel spectrogram. The defaults, {@link #standard()}, are those of
 * SSAMBA and AST.
 *
 * @param sampleRate samples per second of the analysed waveform, in [1, 768000]; clips at other
 *     rates are resampled to it
 * @param frameLengthMs window length in milliseconds; in samples rounded down, at least 2 and at
 *     most 65536
 * @param frameShiftMs distance between frames in milliseconds; in samples rounded down, at least 1
 * @param melBins number of triangular filters, in [1, 1024]
 * @param lowFrequency lower edge of the lowest filter in Hz, at least 0
 * @param highFrequency upper edge of the highest filter in Hz; 0 or less is relative to half the
 *     sample rate, as in Kaldi
 * @param preemphasis coefficient of the first-order high-pass filter, in [0, 1]
 */
public record LogMelConfig(
        int sampleRate,
        double frameLengthMs,
        double frameShiftMs,
        int melBins,
        double lowFrequency,
        double highFrequency,
        double preemphasis) {
    private static final int MAX_RATE = 768_000;
    private static final int MAX_WINDOW = 1 << 16;
    private static final int MAX_BINS = 1024;

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public LogMelConfig {
        require(sampleRate >= 1 && sampleRate <= MAX_RATE, "sampleRate", sampleRate);
        double window = samplesIn(sampleRate, frameLengthMs);
        require(window >= 2 && window <= MAX_WINDOW, "frameLengthMs", frameLengthMs);
        double shift = samplesIn(sampleRate, frameShiftMs);
        require(shift >= 1 && shift <= Integer.MAX_VALUE, "frameShiftMs", frameShiftMs);
        require(melBins >= 1 && melBins <= MAX_BINS, "melBins", melBins);
        double nyquist = sampleRate / 2.0;
        require(lowFrequency >= 0 && lowFrequency < nyquist, "lowFrequency", lowFrequency);
        double high = highFrequency > 0 ? highFrequency : nyquist + highFrequency;
        require(high > lowFrequency && high <= nyquist, "highFrequency", highFrequency);
        require(preemphasis >= 0 && preemphasis <= 1, "preemphasis", preemphasis);
    }

    private static void require(boolean condition, String name, double value) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "log-mel " + name + " " + value + " is out of range");
        }
    }

    private static double samplesIn(int rate, double milliseconds) {
        return Math.floor(rate * milliseconds / 1000);
    }

    /** 16 kHz, frames of 25 ms every 10 ms, 128 filters from 20 Hz to 8 kHz, pre-emphasis 0.97. */
    public static LogMelConfig standard() {
        return new LogMelConfig(16_000, 25, 10, 128, 20, 0, 0.97);
    }

    /** The same with another number of filters. */
    public LogMelConfig withMelBins(int bins) {
        return new LogMelConfig(
                sampleRate,
                frameLengthMs,
                frameShiftMs,
                bins,
                lowFrequency,
                highFrequency,
                preemphasis);
    }

    /** The same at another sample rate. */
    public LogMelConfig withSampleRate(int rate) {
        return new LogMelConfig(
                rate,
                frameLengthMs,
                frameShiftMs,
                melBins,
                lowFrequency,
                highFrequency,
                preemphasis);
    }

    /** Window length in samples. */
    public int windowSamples() {
        return (int) samplesIn(sampleRate, frameLengthMs);
    }

    /** Distance between frames in samples. */
    public int shiftSamples() {
        return (int) samplesIn(sampleRate, frameShiftMs);
    }

    /** Length of the Fourier transform: the window's rounded up to a power of two. */
    public int fftSize() {
        return Integer.highestOneBit(windowSamples() - 1) << 1;
    }

    /** Upper edge of the highest filter in Hz, with values relative to half the rate resolved. */
    public double upperEdge() {
        return highFrequency > 0 ? highFrequency : sampleRate / 2.0 + highFrequency;
    }

    /**
     * The frequency halfway, on Kaldi's mel scale, between the centres of two neighbouring filters:
     * where filters are drawn as bands that do not overlap, the edge between them.
     *
     * @param bin from 0, the lower edge of the lowest band, to {@link #melBins}, the upper edge of
     *     the highest
     * @return the frequency in Hz
     */
    public double edgeHertz(int bin) {
        double low = MelFilterBank.mel(lowFrequency);
        double spacing = (MelFilterBank.mel(upperEdge()) - low) / (melBins + 1);
        // Filter m is centred m + 1 spacings above the lowest frequency.
        return MelFilterBank.hertz(low + (bin + 0.5) * spacing);
    }

    /**
     * Number of whole frames, 1 + ⌊(samples - window) / shift⌋.
     *
     * @param samples length of a waveform at {@link #sampleRate()}
     * @return the number of frames, 0 if the waveform is shorter than one
     */
    public int framesIn(int samples) {
        int window = windowSamples();
        return samples < window ? 0 : 1 + (samples - window) / shiftSamples();
    }
}
