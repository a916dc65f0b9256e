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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.IntFunction;
import org.ssamba.compute.Backend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.pretraining.PretrainingRun;
import org.ssamba.pretraining.PretrainingSettings;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.Clips;
import org.ssamba.training.Normalization;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunIdentity;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;

/** What pretraining on several cards learns, beside what it learns on one. */
final class CardRuns {
    private static final long SHORT_RUN = 30;
    private static final long LONG_RUN = 500;

    /** From here on the loss of a long run counts. */
    private static final long SETTLED = 400;

    private static final int SEEDS = 3;

    private final IntFunction<Backend> cards;
    private final EncoderConfig config;
    private final Clips clips;
    private final Normalization normalization;
    private final int batch;

    /**
     * Runs on a corpus.
     *
     * @param cards opens so many, to be closed by the run.
     * @param batch clips a step.
     */
    CardRuns(
            IntFunction<Backend> cards,
            EncoderConfig config,
            Clips clips,
            Normalization normalization,
            int batch) {
        this.cards = cards;
        this.config = config;
        this.clips = clips;
        this.normalization = normalization;
        this.batch = batch;
    }

    private PretrainingSettings settings(long steps, long seed) {
        int masked = config.patches() * 3 / 4;
        return PretrainingSettings.builder()
                .maskedPatches(masked)
                .validationMaskedPatches(masked)
                .batchSize(batch)
                .steps(steps)
                .learningRate(5e-4)
                .warmUpSteps(steps / 10)
                .dropPath(true)
                .validationInterval(steps)
                .seed(seed)
                .build();
    }

    private float[] run(
            int count, PretrainingSettings settings, RunCheckpoint states, WorkListener told) {
        try (Backend backend = cards.apply(count)) {
            return new PretrainingRun(config, settings, normalization, clips, null, told)
                    .run(
                            backend,
                            new PretrainingPlan.Network(config)
                                    .layout()
                                    .initialWeights(settings.seed()),
                            states)
                    .weights();
        }
    }

    /** Whether two runs of one seed on so many cards have the same bits. */
    boolean sameBits(int count) {
        PretrainingSettings settings = settings(SHORT_RUN, 1);
        float[] first = run(count, settings, null, WorkListener.SILENT);
        return Arrays.equals(first, run(count, settings, null, WorkListener.SILENT));
    }

    /**
     * How far a run that changes cards twice, after each third, ends from one that stays on one.
     *
     * @param counts of cards in each third.
     * @return the distance of the weights, relative to how far they moved.
     */
    double resumed(List<Integer> counts) throws IOException {
        PretrainingSettings settings = settings(SHORT_RUN, 1);
        Path folder = Files.createTempDirectory("cards");
        float[] last = null;
        for (int part = 0; part < counts.size(); part++) {
            long stop = SHORT_RUN * (part + 1) / counts.size();
            WorkListener until =
                    (work, event) -> {
                        if (event instanceof WorkEvent.Step step
                                && step.pace().done() == stop
                                && stop < SHORT_RUN) {
                            throw new CancellationException("to go on with other cards");
                        }
                    };
            try (RunCheckpoint states =
                    RunCheckpoint.open(
                            Checkpointing.to(folder.resolve("run.safetensors")),
                            new RunIdentity().addAll("", settings))) {
                last = run(counts.get(part), settings, states, until);
            } catch (CancellationException e) {
                System.out.println("  stopped after step " + stop);
            }
        }
        float[] initial = new PretrainingPlan.Network(config).layout().initialWeights(1);
        float[] one = run(1, settings, null, WorkListener.SILENT);
        return distance(one, last) / distance(one, initial);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.pow((double) a[i] - b[i], 2);
        }
        return Math.sqrt(sum);
    }

    /** Prints the mean losses of the last steps on one card and on several, by seed. */
    void losses(int count) {
        double[][] means = new double[2][SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            means[0][seed - 1] = settledLoss(1, seed);
            means[1][seed - 1] = settledLoss(count, seed);
            System.out.printf(
                    Locale.ROOT,
                    "  seed %d: %.5f on 1, %.5f on %d%n",
                    seed,
                    means[0][seed - 1],
                    means[1][seed - 1],
                    count);
        }
        double difference = mean(means[1]) - mean(means[0]);
        double error = Math.sqrt(squaredError(means[0]) + squaredError(means[1]));
        System.out.printf(
                Locale.ROOT,
                "loss of steps %d to %d: difference %.5f, standard error %.5f: %s%n",
                SETTLED,
                LONG_RUN,
                difference,
                error,
                Math.abs(difference) < 2 * error ? "alike" : "NOT alike");
    }

    private double settledLoss(int count, long seed) {
        double[] sum = new double[2];
        run(
                count,
                settings(LONG_RUN, seed),
                null,
                (work, event) -> {
                    if (event instanceof WorkEvent.Step step && step.pace().done() > SETTLED) {
                        sum[0] += step.loss();
                        sum[1]++;
                    }
                });
        return sum[0] / sum[1];
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** Of the mean. */
    private static double squaredError(double[] values) {
        double mean = mean(values);
        double sum = Arrays.stream(values).map(value -> Math.pow(value - mean, 2)).sum();
        return sum / (values.length - 1) / values.length;
    }
}
