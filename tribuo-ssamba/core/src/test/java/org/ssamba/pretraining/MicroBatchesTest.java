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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.training.Adam;
import org.ssamba.training.MicroBatches;

/** A large batch goes through in parts and gives what the clips give one by one. */
class MicroBatchesTest {
    /** 12000 patches: a part has two clips at most. */
    private static final EncoderConfig LONG = new EncoderConfig(3, 2, 2, 2, 120, 100, 1, 1, 1, 1);

    @Test
    void partsAreEqualAndBounded() {
        assertArrayEquals(new int[] {32, 32}, MicroBatches.sizes(64, 513));
        assertArrayEquals(new int[] {8}, MicroBatches.sizes(8, 513));
        assertArrayEquals(new int[] {22, 21, 21}, MicroBatches.sizes(64, 700));
        assertArrayEquals(new int[] {1, 1}, MicroBatches.sizes(2, 22017));
        assertArrayEquals(new int[] {4, 4}, MicroBatches.sizes(8, 8193));
    }

    @Test
    void threeClipsInTwoPartsAreTheMeanOfThreeClips() {
        try (Backend backend = CpuBackend.create()) {
            double[] all = lossAndGradient(backend, 0, 3);
            double[] mean = new double[all.length];
            for (int clip = 0; clip < 3; clip++) {
                double[] one = lossAndGradient(backend, clip, 1);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] += one[i] / 3;
                }
            }
            double largest = Arrays.stream(mean).skip(1).map(Math::abs).max().orElseThrow();
            assertEquals(mean[0], all[0], 1e-5 * mean[0]);
            assertTrue(largest > 0.1);
            for (int i = 1; i < mean.length; i++) {
                assertEquals(mean[i], all[i], 1e-4 * largest);
            }
        }
    }

    /** The loss, then the gradients. */
    private static double[] lossAndGradient(Backend backend, int firstClip, int clips) {
        PretrainingPlan.Network network = new PretrainingPlan.Network(LONG);
        PretrainingPlan plan =
                PretrainingPlan.gradientsOnly(
                        network,
                        new PretrainingPlan.Shape(clips, 6, Objective.JOINT, true, false),
                        backend.scanChunk(LONG.tokens()));
        assertEquals(clips == 3 ? 4 : 2, plan.passes().size());
        int size = network.layout().size();
        try (ModelMemory memory = backend.allocate(size, Adam.STATE_VALUES, true);
                Program program = backend.compile(plan.plan(), memory)) {
            memory.write(Region.PARAMETERS, 0, network.layout().initialWeights(2));
            Slot slot = program.newSlot();
            for (PretrainingPlan.Pass pass : plan.passes()) {
                for (int clip = 0; clip < pass.spectrogram().extent(0); clip++) {
                    SplittableRandom random =
                            new SplittableRandom(firstClip + pass.firstClip() + clip);
                    for (int i = 0; i < 12000; i++) {
                        slot.floats(pass.spectrogram())
                                .put(clip * 12000 + i, (float) random.nextDouble() - 0.5f);
                    }
                    PatchMask.write(
                            PatchMask.draw(LONG, 6, random),
                            clip,
                            slot.ints(pass.mask().indices()),
                            slot.ints(pass.mask().rank()),
                            LONG.patches());
                }
            }
            program.run(slot);
            float[] gradients = new float[size];
            memory.read(Region.GRADIENTS, 0, gradients);
            double[] all = new double[1 + size];
            all[0] = plan.metrics(slot).loss();
            for (int i = 0; i < size; i++) {
                all[1 + i] = gradients[i];
            }
            return all;
        }
    }
}
