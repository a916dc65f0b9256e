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

import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.BatchWriter;
import org.ssamba.training.Clips;

/** The network on the clips held out. */
final class PretrainingValidation {
    private final PretrainingPlan plan;
    private final Program program;
    private final Slot slot;
    private final PretrainingBatches batches;
    private final int rounds;

    PretrainingValidation(
            PretrainingPlan plan,
            Program program,
            EncoderConfig config,
            Clips clips,
            SkippedClips skipped,
            BatchWriter writer,
            long seed) {
        this.plan = plan;
        this.program = program;
        this.slot = program.newSlot();
        this.batches = new PretrainingBatches(plan, config, clips, skipped, writer, seed);
        this.rounds = Math.max(1, clips.size() / plan.clips());
    }

    /** After so many steps. */
    PretrainingMetrics run(long step) {
        double[] sums = new double[4];
        for (int round = 0; round < rounds; round++) {
            batches.writeValidation(slot, round * plan.clips(), step);
            program.run(slot);
            PretrainingMetrics metrics = plan.metrics(slot);
            sums[0] += metrics.loss();
            sums[1] += metrics.contrast();
            sums[2] += metrics.accuracy();
            sums[3] += metrics.error();
        }
        return new PretrainingMetrics(
                sums[0] / rounds, sums[1] / rounds, sums[2] / rounds, sums[3] / rounds);
    }
}
