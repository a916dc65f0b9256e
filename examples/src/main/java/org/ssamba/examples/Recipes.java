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
package org.ssamba.examples;

import org.ssamba.AugmentationRecipe;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.PretrainingRecipe;

/** A small encoder and short runs: minutes on two cores, for clips of words or single sounds. */
final class Recipes {
    static final long PRETRAINING_STEPS = 3000;
    static final int EPOCHS = 15;

    private static final int WIDTH = 64;
    private static final int LAYERS = 4;
    private static final int MEL_BINS = 128;

    /**
     * Patches are 40 ms of all frequencies: there are few tokens, and hidden patches are moments in
     * time.
     */
    private static final int PATCH_FRAMES = 4;

    private static final double MASKED_SHARE = 0.7;
    private static final int BATCH = 16;
    private static final double PRETRAINING_RATE = 3e-3;
    private static final double FINE_TUNING_RATE = 1e-3;
    private static final int FRAMES_PER_SECOND = 100;
    private static final int MOST_FRAMES = 1024;

    private Recipes() {}

    /**
     * An encoder for clips of a length.
     *
     * @param seconds of a long clip; the encoder is at most ten seconds long.
     */
    static EncoderShape shape(double seconds) {
        int wanted = (int) Math.ceil(seconds * FRAMES_PER_SECOND / PATCH_FRAMES) * PATCH_FRAMES;
        int frames = Math.max(4 * PATCH_FRAMES, Math.min(MOST_FRAMES, wanted));
        return EncoderShape.tiny()
                .size(WIDTH, LAYERS)
                .frames(frames)
                .patches(MEL_BINS, PATCH_FRAMES);
    }

    static int maskedPatches(EncoderShape shape) {
        return (int) (MASKED_SHARE * shape.config().patches());
    }

    static PretrainingRecipe pretraining(EncoderShape shape, long steps) {
        return new PretrainingRecipe()
                .steps(steps)
                .batchSize(BATCH)
                .learningRate(PRETRAINING_RATE)
                .maskedPatches(maskedPatches(shape))
                .dropPath(false);
    }

    static FineTuningRecipe fineTuning(int epochs) {
        return new FineTuningRecipe()
                .epochs(epochs)
                .batchSize(BATCH)
                .learningRate(FINE_TUNING_RATE)
                .augmentation(new AugmentationRecipe().masks(24, 16));
    }
}
