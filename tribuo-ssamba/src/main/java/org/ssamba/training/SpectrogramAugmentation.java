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

import java.util.SplittableRandom;

/**
 * Changes to a clip's log-mel spectrogram in fine-tuning (docs/model.md, section 8): one frequency
 * and one time mask before normalising, noise and a shift in time after it.
 *
 * @param frequencyMask the largest height of the frequency mask in mel bins; 0 for none.
 * @param timeMask the largest width of the time mask in frames; 0 for none.
 * @param noise whether uniform noise and a circular shift of up to 10 frames are added.
 */
public record SpectrogramAugmentation(int frequencyMask, int timeMask, boolean noise) {
    private static final int LARGEST_SHIFT = 10;

    /** Nothing is changed. */
    public static final SpectrogramAugmentation NONE = new SpectrogramAugmentation(0, 0, false);

    /** Checks the ranges. */
    public SpectrogramAugmentation {
        if (frequencyMask < 0 || timeMask < 0) {
            throw new IllegalArgumentException(
                    "Masks cannot be negative: "
                            + frequencyMask
                            + " mel bins, "
                            + timeMask
                            + " frames");
        }
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
