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
package org.ssamba.pretraining;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Adam;

/**
 * What an encoder makes of a clip with hidden patches, to be looked at: the clip, which patches
 * were hidden, and the clip with those patches as the encoder draws them.
 *
 * @param config the encoder's shape.
 * @param original (frames, mels), normalised.
 * @param hidden per patch, the patches of the lowest mel bins first: whether it was hidden.
 * @param reconstructed (frames, mels), normalised: {@code original} where nothing was hidden; where
 *     several hidden patches overlap, their mean.
 */
public record PatchReconstruction(
        EncoderConfig config, float[] original, boolean[] hidden, float[] reconstructed) {

    /**
     * Hides patches of a clip and has them drawn.
     *
     * @param backend where to run.
     * @param config the encoder's shape.
     * @param weights of the layout of {@link PretrainingPlan.Network}, both heads included.
     * @param spectrogram (frames, mels), normalised.
     * @param count how many patches to hide, from 1 to all.
     * @param seed decides which.
     * @return the reconstruction.
     * @throws IllegalArgumentException if there are not that many patches, or the spectrogram has
     *     another size.
     */
    public static PatchReconstruction of(
            Backend backend,
            EncoderConfig config,
            float[] weights,
            float[] spectrogram,
            int count,
            long seed) {
        if (spectrogram.length != config.frames() * config.mels()) {
            throw new IllegalArgumentException(
                    "A spectrogram of "
                            + spectrogram.length
                            + " values is not one of "
                            + config.frames()
                            + " frames of "
                            + config.mels()
                            + " mel bins");
        }
        int[] mask = PatchMask.draw(config, count, new SplittableRandom(seed));
        boolean[] hidden = new boolean[config.patches()];
        for (int patch : mask) {
            hidden[patch] = true;
        }
        float[] drawings = draw(backend, config, weights, spectrogram, mask);
        return new PatchReconstruction(
                config, spectrogram.clone(), hidden, place(config, spectrogram, mask, drawings));
    }

    /** One pass without gradients: (m, patch size). */
    private static float[] draw(
            Backend backend,
            EncoderConfig config,
            float[] weights,
            float[] spectrogram,
            int[] mask) {
        PretrainingPlan plan =
                new PretrainingPlan(
                        new PretrainingPlan.Network(config),
                        new PretrainingPlan.Shape(
                                1, mask.length, Objective.GENERATIVE, false, false),
                        0,
                        null);
        PretrainingPlan.Pass pass = plan.passes().get(0);
        float[] drawings = new float[mask.length * config.patchSize()];
        try (ModelMemory memory = backend.allocate(weights.length, Adam.STATE_VALUES, false);
                Program program = backend.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, weights);
            Slot slot = program.newSlot();
            slot.write(pass.spectrogram(), 0, spectrogram);
            PatchMask.write(
                    mask,
                    0,
                    slot.ints(pass.mask().indices()),
                    slot.ints(pass.mask().rank()),
                    config.patches());
            program.run(slot);
            FloatBuffer drawn = slot.floats(pass.results().drawings());
            drawn.get(0, drawings);
        }
        return drawings;
    }

    /** Pixel {@code mel·patchFrames + frame} of a patch, see {@code ExtractPatches}. */
    private static float[] place(
            EncoderConfig config, float[] spectrogram, int[] mask, float[] drawings) {
        float[] sums = new float[spectrogram.length];
        int[] covers = new int[spectrogram.length];
        for (int i = 0; i < mask.length; i++) {
            int firstMel = mask[i] / config.gridColumns() * config.melStride();
            int firstFrame = mask[i] % config.gridColumns() * config.frameStride();
            for (int mel = 0; mel < config.patchMels(); mel++) {
                for (int frame = 0; frame < config.patchFrames(); frame++) {
                    int cell = (firstFrame + frame) * config.mels() + firstMel + mel;
                    int pixel = mel * config.patchFrames() + frame;
                    sums[cell] += drawings[i * config.patchSize() + pixel];
                    covers[cell]++;
                }
            }
        }
        float[] placed = spectrogram.clone();
        for (int cell = 0; cell < placed.length; cell++) {
            if (covers[cell] > 0) {
                placed[cell] = sums[cell] / covers[cell];
            }
        }
        return placed;
    }

    @Override
    public String toString() {
        int count = 0;
        for (boolean patch : hidden) {
            count += patch ? 1 : 0;
        }
        return "PatchReconstruction(" + count + " of " + hidden.length + " patches hidden)";
    }
}
