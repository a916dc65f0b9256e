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
import org.ssamba.audio.transform.ComplexFft;

/**
 * Waveforms to log-mel spectrograms, as Kaldi's {@code fbank} (and {@code
 * torchaudio.compliance.kaldi.fbank} with {@code htk_compat}, no dither, no energy, Hanning window)
 * computes them from the mean-subtracted clip. Immutable and safe for use by many threads at once.
 *
 * <p>Per frame: subtract the frame's mean; pre-emphasis x[i] - p · x[i-1], the first sample
 * repeated before the frame; symmetric Hann window; zero-padding to a power of two; power spectrum;
 * triangular mel filters; natural logarithm of the energy, which is floored at 2⁻²³. Only whole
 * frames are used. Computed in double precision.
 */
public final class LogMelExtractor {
    private final LogMelConfig config;
    private final double[] window;
    private final ComplexFft fft;
    private final MelFilterBank filters;

    /** An extractor with the {@linkplain LogMelConfig#standard() standard} configuration. */
    public LogMelExtractor() {
        this(LogMelConfig.standard());
    }

    /**
     * An extractor.
     *
     * @param config the front end's parameters
     */
    public LogMelExtractor(LogMelConfig config) {
        this.config = config;
        int length = config.windowSamples();
        this.window = new double[length];
        for (int i = 0; i < length; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (length - 1));
        }
        this.fft = new ComplexFft(config.fftSize());
        this.filters = new MelFilterBank(config);
    }

    /** The front end's parameters. */
    public LogMelConfig config() {
        return config;
    }

    /**
     * The log-mel spectrogram of a clip, which is resampled to the configured rate first if needed.
     *
     * @param clip the waveform, at any sample rate
     * @return (frames, mel bins), not padded and not normalised
     * @throws AudioFormatException if the clip is shorter than one frame, or the spectrogram would
     *     not fit an array
     */
    public LogMelSpectrogram extract(AudioClip clip) {
        double length = clip.durationSeconds() * config.sampleRate();
        if (length > SampleRange.MAX_SAMPLES) {
            throw new AudioFormatException(
                    clip.source(),
                    clip.length()
                            + " samples at "
                            + clip.sampleRate()
                            + " Hz last "
                            + clip.durationSeconds()
                            + " s, too long for one spectrogram; if it sounds shorter, its sample"
                            + " rate is wrong");
        }
        AudioClip atRate = clip.resampled(config.sampleRate());
        float[] samples = atRate.array();
        int frames = config.framesIn(samples.length);
        if (frames == 0) {
            throw new AudioFormatException(
                    clip.source(),
                    clip.length()
                            + " samples at "
                            + clip.sampleRate()
                            + " Hz are shorter than one frame of "
                            + config.frameLengthMs()
                            + " ms");
        }
        int bins = config.melBins();
        if ((long) frames * bins > SampleRange.MAX_SAMPLES) {
            throw new AudioFormatException(
                    clip.source(),
                    frames + " frames are more than one spectrogram holds; slice the clip");
        }
        float[] values = new float[frames * bins];
        Scratch scratch = new Scratch(fft.size());
        // Two real frames share one complex transform: one as its real, one as its imaginary part.
        for (int frame = 0; frame < frames; frame += 2) {
            boolean pair = frame + 1 < frames;
            scratch.clearPadding(window.length);
            prepare(samples, frame, scratch.re);
            if (pair) {
                prepare(samples, frame + 1, scratch.im);
            } else {
                Arrays.fill(scratch.im, 0, window.length, 0);
            }
            scratch.powerSpectra(fft);
            filters.logEnergies(scratch.powerOfRe, values, frame * bins);
            if (pair) {
                filters.logEnergies(scratch.powerOfIm, values, (frame + 1) * bins);
            }
        }
        return new LogMelSpectrogram(values, frames, bins);
    }

    /**
     * Writes one frame without its mean, pre-emphasised and windowed. Subtracting the frame's mean
     * also removes the clip's, so that is not subtracted on its own.
     */
    private void prepare(float[] samples, int frame, double[] destination) {
        int start = frame * config.shiftSamples();
        double mean = 0;
        for (int i = 0; i < window.length; i++) {
            mean += samples[start + i];
        }
        mean /= window.length;
        double p = config.preemphasis();
        double previous = samples[start] - mean;
        for (int i = 0; i < window.length; i++) {
            double current = samples[start + i] - mean;
            destination[i] = (current - p * previous) * window[i];
            previous = current;
        }
    }

    /** The arrays one extraction works in. */
    private static final class Scratch {
        final double[] re;
        final double[] im;
        final double[] otherRe;
        final double[] otherIm;
        final double[] powerOfRe;
        final double[] powerOfIm;

        Scratch(int size) {
            re = new double[size];
            im = new double[size];
            otherRe = new double[size];
            otherIm = new double[size];
            powerOfRe = new double[size / 2];
            powerOfIm = new double[size / 2];
        }

        void clearPadding(int from) {
            Arrays.fill(re, from, re.length, 0);
            Arrays.fill(im, from, im.length, 0);
        }

        /** The power spectra of the two real signals in {@link #re} and {@link #im}. */
        void powerSpectra(ComplexFft fft) {
            boolean inPlace = fft.transform(re, im, otherRe, otherIm);
            double[] zr = inPlace ? re : otherRe;
            double[] zi = inPlace ? im : otherIm;
            powerOfRe[0] = zr[0] * zr[0];
            powerOfIm[0] = zi[0] * zi[0];
            int n = zr.length;
            for (int k = 1; k < n / 2; k++) {
                // X[k] = (Z[k] + conj Z[n-k]) / 2 and Y[k] = (Z[k] - conj Z[n-k]) / 2i.
                double xr = zr[k] + zr[n - k];
                double xi = zi[k] - zi[n - k];
                double yr = zi[k] + zi[n - k];
                double yi = zr[n - k] - zr[k];
                powerOfRe[k] = 0.25 * (xr * xr + xi * xi);
                powerOfIm[k] = 0.25 * (yr * yr + yi * yi);
            }
        }
    }
}
