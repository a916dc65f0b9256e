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

import java.util.HashSet;
import java.util.Set;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.RandomStreams;
import org.ssamba.training.BatchWriter;
import org.ssamba.training.ClipOrder;
import org.ssamba.training.Clips;
import org.ssamba.training.DropPath;

/** Writes the inputs of pretraining steps: clips, masks, drop-path. */
final class PretrainingBatches {
    private final PretrainingPlan plan;
    private final EncoderConfig config;
    private final Clips clips;
    private final SkippedClips skipped;
    private final BatchWriter writer;
    private final long seed;
    private final int batch;
    private final int masked;

    PretrainingBatches(
            PretrainingPlan plan,
            EncoderConfig config,
            Clips clips,
            SkippedClips skipped,
            BatchWriter writer,
            long seed) {
        this.plan = plan;
        this.config = config;
        this.clips = clips;
        this.skipped = skipped;
        this.writer = writer;
        this.seed = seed;
        this.batch = plan.clips();
        this.masked = plan.passes().get(0).mask().indices().extent(1);
    }

    /** A training step: the next clips of the epoch's order, masks and drop-path of the step. */
    void write(Slot slot, ClipOrder order, long step) {
        int[] chosen = new int[batch];
        for (int i = 0; i < batch; i++) {
            chosen[i] = order.clip(step * batch + i);
        }
        load(slot, (place, logMel) -> loadPart(chosen[place], place, step, logMel));
        mask(slot, "mask", step);
        for (PretrainingPlan.Pass pass : plan.passes()) {
            DropPath.write(
                    slot,
                    pass.forward().dropScales(),
                    config,
                    seed,
                    pass.mask().indices().name(),
                    step,
                    pass.firstClip());
        }
    }

    /**
     * A batch of the validation after so many steps: clips in their order, the same masks every
     * time.
     */
    void writeValidation(Slot slot, int first, long step) {
        load(slot, (place, logMel) -> loadStart(first + place, step, logMel));
        mask(slot, "validation mask", first);
    }

    /** Of clips longer than the input each step reads another part; validation their start. */
    private void load(Slot slot, Loader loader) {
        Set<Tensor> written = new HashSet<>();
        for (PretrainingPlan.Pass pass : plan.passes()) {
            if (written.add(pass.spectrogram())) {
                writer.write(
                        slot,
                        pass.spectrogram(),
                        pass.spectrogram().extent(0),
                        i -> logMel -> loader.load(pass.firstClip() + i, logMel));
            }
        }
    }

    /** Loads what comes to a place of a batch. */
    @FunctionalInterface
    private interface Loader {
        void load(int place, float[] logMel);
    }

    private void loadPart(int clip, int place, long step, float[] logMel) {
        double part = RandomStreams.stream(seed, "part", step, place).nextDouble();
        long position = step * batch + place;
        skipped.read(
                clips,
                clip,
                new SkippedClips.Place(position, step, position),
                seed,
                chosen -> clips.loadPart(chosen, part, logMel));
    }

    private void loadStart(int index, long step, float[] logMel) {
        skipped.read(
                clips,
                index % clips.size(),
                new SkippedClips.Place(step, step, index),
                seed,
                chosen -> clips.load(chosen, logMel));
    }

    private void mask(Slot slot, String purpose, long step) {
        for (PretrainingPlan.Pass pass : plan.passes()) {
            String stream = purpose + " " + pass.mask().indices().name();
            for (int clip = 0; clip < pass.spectrogram().extent(0); clip++) {
                int[] mask =
                        PatchMask.draw(
                                config,
                                masked,
                                RandomStreams.stream(seed, stream, step, pass.firstClip() + clip));
                PatchMask.write(
                        mask,
                        clip,
                        slot.ints(pass.mask().indices()),
                        slot.ints(pass.mask().rank()),
                        config.patches());
            }
        }
    }
}
