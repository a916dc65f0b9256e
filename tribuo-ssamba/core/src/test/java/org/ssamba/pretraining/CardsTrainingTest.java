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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.cpu.CpuCards;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.Adam;
import org.ssamba.training.BatchWriter;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.ClipOrder;
import org.ssamba.training.Clips;
import org.ssamba.training.FineTuningRun;
import org.ssamba.training.FineTuningSettings;
import org.ssamba.training.LabelledClips;
import org.ssamba.training.Normalization;
import org.ssamba.training.RunCheckpoint;
import org.ssamba.training.RunIdentity;
import org.ssamba.training.SupervisedNetwork;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;

/** What is learned does not depend on how many cards share a batch, but for rounding. */
class CardsTrainingTest {
    private static final EncoderConfig CONFIG =
            new EncoderConfig(16, 2, 4, 4, 32, 32, 16, 16, 16, 16);
    private static final Normalization NORMALIZATION = new Normalization(0, 0.5);

    /** A batch that neither two nor three cards can divide. */
    private static final int BATCH = 7;

    @TempDir Path folder;

    private record Noise(int size) implements Clips {
        @Override
        public void load(int clip, float[] logMel) {
            loadPart(clip, 0, logMel);
        }

        @Override
        public void loadPart(int clip, double position, float[] logMel) {
            SplittableRandom random = new SplittableRandom(clip);
            for (int i = 0; i < logMel.length; i++) {
                logMel[i] = (float) (random.nextDouble() - 0.5 + 0.1 * position);
            }
        }

