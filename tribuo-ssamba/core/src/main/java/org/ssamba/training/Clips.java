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

import org.ssamba.audio.AudioFormatException;

/**
 * The clips of a training run, by index: log-mel spectrograms already cut or zero-padded to the
 * encoder's length, not yet normalised. Safe for use by several threads.
 */
public interface Clips extends ClipLoader {
    /**
     * Loads a part of a clip that is longer than the encoder's input; a shorter one as {@link
     * #load(int, float[])} does.
     *
     * @param clip from 0 to size - 1.
     * @param position where in the clip, from 0 for its start to 1 for its end.
     * @param logMel (frames, mels), overwritten.
     */
    void loadPart(int clip, double position, float[] logMel);

    /**
     * Which share of the clips pretraining may go on without if they cannot be read any more.
     *
     * @return from 0, where the first such clip ends the run, to 1.
     */
    default double skippableShare() {
        return 0;
    }

    /**
     * Whether a failure of loading is the clip's: its audio is gone, damaged or another one now.
     *
     * @param failure what a method of this interface threw.
     * @return false for failures that other clips would have, too.
     */
    default boolean isUnreadable(RuntimeException failure) {
        return failure instanceof AudioFormatException;
    }

    /**
     * What to call a clip in messages.
     *
     * @param clip from 0 to size - 1.
     * @return where it lies.
     */
    default String name(int clip) {
        return "clip " + clip;
    }

    /**
     * Loads a mixture of two clips, mixed as waveforms: both mean-subtracted, the partner cut or
     * zero-padded to the first one's length, {@code λ·first + (1-λ)·partner}, mean subtracted again
     * (docs/model.md, section 8).
     *
     * @param clip the first clip.
     * @param partner the second clip.
     * @param lambda the share of the first, from 0 to 1.
     * @param logMel (frames, mels), overwritten.
     */
    void loadMixture(int clip, int partner, double lambda, float[] logMel);

    /**
     * Loads a mixture of parts of two clips that are longer than the encoder's input.
     *
     * @param clip the first clip.
     * @param position where in it, from 0 for its start to 1 for its end.
     * @param partner the second clip.
     * @param partnerPosition where in it.
     * @param lambda the share of the first, from 0 to 1.
     * @param logMel (frames, mels), overwritten.
     */
    default void loadMixture(
            int clip,
            double position,
            int partner,
            double partnerPosition,
            double lambda,
            float[] logMel) {
        loadMixture(clip, partner, lambda, logMel);
    }
}
