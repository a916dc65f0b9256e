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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkReport;

/**
 * What a run will cost is said before its first step, and the steps tried for it leave no trace.
 */
class RunCostTest {
    private static final EncoderConfig CONFIG = new EncoderConfig(8, 2, 4, 4, 16, 16, 8, 8, 8, 8);
    private static final SupervisedNetwork NETWORK =
            SupervisedNetwork.withHead(
                    CONFIG, Pooling.clip(Pooling.Kind.MEAN, CONFIG), 2, HeadKind.SOFTMAX);
    private static final long SECOND_NANOS = 1_000_000_000;

    /** The memory of the model after steps were tried, and what was said. */
    private record Trial(
            float[] weights,
            float[] moments,
            float[] squares,
            float[] state,
            int filled,
            long planBytes,
            List<WorkEvent.Estimate> said) {}

    private static Trial of(long steps, long nanosToFill) {
        float[] initial = NETWORK.layout().initialWeights(1);
        SupervisedPlan plan =
                SupervisedPlan.of(
                        NETWORK,
                        2,
                        new Encoder.Mode(1, 8, false),
                        Adam.fineTuning(),
                        gradient -> 1);
        List<WorkEvent.Estimate> said = new ArrayList<>();
        List<Long> filled = new ArrayList<>();
        try (Backend cpu = CpuBackend.create(1);
                ModelMemory memory =
                        cpu.allocate(NETWORK.layout().size(), Adam.STATE_VALUES, true);
                Program program = cpu.compile(plan.plan(), memory);
                StepLoop loop = new StepLoop(program)) {
            memory.write(Region.PARAMETERS, 0, initial);
            WorkReport.of(
                    (work, event) -> {
                        if (event instanceof WorkEvent.Estimate estimate) {
                            said.add(estimate);
                        }
                    },
                    new Work(Work.FINE_TUNING, "", 2, steps, 2),
                    0,
                    report -> {
                        new RunCost(cpu, memory, loop)
                                .tell(
                                        steps,
                                        plan.plan(),
                                        CONFIG,
                                        initial,
                                        (slot, step) -> {
                                            filled.add(step);
                                            slot.floats(plan.optimizer().rate()).put(0, 0.1f);
                                            SupervisedPlan.Part part = plan.parts().get(0);
                                            slot.floats(part.targets()).put(0, 1f);
                                            slot.floats(part.weights()).put(0, 1f).put(1, 1f);
                                            pause(nanosToFill);
                                        },
                                        report);
                        return null;
                    });
            return new Trial(
                    read(memory, Region.PARAMETERS, initial.length),
                    read(memory, Region.FIRST_MOMENTS, initial.length),
                    read(memory, Region.SECOND_MOMENTS, initial.length),
                    read(memory, Region.STATE, Adam.STATE_VALUES),
                    filled.size(),
                    cpu.requiredBytes(plan.plan()),
                    said);
        }
    }

    private static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static float[] read(ModelMemory memory, Region region, int size) {
        float[] values = new float[size];
        memory.read(region, 0, values);
        return values;
    }

    @Test
    void theStepsTriedLeaveNoTrace() {
        Trial trial = of(20, 0);
        assertTrue(trial.filled > 0, "a step was tried");
        float[] initial = NETWORK.layout().initialWeights(1);
        assertArrayEquals(initial, trial.weights);
        assertArrayEquals(new float[initial.length], trial.moments);
        assertArrayEquals(new float[initial.length], trial.squares);
        assertArrayEquals(new float[Adam.STATE_VALUES], trial.state);
    }

    @Test
    void itIsSaidOnceWithTheMemoryOfPlanAndModel() {
        Trial trial = of(20, 0);
        assertEquals(1, trial.said.size());
        assertEquals(trial.planBytes + 16L * trial.weights.length, trial.said.get(0).bytes());
        assertEquals("", trial.said.get(0).faster(), "it is over in no time");
    }

    @Test
    void aRunOfAFewStepsIsNotDelayed() {
        Trial trial = of(9, 0);
        assertEquals(0, trial.filled);
        assertEquals(List.of(), trial.said);
    }

    /** Steps cannot be faster than their inputs are written, and the first step is not all. */
    @Test
    void aLongRunIsTimedByMoreThanItsFirstStepAndLeadsToAdvice() {
        Trial trial = of(2500, SECOND_NANOS / 4);
        assertTrue(trial.filled > 1, "more than the first step was tried");
        WorkEvent.Estimate estimate = trial.said.get(0);
        assertTrue(estimate.seconds() >= 625, "at least 2500 quarters of a second");
        assertTrue(estimate.faster().contains("NVIDIA GPU"), estimate.faster());
    }
}
