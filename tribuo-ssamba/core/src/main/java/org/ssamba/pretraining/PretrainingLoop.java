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

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.logging.Logger;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.ClipOrder;
import org.ssamba.training.RateSchedule;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunCheckpoint.Also;
import org.ssamba.training.RunCost;
import org.ssamba.training.RunState;
import org.ssamba.training.ShutdownWatch;
import org.ssamba.training.StepLoop;
import org.ssamba.work.WorkReport;

/**
 * Steps, validations and checkpoints in their order. Where it pauses to save a state changes no
 * step: what a step computes is a function of its number and of the state before it.
 */
final class PretrainingLoop {
    private static final Logger logger = Logger.getLogger(PretrainingLoop.class.getName());

    /** From good state to good state, to which a run that has diverged goes back. */
    static final int GOOD_INTERVAL = 500;

    /** Each halves the rate. */
    private static final double LEAST_RATE_FACTOR = 1.0 / 8;

    private final PretrainingSettings settings;
    private final ModelMemory memory;
    private final PretrainingPlan plan;
    private final PretrainingBatches batches;
    private final ClipOrder order;
    private final PretrainingValidation validation;
    private final PretrainingRun.Probe probe;
    private final RunCheckpoint checkpoint;
    private final WorkReport report;
    private final boolean cosine;
    private final RateSchedule schedule;

    private PretrainingProgress progress;
    private RunState good;

    /** The step that was probed last. */
    private long probed;

    /** Whether the model's memory is that of {@link #progress}: not if the device failed. */
    private boolean whole = true;

    /**
     * A loop.
     *
     * @param validation null for none.
     * @param probe null for none.
     * @param checkpoint null to save nothing.
     */
    PretrainingLoop(
            PretrainingSettings settings,
            ModelMemory memory,
            PretrainingPlan plan,
            PretrainingBatches batches,
            ClipOrder order,
            PretrainingValidation validation,
            PretrainingRun.Probe probe,
            RunCheckpoint checkpoint,
            WorkReport report) {
        this.settings = settings;
        this.memory = memory;
        this.plan = plan;
        this.batches = batches;
        this.order = order;
        this.validation = validation;
        this.probe = probe;
        this.checkpoint = checkpoint;
        this.report = report;
        this.cosine = settings.decay() == PretrainingSettings.Decay.COSINE;
        this.schedule =
                (cosine ? RateSchedule.cosine() : RateSchedule.constant())
                        .warmedUp(settings.warmUpSteps(), settings.warmUpInterval());
    }

    /** Says what the run will cost. */
    void estimate(Backend backend, StepLoop steps, EncoderConfig config, float[] initial) {
        new RunCost(backend, memory, steps)
                .tell(
                        settings.steps(),
                        plan.plan(),
                        config,
                        initial,
                        (slot, at) -> batches.write(slot, order, at),
                        report);
    }

    /** Runs to the end. */
    PretrainingProgress run(StepLoop steps, PretrainingProgress begun) {
        progress = begun;
        probed = begun.step == 0 ? -1 : begun.step;
        if (restores() && checkpoint != null) {
            good = checkpoint.read(Also.GOOD).orElse(null);
        }
        try (ShutdownWatch shutdown = checkpoint == null ? null : new ShutdownWatch()) {
            try {
                while (true) {
                    betweenSteps();
                    if (progress.step >= settings.steps()) {
                        break;
                    }
                    steps(steps, shutdown);
                    ShutdownWatch.cancelIfAsked(shutdown, "Pretraining", progress.step);
                }
            } catch (DivergedException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                if (checkpoint != null && whole) {
                    checkpoint.saveAfter(
                            e, progress.step, () -> RunState.of(memory, progress.facts()));
                }
                throw e;
            } finally {
                if (checkpoint != null) {
                    checkpoint.flush();
                }
            }
            tellOfCheckpoints();
            return progress;
        }
    }

