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
package org.ssamba.training;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes to a clip's log-mel spectrogram in fine-tuning (docs/model.md, section 8): one frequency
 * and one time mask before normalising, noise and a shift in time after it.
 *
 * @param frequencyMask the largest height of the frequency mask in mel bins; 0 for none.
 * @param timeMask the largest width of the time mask in frames; 0 for none.
 * @param noise whether uniform noise and a circular shift of up to 10 frames are added.
 * @param filterGain the largest gain, up or down, of a random smooth filter over frequency, in
 *     units of the natural logarithm of energy (FilterAugment, arXiv 2107.13260, in its linear
 *     form); 0 for none. Makes a network care less for microphones and rooms.
 * @param melShift the largest shift along the mel axis in bins, up or down, as a longer or shorter
 *     vocal tract gives; 0 for none.
 */
public record SpectrogramAugmentation(
        int frequencyMask, int timeMask, boolean noise, double filterGain, int melShift) {
    private static final int LARGEST_SHIFT = 10;
    private static final int LEAST_BANDS = 2;
    private static final int MOST_BANDS = 5;

    /** Nothing is changed. */
    public static final SpectrogramAugmentation NONE =
            new SpectrogramAugmentation(0, 0, false, 0, 0);

    /** Checks the ranges. */
    public SpectrogramAugmentation {
        if (frequencyMask < 0 || timeMask < 0 || !(filterGain >= 0) || melShift < 0) {
            throw new IllegalArgumentException(
                    "Augmentation cannot be negative: masks of "
                            + frequencyMask
                            + " mel bins and "
                            + timeMask
                            + " frames, a filter of "
                            + filterGain
                            + ", a shift of "
                            + melShift
                            + " mel bins");
        }
    }

    /**
     * Changes voice and microphone: shifts along the mel axis, then filters. Padding stays 0.
     *
     * @param logMel (frames, mels), padded, not normalised; changed.
     * @param mels columns of the array.
     * @param random the clip's own stream.
     */
    public void colour(float[] logMel, int mels, SplittableRandom random) {
        if (melShift > 0) {
            shiftMels(logMel, mels, random.nextInt(2 * melShift + 1) - melShift);
        }
        if (filterGain > 0) {
            double[] gain = filter(mels, random);
            for (int i = 0; i < logMel.length; i++) {
                if (logMel[i] != 0) {
                    logMel[i] += (float) gain[i % mels];
                }
            }
        }
    }

    private static void shiftMels(float[] logMel, int mels, int shift) {
        float[] row = new float[mels];
        for (int start = 0; start < logMel.length; start += mels) {
            System.arraycopy(logMel, start, row, 0, mels);
            for (int mel = 0; mel < mels; mel++) {
                logMel[start + mel] = row[Math.min(mels - 1, Math.max(0, mel - shift))];
            }
        }
    }

    /** Straight lines between random gains at the edges of a few random bands. */
    private double[] filter(int mels, SplittableRandom random) {
        int bands = LEAST_BANDS + random.nextInt(MOST_BANDS - LEAST_BANDS + 1);
        double[] edges = new double[bands + 1];
        double[] gains = new double[bands + 1];
        for (int i = 0; i <= bands; i++) {
            edges[i] = i == 0 ? 0 : i == bands ? 1 : random.nextDouble();
            gains[i] = filterGain * (2 * random.nextDouble() - 1);
        }
        Arrays.sort(edges);
        double[] gain = new double[mels];
        int band = 0;
        for (int mel = 0; mel < mels; mel++) {
            double at = mels == 1 ? 0 : (double) mel / (mels - 1);
            while (band < bands - 1 && at > edges[band + 1]) {
                band++;
            }
            double width = edges[band + 1] - edges[band];
            double share = width > 0 ? (at - edges[band]) / width : 0;
            gain[mel] = gains[band] + share * (gains[band + 1] - gains[band]);
        }
        return gain;
    }

    /**
     * Hides a band and a stretch of time: both are set to 0, as padding is.
     *
     * @param logMel (frames, mels), padded, not normalised; changed.
     * @param mels columns of the array.
     * @param random the clip's own stream.
     */
    public void mask(float[] logMel, int mels, SplittableRandom random) {
        int frames = logMel.length / mels;
        Span band = Span.draw(frequencyMask, mels, random);
        Span time = Span.draw(timeMask, frames, random);
        for (int frame = 0; frame < frames; frame++) {
            boolean hidden = time.contains(frame);
            for (int mel = 0; mel < mels; mel++) {
                if (hidden || band.contains(mel)) {
                    logMel[frame * mels + mel] = 0;
                }
            }
        }
    }

    private record Span(int start, int end) {
        static Span draw(int most, int size, SplittableRandom random) {
            double width = random.nextDouble() * Math.min(most, size);
            int start = (int) (random.nextDouble() * (size - width));
            return new Span(start, start + (int) width);
        }

        boolean contains(int index) {
            return index >= start && index < end;
        }
    }

    /**
     * Adds noise and shifts, if asked for.
     *
     * @param normalized (frames, mels), changed.
     * @param mels columns of the array.
     * @param random the clip's own stream.
     */
    public void disturb(float[] normalized, int mels, SplittableRandom random) {
        if (!noise) {
            return;
        }
        float level = (float) (random.nextDouble() / 10);
        for (int i = 0; i < normalized.length; i++) {
            normalized[i] += level * (float) random.nextDouble();
        }
        int frames = normalized.length / mels;
        int shift = Math.floorMod(random.nextInt(2 * LARGEST_SHIFT) - LARGEST_SHIFT, frames);
        float[] before = normalized.clone();
        System.arraycopy(before, 0, normalized, shift * mels, (frames - shift) * mels);
        System.arraycopy(before, (frames - shift) * mels, normalized, 0, shift * mels);
    }
}
