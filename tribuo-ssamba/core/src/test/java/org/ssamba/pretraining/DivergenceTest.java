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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.Clips;
import org.ssamba.training.Normalization;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunIdentity;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;

/** When a run counts as diverged, and what is done then. */
class DivergenceTest {
    private static final EncoderConfig CONFIG =
            new EncoderConfig(16, 2, 4, 4, 32, 32, 16, 16, 16, 16);

    @TempDir Path folder;

    @Test
    void aLossFarAboveItsMedianForLongIsDivergence() {
        DivergenceWatch watch = new DivergenceWatch();
        for (int step = 0; step < 300; step++) {
            watch.observe(2 + step % 3, true);
        }
        for (int step = 1; step < DivergenceWatch.HIGH; step++) {
            watch.observe(10, true);
        }
        assertNull(watch.problem());
        watch.observe(8.9, true);
        assertNull(watch.problem(), "three times the median of 3 is not exceeded");
        for (int step = 0; step < DivergenceWatch.HIGH; step++) {
            watch = DivergenceWatch.of(watch.text());
            watch.observe(step % 2 == 0 ? Double.NaN : 20, true);
        }
        assertTrue(watch.problem().contains("times its running median"), watch.problem());
    }

    @Test
    void skippedStepsInARowAreDivergence() {
        DivergenceWatch watch = new DivergenceWatch();
        for (int step = 0; step < 3 * DivergenceWatch.SKIPPED; step++) {
            watch.observe(1, step % DivergenceWatch.SKIPPED == 0);
        }
        assertNull(watch.problem());
        watch.observe(1, false);
        assertNotNull(watch.problem());
    }

    /** Clips that are no numbers as long as they are spoiled. */
    private static final class Noise implements Clips {
        private volatile boolean spoiled;

        @Override
        public int size() {
            return 16;
        }

        @Override
        public void load(int clip, float[] spectrogram) {
            if (spoiled) {
                Arrays.fill(spectrogram, Float.NaN);
                return;
            }
            Random random = new Random(clip);
            for (int i = 0; i < spectrogram.length; i++) {
                spectrogram[i] = (float) random.nextGaussian();
            }
        }

        @Override
        public void loadPart(int clip, double position, float[] spectrogram) {
            load(clip, spectrogram);
        }

        @Override
        public void loadMixture(int clip, int partner, double lambda, float[] spectrogram) {
            throw new UnsupportedOperationException("Pretraining mixes nothing");
        }
    }

    private static PretrainingSettings settings(Divergence reaction) {
        return PretrainingSettings.builder()
                .maskedPatches(2)
                .validationMaskedPatches(2)
                .batchSize(2)
                .steps(60)
                .learningRate(1e-3)
                .validationInterval(1000)
                .onDivergence(reaction)
                .build();
    }

    private RunCheckpoint checkpoint(PretrainingSettings settings) {
        return RunCheckpoint.open(
                Checkpointing.to(folder.resolve("run.safetensors")),
                new RunIdentity().addAll("", settings));
    }

    private static PretrainingRun.Result run(
            PretrainingSettings settings, Noise noise, RunCheckpoint states, WorkListener told) {
        try (CpuBackend backend = CpuBackend.create(1)) {
            return new PretrainingRun(
                            CONFIG, settings, new Normalization(0, 0.5), noise, null, told)
                    .run(
                            backend,
                            new PretrainingPlan.Network(CONFIG)
                                    .layout()
                                    .initialWeights(settings.seed()),
                            states);
        }
    }

    /** Spoils the clips from a step on. */
    private static WorkListener spoiling(Noise noise) {
        return (work, event) ->
                noise.spoiled |= event instanceof WorkEvent.Step step && step.pace().done() == 10;
    }

    @Test
    void aRunStopsAndKeepsWhatItHadSaved() {
        PretrainingSettings settings = settings(Divergence.STOP);
        Noise noise = new Noise();
        try (RunCheckpoint states = checkpoint(settings)) {
            DivergedException e =
                    assertThrows(
                            DivergedException.class,
                            () -> run(settings, noise, states, spoiling(noise)));
            assertTrue(e.getMessage().contains("steps in a row are not finite"), e.getMessage());
        }
        assertTrue(Files.notExists(folder.resolve("run.safetensors")), "no state was due");
    }

    @Test
    void aRunGoesBackAtHalfTheRateAndStopsAtLast() {
        PretrainingSettings settings = settings(Divergence.RESTORE);
        Noise noise = new Noise();
        try (RunCheckpoint states = checkpoint(settings)) {
            assertThrows(
                    DivergedException.class, () -> run(settings, noise, states, spoiling(noise)));
            assertEquals(3, states.history().split("went back to step 0").length - 1);
            assertTrue(states.history().endsWith("at 0.125 of the rate"), states::history);
        }
    }

    @Test
    void aRunThatIsMendedEndsAsOneAtThatRateFromTheStart() {
        Noise noise = new Noise();
        PretrainingSettings settings = settings(Divergence.RESTORE);
        PretrainingRun.Result mended = run(settings, noise, null, mending(noise));
        PretrainingSettings halved =
                PretrainingSettings.builder()
                        .maskedPatches(2)
                        .validationMaskedPatches(2)
                        .batchSize(2)
                        .steps(60)
                        .learningRate(0.5e-3)
                        .validationInterval(1000)
                        .build();
        PretrainingRun.Result direct = run(halved, new Noise(), null, WorkListener.SILENT);
        assertArrayEquals(direct.weights(), mended.weights());
    }

    /** Spoils until the gradients of enough steps were not finite. */
    private static WorkListener mending(Noise noise) {
        int[] bad = {0};
        return (work, event) -> {
            if (event instanceof WorkEvent.Step step && bad[0] < DivergenceWatch.SKIPPED) {
                noise.spoiled = true;
                if (!Double.isFinite(step.loss()) && ++bad[0] == DivergenceWatch.SKIPPED) {
                    noise.spoiled = false;
                }
            }
        };
    }
}