    /** Validates and saves what is due after a step. */
    private void betweenSteps() {
        String problem = progress.watch.problem();
        if (problem != null && settings.onDivergence() != Divergence.IGNORE) {
            goBack(problem);
        }
        Set<Also> also = EnumSet.noneOf(Also.class);
        boolean validates = validation != null && isValidationDue();
        if (validates) {
            progress.last = validation.run(progress.step);
            progress.plateau.validated(progress.last.score());
            progress.validated = progress.step;
            if (progress.last.loss() < progress.bestLoss) {
                progress.bestLoss = progress.last.loss();
                also.add(Also.BEST);
            }
        }
        RunState state = null;
        if (restores() && isGood()) {
            good = state = RunState.of(memory, progress.facts());
            also.add(Also.GOOD);
        }
        // Saved before anybody is told: a listener that fails loses nothing.
        if (checkpoint != null
                && (validates
                        || !also.isEmpty()
                        || progress.step == settings.steps() && !checkpoint.has(progress.step)
                        || progress.step > 0 && (skipsMore() || checkpoint.due(progress.step)))) {
            checkpoint.save(
                    state == null ? RunState.of(memory, progress.facts()) : state,
                    progress.step,
                    also);
            Path report = checkpoint.sibling("skipped", "csv");
            progress.skipped.saved(report);
            progress.heldOutSkipped.saved(report);
        }
        if (validates) {
            report.validation(progress.last.loss(), progress.last.accuracy());
        }
        if (probe != null && isAtInterval() && progress.step > probed) {
            probed = progress.step;
            float[] weights = new float[Math.toIntExact(memory.parameters())];
            memory.read(Region.PARAMETERS, 0, weights);
            probe.look(weights, report);
        }
    }

    /** What is skipped is saved soon, so that a run that is killed goes on with the same clips. */
    private boolean skipsMore() {
        return progress.skipped.unsaved() || progress.heldOutSkipped.unsaved();
    }

    private boolean isValidationDue() {
        return progress.step > progress.validated && isAtInterval();
    }

    private boolean isAtInterval() {
        return progress.step % settings.validationInterval() == 0
                || progress.step == settings.steps();
    }

    private boolean restores() {
        return settings.onDivergence() == Divergence.RESTORE;
    }

    /** Good states are those of certain steps, so that a run that was killed has the same. */
    private boolean isGood() {
        return progress.step % GOOD_INTERVAL == 0
                && progress.watch.isCalm()
                && (good == null || PretrainingProgress.of(good.facts()).step < progress.step);
    }

    /** Until the next validation, or until something is to be saved or was asked for. */
    private void steps(StepLoop steps, ShutdownWatch shutdown) {
        long end = settings.steps();
        if (validation != null || probe != null) {
            end = Math.min(end, next(settings.validationInterval()));
        }
        if (restores()) {
            end = Math.min(end, next(GOOD_INTERVAL));
        }
        if (checkpoint != null) {
            end = Math.min(end, checkpoint.next(progress.step));
        }
        long begin = progress.step;
        double peak =
                settings.learningRate()
                        * progress.rateFactor
                        * (cosine ? 1 : progress.plateau.factor());
        try {
            steps.run(
                    progress.step,
                    end,
                    (slot, at) -> {
                        batches.write(slot, order, at);
                        slot.floats(plan.optimizer().rate())
                                .put(0, (float) (peak * schedule.factor(at, settings.steps())));
                    },
                    this::observe,
                    () -> steps.reached() > begin && shouldPause(shutdown));
        } finally {
            whole = steps.reached() >= 0;
            progress.step = Math.max(progress.step, steps.reached());
        }
    }

    private long next(long interval) {
        return (progress.step / interval + 1) * interval;
    }

    private boolean shouldPause(ShutdownWatch shutdown) {
        return shutdown != null && shutdown.requested()
                || checkpoint != null && (checkpoint.isDueByTime() || skipsMore())
                || progress.watch.problem() != null && settings.onDivergence() != Divergence.IGNORE;
    }

    private void observe(Slot slot, long at) {
        progress.last = plan.metrics(slot);
        progress.watch.observe(
                progress.last.loss(), Float.isFinite(slot.floats(plan.optimizer().norm()).get(0)));
        report.step(
                at + 1,
                progress.last.loss(),
                progress.last.accuracy(),
                slot.floats(plan.optimizer().rate()).get(0));
        tellOfCheckpoints();
    }

    private void tellOfCheckpoints() {
        if (checkpoint != null) {
            checkpoint.written().ifPresent(report::checkpoint);
        }
    }

    /** Back to the last good state, at half the rate. */
    private void goBack(String problem) {
        double factor = progress.rateFactor / 2;
        if (!restores() || good == null || factor < LEAST_RATE_FACTOR) {
            throw new DivergedException(progress.step, problem, checkpoint);
        }
        long diverged = progress.step;
        good.restore(memory);
        SkippedClips skipped = progress.skipped;
        SkippedClips heldOutSkipped = progress.heldOutSkipped;
        progress = PretrainingProgress.of(good.facts());
        progress.rateFactor = factor;
        progress.skipped = skipped;
        progress.heldOutSkipped = heldOutSkipped;
        String event =
                "diverged at step "
                        + diverged
                        + ", went back to step "
                        + progress.step
                        + " at "
                        + factor
                        + " of the rate";
        logger.warning(() -> "Pretraining " + event + ": " + problem);
        if (checkpoint != null) {
            checkpoint.remember(event);
        }
    }
}
