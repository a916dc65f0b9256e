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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Adam;
import org.ssamba.training.BatchWriter;
import org.ssamba.training.ClipOrder;
import org.ssamba.training.Clips;
import org.ssamba.training.Normalization;
import org.ssamba.training.PlateauRate;
import org.ssamba.training.RateSchedule;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunCost;
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
     * What a run leaves.
     *
     * @param network its layout.
     * @param weights all of them, heads included.
     * @param last the metrics of the last validation, or of the last step if there was none.
     * @param steps steps taken.
     * @param skippedSteps steps whose gradient was not finite and that changed nothing.
     */
    public record Result(
            PretrainingPlan.Network network,
            float[] weights,
            PretrainingMetrics last,
            long steps,
            long skippedSteps) {}

    /**
     * Runs to the end.
     *
     * @param backend where.
     * @param checkpoint where to save every {@code validationInterval} steps and to go on from, or
     *     null.
     * @return the trained network.
     */
    public Result run(Backend backend, RunCheckpoint checkpoint) {
        PretrainingPlan.Network network = new PretrainingPlan.Network(config);
        int size = network.layout().size();
        PretrainingPlan step =
                new PretrainingPlan(
                        network,
                        shape(settings.batchSize(), settings.maskedPatches(), settings.dropPath()),
                        backend.scanChunk(config.tokens()),
                        settings.adam());
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
                                null);
        try (ModelMemory memory = backend.allocate(size, Adam.STATE_VALUES, true);
                Program stepProgram = backend.compile(step.plan(), memory);
                Program checkProgram =
                        check == null ? null : backend.compile(check.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, network.layout().initialWeights(settings.seed()));
            Progress progress = new Progress();
            if (checkpoint != null) {
                progress.restore(checkpoint.restore(memory));
            }
            Work work =
                    new Work(
                            Work.PRETRAINING,
                            "",
                            training.size(),
                            settings.steps(),
                            settings.batchSize());
            WorkReport.of(
                    listener,
                    work,
                    progress.step,
                    report -> {
                        BatchWriter writer =
                                new BatchWriter(backend.workers(), config, normalization);
                        Validation validated =
                                check == null ? null : new Validation(check, checkProgram, writer);
                        train(
                                backend,
                                progress,
                                memory,
                                step,
                                stepProgram,
                                validated,
                                writer,
                                checkpoint,
                                report);
                        return null;
                    });
            float[] weights = new float[size];
            memory.read(Region.PARAMETERS, 0, weights);
            float[] state = new float[Adam.STATE_VALUES];
            memory.read(Region.STATE, 0, state);
            return new Result(network, weights, progress.last, settings.steps(), (long) state[1]);
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
                                                    settings.adam())
                                            .plan()));
        }
    }

    private PretrainingPlan.Shape shape(int clips, int masked, boolean dropPath) {
        return new PretrainingPlan.Shape(
                clips, masked, settings.objective(), settings.independentMasks(), dropPath);
    }

    /** What changes from validation to validation. */
    private static final class Progress {
        private long step;
        private PlateauRate plateau = new PlateauRate();
        private PretrainingMetrics last;

        Map<String, String> facts() {
            return Map.of(
                    "step", Long.toString(step),
                    "best", Double.toString(plateau.best()),
                    "disappointments", Integer.toString(plateau.disappointments()),
                    "factor", Double.toString(plateau.factor()),
                    "contrast", Double.toString(last.contrast()),
                    "accuracy", Double.toString(last.accuracy()),
                    "error", Double.toString(last.error()),
                    "loss", Double.toString(last.loss()));
        }

        void restore(Map<String, String> facts) {
            if (facts == null) {
                return;
            }
            Map<String, Double> numbers = new HashMap<>();
            for (String name : List.of("best", "factor", "contrast", "accuracy", "error", "loss")) {
                numbers.put(name, Double.valueOf(facts.get(name)));
            }
            step = Long.parseLong(facts.get("step"));
            plateau =
                    new PlateauRate(
                            numbers.get("best"),
                            Integer.parseInt(facts.get("disappointments")),
                            numbers.get("factor"));
            last =
                    new PretrainingMetrics(
                            numbers.get("loss"),
                            numbers.get("contrast"),
                            numbers.get("accuracy"),
                            numbers.get("error"));
        }
    }

    private void train(
            Backend backend,
            Progress progress,
            ModelMemory memory,
            PretrainingPlan step,
            Program stepProgram,
            Validation check,
            BatchWriter writer,
            RunCheckpoint checkpoint,
            WorkReport report) {
        PretrainingBatches batches =
                new PretrainingBatches(step, config, training, writer, settings.seed());
        ClipOrder order = new ClipOrder(training.size(), settings.seed());
        boolean cosine = settings.decay() == PretrainingSettings.Decay.COSINE;
        RateSchedule schedule =
                (cosine ? RateSchedule.cosine() : RateSchedule.constant())
                        .warmedUp(settings.warmUpSteps(), settings.warmUpInterval());
        try (StepLoop loop = new StepLoop(stepProgram)) {
            if (progress.step == 0) {
                new RunCost(backend, memory, loop)
                        .tell(
                                settings.steps(),
                                step.plan(),
                                config,
                                new PretrainingPlan.Network(config)
                                        .layout()
                                        .initialWeights(settings.seed()),
                                (slot, at) -> batches.write(slot, order, at),
                                report);
            }
            while (progress.step < settings.steps()) {
                long end =
                        Math.min(
                                settings.steps(),
                                (progress.step / settings.validationInterval() + 1)
                                        * settings.validationInterval());
                double peak = settings.learningRate() * (cosine ? 1 : progress.plateau.factor());
                loop.run(
                        progress.step,
                        end,
                        (slot, at) -> {
                            batches.write(slot, order, at);
                            slot.floats(step.optimizer().rate())
                                    .put(0, (float) (peak * schedule.factor(at, settings.steps())));
                        },
                        (slot, at) -> {
                            progress.last = step.metrics(slot);
                            report.step(
                                    at + 1,
                                    progress.last.loss(),
                                    progress.last.accuracy(),
                                    slot.floats(step.optimizer().rate()).get(0));
                        });
                progress.step = end;
                if (check != null) {
                    progress.last = check.run();
                    progress.plateau.validated(progress.last.score());
                }
                // Saved before anybody is told: a listener that fails loses nothing.
                if (checkpoint != null) {
                    checkpoint.save(memory, progress.facts());
                }
                if (check != null) {
                    report.validation(progress.last.loss(), progress.last.accuracy());
                }
                if (checkpoint != null) {
                    report.checkpoint(checkpoint.file());
                }
            }
        }
    }

    /** The network on the clips held out. */
    private final class Validation {
        private final PretrainingPlan plan;
        private final Program program;
        private final Slot slot;
        private final PretrainingBatches batches;

        Validation(PretrainingPlan plan, Program program, BatchWriter writer) {
            this.plan = plan;
            this.program = program;
            this.slot = program.newSlot();
            this.batches =
                    new PretrainingBatches(plan, config, validation, writer, settings.seed());
        }

        PretrainingMetrics run() {
            int rounds = Math.max(1, validation.size() / settings.batchSize());
            double[] sums = new double[4];
            for (int round = 0; round < rounds; round++) {
                batches.writeValidation(slot, round * settings.batchSize());
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
}
