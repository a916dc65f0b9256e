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
package org.ssamba.it;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.Objective;
import org.ssamba.pretraining.PatchMask;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.training.Adam;
import org.ssamba.training.StepLoop;

/** The rate of joint pretraining steps whose inputs cost nothing: noise that is written once. */
final class CardSteps {
    private static final int WARM_UP = 8;
    private static final double MASKED_SHARE = 400 / 512.0;

    private final PretrainingPlan plan;
    private final PretrainingPlan.Network network;
    private final EncoderConfig config;
    private final int masked;
    private final Set<Slot> filled = new HashSet<>();

    private CardSteps(Backend backend, EncoderConfig config, int clips) {
        this.config = config;
        network = new PretrainingPlan.Network(config);
        masked = (int) (MASKED_SHARE * config.patches());
        plan =
                new PretrainingPlan(
                        network,
                        new PretrainingPlan.Shape(clips, masked, Objective.JOINT, false, false),
                        backend.scanChunk(config.tokens()),
                        Adam.pretraining(),
                        backend.cards());
    }

    /**
     * Runs steps.
     *
     * @param clips of a whole batch.
     * @param seconds to measure, at least.
     * @return clips a second.
     */
    static double clipsPerSecond(Backend backend, EncoderConfig config, int clips, double seconds) {
        CardSteps steps = new CardSteps(backend, config, clips);
        int size = steps.network.layout().size();
        try (ModelMemory memory = backend.allocate(size, Adam.STATE_VALUES, true);
                Program program = backend.compile(steps.plan.plan(), memory);
                StepLoop loop = new StepLoop(program)) {
            memory.write(Region.PARAMETERS, 0, steps.network.layout().initialWeights(1));
            loop.run(0, WARM_UP, steps::fill, (slot, step) -> {});
            long done = 0;
            long start = System.nanoTime();
            double passed = 0;
            for (long some = WARM_UP; passed < seconds; some *= 2) {
                loop.run(0, some, steps::fill, (slot, step) -> {});
                done += some;
                passed = (System.nanoTime() - start) / 1e9;
            }
            return done * clips / passed;
        }
    }

    private void fill(Slot slot, long step) {
        slot.floats(plan.optimizer().rate()).put(0, 1e-5f);
        if (!filled.add(slot)) {
            return;
        }
        float[] clip = new float[config.frames() * config.mels()];
        for (PretrainingPlan.Pass pass : plan.passes()) {
            for (int i = 0; i < pass.spectrogram().extent(0); i++) {
                SplittableRandom random = new SplittableRandom(pass.firstClip() + i);
                for (int j = 0; j < clip.length; j++) {
                    clip[j] = (float) random.nextDouble() - 0.5f;
                }
                slot.write(pass.spectrogram(), i * clip.length, clip);
                PatchMask.write(
                        PatchMask.draw(config, masked, random),
                        i,
                        slot.ints(pass.mask().indices()),
                        slot.ints(pass.mask().rank()),
                        config.patches());
            }
        }
    }
}
