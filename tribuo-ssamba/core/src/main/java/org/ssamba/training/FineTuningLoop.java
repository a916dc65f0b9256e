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

import java.util.Set;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;
import org.ssamba.work.WorkReport;

/**
 * Epochs of steps, judged and saved. Where it pauses to save a state changes no step, as in
 * pretraining.
 */
final class FineTuningLoop {
    private final FineTuningSettings settings;
    private final ModelMemory memory;
    private final SupervisedPlan plan;
    private final long perEpoch;
    private final StepLoop.Filler filler;
    private final InferenceRunner runner;
    private final FineTuningRun.Validator validator;
    private final RunCheckpoint checkpoint;
    private final WorkReport report;
    private final FineTuningProgress progress;
    private boolean whole = true;

    /**
     * A loop.
     *
     * @param filler writes the inputs of a step, its rate included.
     * @param validator null for none.
     * @param checkpoint null to save nothing.
     */
    FineTuningLoop(
            FineTuningSettings settings,
            ModelMemory memory,
            SupervisedPlan plan,
            long perEpoch,
            StepLoop.Filler filler,
            InferenceRunner runner,
            FineTuningRun.Validator validator,
            RunCheckpoint checkpoint,
            WorkReport report,
            FineTuningProgress progress) {
        this.settings = settings;
        this.memory = memory;
        this.plan = plan;
        this.perEpoch = perEpoch;
        this.filler = filler;
        this.runner = runner;
        this.validator = validator;
        this.checkpoint = checkpoint;
        this.report = report;
        this.progress = progress;
    }

    /** Runs to the end. */
    void run(StepLoop steps) {
        try (ShutdownWatch shutdown = checkpoint == null ? null : new ShutdownWatch()) {
            try {
                while (true) {
                    betweenSteps();
                    if (isOver()) {
                        break;
                    }
                    steps(steps, shutdown);
                    ShutdownWatch.cancelIfAsked(shutdown, "Training", progress.step);
                }
            } catch (RuntimeException | Error e) {
                if (checkpoint != null && whole) {
                    checkpoint.saveAfter(e, progress.step, () -> progress.state(memory));
                }
                throw e;
            } finally {
                if (checkpoint != null) {
                    checkpoint.flush();
                }
            }
            tellOfCheckpoints();
        }
    }

    private boolean isOver() {
        return progress.epoch >= settings.lastEpoch() || progress.isExhausted(settings.patience());
    }

    /** Judges an epoch that has ended, and saves what is due. */
    private void betweenSteps() {
        boolean ended = progress.step == (progress.epoch + 1) * perEpoch;
        FineTuningRun.Judgement judgement = null;
        if (ended) {
            if (validator != null) {
                judgement = validator.judge(runner);
            }
            progress.loss = progress.lossSum / perEpoch;
            progress.lossSum = 0;
            progress.epoch++;
            if (judgement != null) {
                progress.judged(judgement.loss(), this::weights);
            }
            if (progress.average != null && progress.epoch >= settings.average().from()) {
                progress.average.add(weights());
            }
        }
        // Saved before anybody is told: a listener that fails loses nothing.
        if (checkpoint != null
                && progress.step > 0
                && !checkpoint.has(progress.step)
                && (isOver() || checkpoint.due(progress.step))) {
            checkpoint.save(progress.state(memory), progress.step, Set.of());
        }
        if (ended) {
            report.epoch(progress.epoch, progress.loss);
        }
        if (judgement != null) {
            report.validation(judgement.loss(), judgement.accuracy());
        }
    }

    /** Until the end of the epoch, or until something is to be saved or was asked for. */
    private void steps(StepLoop steps, ShutdownWatch shutdown) {
        long begin = progress.step;
        long end = (progress.epoch + 1) * perEpoch;
        if (checkpoint != null) {
            end = Math.min(end, checkpoint.next(begin));
        }
        try {
            steps.run(
                    begin,
                    end,
                    filler,
                    (slot, step) -> {
                        double loss = plan.loss(slot);
                        progress.lossSum += loss;
                        double rate = slot.floats(plan.optimizer().rate()).get(0);
                        report.step(step + 1, loss, Double.NaN, rate);
                        tellOfCheckpoints();
                    },
                    () ->
                            steps.reached() > begin
                                    && (shutdown != null && shutdown.requested()
                                            || checkpoint != null && checkpoint.isDueByTime()));
        } finally {
            whole = steps.reached() >= 0;
            progress.step = Math.max(progress.step, steps.reached());
        }
    }

    private void tellOfCheckpoints() {
        if (checkpoint != null) {
            checkpoint.written().ifPresent(report::checkpoint);
        }
    }

    float[] weights() {
        float[] weights = new float[Math.toIntExact(memory.parameters())];
        memory.read(Region.PARAMETERS, 0, weights);
        return weights;
    }
}
