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

import java.util.function.ToDoubleFunction;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.work.Work;
import org.ssamba.work.WorkListener;
import org.ssamba.work.WorkReport;

/**
 * Supervised training of a network from given weights. The result is a function of settings, seed,
 * clips, weights and backend.
 */
public final class FineTuningRun {
    private final SupervisedNetwork network;
    private final FineTuningSettings settings;
    private final Normalization normalization;
    private final WorkListener listener;

    /**
     * A run that has not started.
     *
     * @param network an encoder with a head.
     * @param settings how it is trained.
     * @param normalization of the clips.
     * @param listener is told how it goes.
     */
    public FineTuningRun(
            SupervisedNetwork network,
            FineTuningSettings settings,
            Normalization normalization,
            WorkListener listener) {
        this.network = network;
        this.settings = settings;
        this.normalization = normalization;
        this.listener = listener;
    }

    /**
     * Judges weights on clips held out.
     *
     * <p>Called between epochs on the training thread.
     */
    @FunctionalInterface
    public interface Validator {
        /**
         * Scores the network as it is.
         *
         * @param runner the network with its present weights.
         * @return loss (lower is better) and accuracy (NaN if there is none).
         */
        Judgement judge(InferenceRunner runner);
    }

    /**
     * What a validator found.
     *
     * @param loss lower is better; decides which weights are kept.
     * @param accuracy for the listener; NaN if there is none.
     */
    public record Judgement(double loss, double accuracy) {}

    /**
     * What a run leaves.
     *
     * @param weights of the network's layout: the best seen by the validator, the average that the
     *     settings ask for, or else the last.
     * @param steps steps taken.
     * @param skippedSteps steps whose gradient was not finite and that changed nothing.
     * @param epochs epochs run.
     * @param lastLoss the mean loss over the last epoch.
     * @param bestEpoch the epoch that the validator found best, from 1; 0 if there is none.
     * @param bestLoss what it found for that epoch; infinite if there is none.
     */
    public record Result(
            float[] weights,
            long steps,
            long skippedSteps,
            int epochs,
            double lastLoss,
            int bestEpoch,
            double bestLoss) {}

    /**
     * Runs to the end.
     *
     * @param backend where.
     * @param initial weights of the network's layout.
     * @param data the labelled clips.
     * @param validator judges each epoch, or null.
     * @param checkpoint where to save the state and what to go on from, or null.
     * @return the trained weights.
     * @throws IllegalArgumentException if no clip has a weight, or there is a validator and an
     *     average is asked for.
     * @throws IllegalStateException if no step had a finite gradient.
     */
    public Result run(
            Backend backend,
            float[] initial,
            LabelledClips data,
            Validator validator,
            RunCheckpoint checkpoint) {
        requireWeight(data.rowWeights());
        if (settings.average().active() && validator != null) {
            throw new IllegalArgumentException(
                    "Weights are either averaged or those of the epoch judged best, not both");
        }
        EncoderConfig config = network.encoder().config();
        int batch = Math.min(settings.batchSize(), data.clips().size());
        int pairs = Math.min(settings.trainedPairs(), config.pairs());
        Encoder.Mode mode =
                pairs == 0
                        ? Encoder.Mode.inference()
                        : new Encoder.Mode(
                                pairs, backend.scanChunk(config.tokens()), settings.dropPath());
        SupervisedPlan plan =
                SupervisedPlan.of(
                        network,
                        batch,
                        mode,
                        settings.adam(),
                        rateFactors(config),
                        backend.cards());
        try (ModelMemory memory =
                        backend.allocate(network.layout().size(), Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory);
                StepLoop loop = new StepLoop(program);
                InferenceRunner runner =
                        InferenceRunner.inPlace(
                                backend, network, memory, normalization, settings.batchSize())) {
            FineTuningProgress progress =
                    new FineTuningProgress(settings.average(), network.layout().size());
            RunState found = checkpoint == null ? null : checkpoint.found().orElse(null);
            if (checkpoint != null) {
                checkpoint.begin();
            }
            if (found == null) {
                memory.write(Region.PARAMETERS, 0, initial);
            } else {
                progress.restore(found, memory);
            }
            BatchWriter writer = new BatchWriter(backend.workers(), config, normalization);
            SupervisedBatches batches = new SupervisedBatches(plan, config, data, writer, settings);
            int clips = data.clips().size();
            long last = batches.stepsPerEpoch() * settings.lastEpoch();
            return WorkReport.of(
                    listener,
                    new Work(Work.FINE_TUNING, "", clips, last, batch),
                    progress.step,
                    report -> {
                        report.measure(backend::use);
                        StepLoop.Filler filler = (slot, step) -> write(plan, batches, slot, step);
                        if (progress.step == 0) {
                            new RunCost(backend, memory, loop)
                                    .tell(last, plan.plan(), config, initial, filler, report);
                        }
                        FineTuningLoop epochs =
                                new FineTuningLoop(
                                        settings,
                                        memory,
                                        plan,
                                        batches.stepsPerEpoch(),
                                        filler,
                                        runner,
                                        validator,
                                        checkpoint,
                                        report,
                                        progress);
                        epochs.run(loop);
                        return result(memory, progress, epochs);
                    });
        } catch (OutOfDeviceMemoryException e) {
            throw e.advising(
                    batch,
                    clips ->
                            backend.requiredBytes(
                                    SupervisedPlan.of(
                                                    network,
                                                    clips,
                                                    mode,
                                                    settings.adam(),
                                                    rateFactors(config),
                                                    backend.cards())
                                            .plan()));
        }
    }

    private static Result result(
            ModelMemory memory, FineTuningProgress progress, FineTuningLoop epochs) {
        float[] weights =
                progress.average != null
                        ? progress.average.mean()
                        : progress.bestWeights != null ? progress.bestWeights : epochs.weights();
        float[] state = new float[Adam.STATE_VALUES];
        memory.read(Region.STATE, 0, state);
        long skipped = (long) state[1];
        SkippedSteps.check(skipped, progress.step, progress.loss);
        return new Result(
                weights,
                progress.step,
                skipped,
                progress.epoch,
                progress.loss,
                progress.bestEpoch,
                progress.bestLoss);
    }

    private void write(SupervisedPlan plan, SupervisedBatches batches, Slot slot, long step) {
        batches.write(slot, step);
        long steps = batches.stepsPerEpoch() * settings.epochs();
        double factor = settings.schedule().factor(step, steps);
        slot.floats(plan.optimizer().rate()).put(0, (float) (settings.learningRate() * factor));
    }

    /**
     * Checks that there is something to learn from.
     *
     * @param weights of the training clips.
     * @throws IllegalArgumentException if none is above 0.
     */
    public static void requireWeight(float[] weights) {
        for (float weight : weights) {
            if (weight > 0) {
                return;
            }
        }
        throw new IllegalArgumentException(
                "No training clip has a weight above 0, by its example's weight and its class's:"
                        + " there is nothing to learn");
    }

    private ToDoubleFunction<Tensor> rateFactors(EncoderConfig config) {
        Encoder encoder = network.encoder();
        return gradient ->
                network.head().owns(gradient.offset())
                        ? settings.headRateFactor()
                        : Math.pow(
                                settings.layerDecay(),
                                config.pairs() + 1 - encoder.depth(gradient.offset()));
    }
}