        @Override
        public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
            float[] other = new float[logMel.length];
            load(clip, logMel);
            load(partner, other);
            for (int i = 0; i < logMel.length; i++) {
                logMel[i] = (float) (lambda * logMel[i] + (1 - lambda) * other[i]);
            }
        }
    }

    private static PretrainingSettings settings() {
        return PretrainingSettings.builder()
                .independentMasks(true)
                .maskedPatches(2)
                .validationMaskedPatches(2)
                .batchSize(BATCH)
                .steps(9)
                .learningRate(1e-3)
                .dropPath(true)
                .validationInterval(4)
                .build();
    }

    private static PretrainingRun.Result pretrain(
            Backend backend, RunCheckpoint states, WorkListener told) {
        try (backend) {
            return new PretrainingRun(
                            CONFIG, settings(), NORMALIZATION, new Noise(16), new Noise(8), told)
                    .run(
                            backend,
                            new PretrainingPlan.Network(CONFIG).layout().initialWeights(3),
                            states);
        }
    }

    private static PretrainingRun.Result pretrain(Backend backend) {
        return pretrain(backend, null, WorkListener.SILENT);
    }

    /** Rounding decides about Adam's steps where a gradient is about 0, so that some differ. */
    private static void assertAlike(float[] expected, float[] actual) {
        double difference = 0;
        double moved = 0;
        float[] initial = new PretrainingPlan.Network(CONFIG).layout().initialWeights(3);
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(expected[i] - actual[i], 2);
            moved += Math.pow(expected[i] - initial[i], 2);
        }
        assertTrue(difference < 1e-2 * moved, difference + " of " + moved);
    }

    @Test
    void pretrainingLearnsTheSameOnAnyNumberOfCards() {
        PretrainingRun.Result one = pretrain(CpuBackend.create(1));
        for (int cards : new int[] {2, 3, 7}) {
            PretrainingRun.Result several = pretrain(CpuCards.of(cards));
            assertAlike(one.weights(), several.weights());
            assertEquals(one.last().loss(), several.last().loss(), 1e-4 * one.last().loss());
            assertEquals(one.last().accuracy(), several.last().accuracy(), 0.03);
        }
    }

    @Test
    void gradientsAreThoseOfTheWholeBatch() {
        float[] one = gradients(CpuBackend.create(1));
        double largest = 0;
        for (float value : one) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int cards : new int[] {2, 3}) {
            assertArrayEquals(one, gradients(CpuCards.of(cards)), (float) (1e-5 * largest));
        }
    }

    /** Of one step. */
    private static float[] gradients(Backend cards) {
        PretrainingPlan.Network network = new PretrainingPlan.Network(CONFIG);
        PretrainingPlan plan =
                new PretrainingPlan(
                        network,
                        new PretrainingPlan.Shape(BATCH, 2, Objective.JOINT, false, true),
                        cards.scanChunk(CONFIG.tokens()),
                        Adam.pretraining(),
                        cards.cards());
        int size = network.layout().size();
        try (cards;
                ModelMemory memory = cards.allocate(size, Adam.STATE_VALUES, true);
                Program program = cards.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, network.layout().initialWeights(3));
            Slot slot = program.newSlot();
            new PretrainingBatches(
                            plan,
                            CONFIG,
                            new Noise(16),
                            new SkippedClips(),
                            new BatchWriter(cards.workers(), CONFIG, NORMALIZATION),
                            1)
                    .write(slot, new ClipOrder(16, 1), 0);
            slot.floats(plan.optimizer().rate()).put(0, 1e-3f);
            program.run(slot);
            float[] gradients = new float[size];
            memory.read(Region.GRADIENTS, 0, gradients);
            return gradients;
        }
    }

    @Test
    void theSameNumberOfCardsGivesTheSameBits() {
        float[] first = pretrain(CpuCards.of(3)).weights();
        assertArrayEquals(first, pretrain(CpuCards.of(3)).weights());
        assertFalse(Arrays.equals(first, pretrain(CpuBackend.create(1)).weights()), "rounding");
    }

    @Test
    void aRunGoesOnWithMoreCardsAndWithFewer() {
        List<Integer> stops = List.of(3, 6, Integer.MAX_VALUE);
        List<Integer> cards = List.of(1, 2, 1);
        PretrainingRun.Result last = null;
        for (int part = 0; part < 3; part++) {
            int stop = stops.get(part);
            List<Long> steps = new ArrayList<>();
            WorkListener until =
                    (work, event) -> {
                        if (event instanceof WorkEvent.Step step) {
                            steps.add(step.pace().done());
                            if (step.pace().done() == stop) {
                                throw new IllegalArgumentException("stopped");
                            }
                        }
                    };
            try (RunCheckpoint states =
                    RunCheckpoint.open(
                            Checkpointing.to(folder.resolve("run.safetensors")),
                            new RunIdentity().addAll("", settings()))) {
                Backend backend =
                        cards.get(part) == 1 ? CpuBackend.create(1) : CpuCards.of(cards.get(part));
                if (stop == Integer.MAX_VALUE) {
                    last = pretrain(backend, states, until);
                } else {
                    assertThrows(
                            IllegalArgumentException.class, () -> pretrain(backend, states, until));
                }
            }
            assertTrue(part == 0 || steps.get(0) > stops.get(part - 1), steps::toString);
        }
        assertAlike(pretrain(CpuBackend.create(1)).weights(), last.weights());
    }

    @Test
    void fineTuningLearnsTheSameOnAnyNumberOfCards() {
        SupervisedNetwork network =
                SupervisedNetwork.withHead(
                        CONFIG, Pooling.clip(Pooling.Kind.MEAN, CONFIG), 2, HeadKind.SOFTMAX);
        FineTuningSettings settings =
                FineTuningSettings.builder()
                        .epochs(3)
                        .batchSize(BATCH)
                        .learningRate(1e-3)
                        .mixupProbability(0.5)
                        .dropPath(true)
                        .seed(5)
                        .build();
        List<FineTuningRun.Result> results = new ArrayList<>();
        List<float[][]> judged = new ArrayList<>();
        for (int cards : new int[] {1, 2, 3}) {
            try (Backend backend = cards == 1 ? CpuBackend.create(1) : CpuCards.of(cards)) {
                results.add(
                        new FineTuningRun(network, settings, NORMALIZATION, WorkListener.SILENT)
                                .run(
                                        backend,
                                        network.layout().initialWeights(3),
                                        new LabelledClips(
                                                new Noise(16),
                                                clip -> new float[] {clip % 2, 1 - clip % 2},
                                                weights(16)),
                                        runner -> {
                                            judged.add(runner.run(new Noise(11)).scores());
                                            return new FineTuningRun.Judgement(-judged.size(), 0);
                                        },
                                        null));
            }
        }
        for (int i = 1; i < 3; i++) {
            assertEquals(results.get(0).lastLoss(), results.get(i).lastLoss(), 1e-4);
            for (int clip = 0; clip < 11; clip++) {
                assertArrayEquals(
                        judged.get(2)[clip], judged.get(3 * i + 2)[clip], 2e-3f, "clip " + clip);
            }
        }
    }

    /** Not alike, so that a card that divided by its own share would learn something else. */
    private static float[] weights(int clips) {
        float[] weights = new float[clips];
        for (int i = 0; i < clips; i++) {
            weights[i] = 0.5f + i % 3;
        }
        return weights;
    }

    @Test
    void aBatchThatLeavesACardWithoutClipsIsRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> pretrain(CpuCards.of(8)));
        assertEquals(
                "A batch of 7 clips cannot be divided among 8 cards: choose a batch size of at"
                        + " least 8, or fewer cards",
                e.getMessage());
    }
}
