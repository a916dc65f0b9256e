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

import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Adam;
import org.ssamba.training.BatchWriter;
import org.ssamba.training.ClipOrder;
import org.ssamba.training.Clips;
import org.ssamba.training.Normalization;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunState;
import org.ssamba.training.StepLoop;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;

/**
 * A pretraining run from initial weights, or from its checkpoint, to the end. The result is a
 * function of configuration, seed, clips and backend: not of threads, and not of interruptions.
 */
public final class PretrainingRun {
    private final EncoderConfig config;
    private final PretrainingSettings settings;
    private final Normalization normalization;
    private final Clips training;
    private final Clips validation;
    private final WorkListener listener;
    private Probe probe;

    /** Looks at the network between two steps; it changes nothing. */
    @FunctionalInterface
    public interface Probe {
        /**
         * Called on the training thread before the first step, after every validation interval and
         * after the last step.
         *
         * @param weights of the network's layout; a copy.
         * @param report for what it finds.
         */
        void look(float[] weights, WorkReport report);
    }

    /**
     * A run that has not started.
     *
     * @param config the encoder.
     * @param settings how it is trained.
     * @param normalization of the clips.
     * @param training the unlabelled clips.
     * @param validation clips held out, or null to validate never.
     * @param listener is told how it goes.
     * @throws IllegalArgumentException if more patches would be masked than a clip has.
     */
    public PretrainingRun(
            EncoderConfig config,
            PretrainingSettings settings,
            Normalization normalization,
            Clips training,
            Clips validation,
            WorkListener listener) {
        int most = Math.max(settings.maskedPatches(), settings.validationMaskedPatches());
        if (most > config.patches()) {
            throw new IllegalArgumentException(
                    "Pretraining would mask "
                            + most
                            + " patches but a clip of "
                            + config.frames()
                            + " frames has "
                            + config.patches()
                            + "; lower maskedPatches or use longer clips");
        }
        this.config = config;
        this.settings = settings;
        this.normalization = normalization;
        this.training = training;
        this.validation = validation;
        this.listener = listener;
    }

    /**
     * Lets a probe look at the network now and then.
     *
     * @param value null for none.
     * @return this run.
     */
    public PretrainingRun probedBy(Probe value) {
        probe = value;
        return this;
    }

    /**
     * What a run leaves.
     *
     * @param network its layout.
     * @param weights all of them, heads included.
     * @param last the metrics of the last validation, or of the last step if there was none.
     * @param steps steps taken.
     * @param skippedSteps steps whose gradient was not finite and that changed nothing.
     * @param skippedClips clips that could not be read any more, so that others were.
     */
    public record Result(
            PretrainingPlan.Network network,
            float[] weights,
            PretrainingMetrics last,
            long steps,
            long skippedSteps,
            int skippedClips) {}

    /**
     * Runs to the end.
     *
     * @param backend where.
     * @param initial weights of the network's layout.
     * @param checkpoint where to save the state and what to go on from, or null.
     * @return the trained network.
     * @throws java.util.concurrent.CancellationException if the thread is interrupted or the JVM is
     *     to end; the state is saved before.
     * @throws IllegalStateException if the run diverges, and is not to go on then.
     */
    public Result run(Backend backend, float[] initial, RunCheckpoint checkpoint) {
        PretrainingPlan.Network network = new PretrainingPlan.Network(config);
        int size = network.layout().size();
        PretrainingPlan step =
                new PretrainingPlan(
                        network,
                        shape(settings.batchSize(), settings.maskedPatches(), settings.dropPath()),
                        backend.scanChunk(config.tokens()),
                        settings.adam(),
                        backend.cards());
        PretrainingPlan check =
                validation == null
                        ? null
                        : new PretrainingPlan(
                                network,
                                shape(
                                        settings.batchSize(),
                                        settings.validationMaskedPatches(),
                                        false),
                                0,
                                null,
                                backend.cards());
        try (ModelMemory memory = backend.allocate(size, Adam.STATE_VALUES, true);
                Program stepProgram = backend.compile(step.plan(), memory);
                Program checkProgram =
                        check == null ? null : backend.compile(check.plan(), memory)) {
            PretrainingProgress begun = begin(memory, initial, checkpoint);
            Work work =
                    new Work(
                            Work.PRETRAINING,
                            "",
                            training.size(),
                            settings.steps(),
                            settings.batchSize());
            PretrainingProgress ended =
                    WorkReport.of(
                            listener,
                            work,
                            begun.step,
                            report -> {
                                BatchWriter writer =
                                        new BatchWriter(backend.workers(), config, normalization);
                                PretrainingLoop loop =
                                        new PretrainingLoop(
                                                settings,
                                                memory,
                                                step,
                                                new PretrainingBatches(
                                                        step,
                                                        config,
                                                        training,
                                                        begun.skipped,
                                                        writer,
                                                        settings.seed()),
                                                new ClipOrder(training.size(), settings.seed()),
                                                check == null
                                                        ? null
                                                        : new PretrainingValidation(
                                                                check,
                                                                checkProgram,
                                                                config,
                                                                validation,
                                                                begun.heldOutSkipped,
                                                                writer,
                                                                settings.seed()),
                                                probe,
                                                checkpoint,
                                                report);
                                report.measure(backend::use);
                                try (StepLoop steps = new StepLoop(stepProgram)) {
                                    if (begun.step == 0) {
                                        loop.estimate(backend, steps, config, initial);
                                    }
                                    return loop.run(steps, begun);
                                }
                            });
            float[] weights = new float[size];
            memory.read(Region.PARAMETERS, 0, weights);
            float[] state = new float[Adam.STATE_VALUES];
            memory.read(Region.STATE, 0, state);
            return new Result(
                    network,
                    weights,
                    ended.last,
                    settings.steps(),
                    (long) state[1],
                    ended.skipped.size() + ended.heldOutSkipped.size());
        } catch (OutOfDeviceMemoryException e) {
            throw e.advising(
                    settings.batchSize(),
                    clips ->
                            backend.requiredBytes(
                                    new PretrainingPlan(
                                                    network,
                                                    shape(
                                                            clips,
                                                            settings.maskedPatches(),
                                                            settings.dropPath()),
                                                    backend.scanChunk(config.tokens()),
                                                    settings.adam(),
                                                    backend.cards())
                                            .plan()));
        }
    }

    private static PretrainingProgress begin(
            ModelMemory memory, float[] initial, RunCheckpoint checkpoint) {
        RunState found = checkpoint == null ? null : checkpoint.found().orElse(null);
        if (checkpoint != null) {
            checkpoint.begin();
        }
        if (found == null) {
            memory.write(Region.PARAMETERS, 0, initial);
            return new PretrainingProgress();
        }
        found.restore(memory);
        return PretrainingProgress.of(found.facts());
    }

    private PretrainingPlan.Shape shape(int clips, int masked, boolean dropPath) {
        return new PretrainingPlan.Shape(
                clips, masked, settings.objective(), settings.independentMasks(), dropPath);
    }
}
