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
package org.ssamba.compute.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.compute.cpu.Closeness.assertClose;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.compute.Tensor;

class SelectiveScanTest {
    static Stream<CpuMath> implementations() {
        return Closeness.implementations();
    }

    /** Sizes around the blocks: one channel, partial blocks, states other than 16, one token. */
    private static ScanData[] shapes() {
        return new ScanData[] {
            new ScanData(1, 1, 1, 1, 32),
            new ScanData(2, 75, 70, 5, 32),
            new ScanData(3, 33, 17, 16, 8),
            new ScanData(1, 64, 128, 16, SelectiveScanTask.CHUNK),
            new ScanData(1, 50, 31, 19, 64),
        };
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void agreesWithTheDefinitionAtAnyShape(CpuMath math) {
        for (ScanData data : shapes()) {
            data.fill(1);
            data.runForward(math, TestWorkers.IN_PARALLEL);
            assertClose("y", data.reference().run().y, data.memory.get(data.y), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void gradientsAgreeWithTheDefinitionAtAnyShape(CpuMath math) {
        for (ScanData data : shapes()) {
            data.fill(2);
            data.runForward(math, TestWorkers.IN_ORDER);
            data.runBackward(math, TestWorkers.IN_PARALLEL);
            assertGradients(data, data.reference().run());
        }
    }

    private static void assertGradients(ScanData data, ScanReference expected) {
        BufferMemory memory = data.memory;
        assertClose("gradU", expected.gradU, memory.get(data.gradU), 2e-6);
        assertClose("gradDelta", expected.gradDelta, memory.get(data.gradDelta), 2e-6);
        float[] gradProjection = memory.get(data.gradProjection);
        int width = ScanData.OTHER_COLUMNS + 2 * data.states;
        for (int i = 0; i < gradProjection.length; i++) {
            if (i % width < ScanData.OTHER_COLUMNS) {
                assertTrue(Float.isNaN(gradProjection[i]), "columns beside B and C are untouched");
                gradProjection[i] = 0;
            }
        }
        assertClose("gradB, gradC", expected.gradProjection, gradProjection, 2e-6);
        assertClose("gradALog", expected.gradALog, memory.get(data.gradALog), 5e-6);
        assertClose("gradSkip", expected.gradSkip, memory.get(data.gradSkip), 5e-6);
        assertClose("gradBias", expected.gradDeltaBias, memory.get(data.gradDeltaBias), 5e-6);
    }

    /** The reference's own gradients, which the others are held to, against finite differences. */
    @Test
    void referenceGradientsAreTheSlopesOfTheLoss() {
        ScanReference reference = new ScanData(2, 7, 3, 2, 3).fill(3).reference();
        double[][] inputs = {
            reference.u,
            reference.delta,
            reference.projection,
            reference.aLog,
            reference.skip,
            reference.deltaBias
        };
        reference.run();
        double[][] gradients = {
            reference.gradU,
            reference.gradDelta,
            reference.gradProjection,
            reference.gradALog,
            reference.gradSkip,
            reference.gradDeltaBias
        };
        for (int which = 0; which < inputs.length; which++) {
            double[] values = inputs[which];
            for (int i = 0; i < values.length; i++) {
                double value = values[i];
                values[i] = value + 1e-5;
                double above = reference.run().loss();
                values[i] = value - 1e-5;
                double below = reference.run().loss();
                values[i] = value;
                assertEquals(gradients[which][i], (above - below) / 2e-5, 1e-7);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void orderAndNumberOfThreadsChangeNoBit(CpuMath math) {
        ScanData data = new ScanData(3, 70, 80, 16, 32).fill(4);
        float[][] first = null;
        for (TestWorkers workers : TestWorkers.values()) {
            data.runForward(math, workers);
            data.runBackward(math, workers);
            Tensor[] results = data.gradients();
            float[][] bits = new float[results.length + 1][];
            for (int i = 0; i < results.length; i++) {
                bits[i] = data.memory.get(results[i]);
            }
            bits[results.length] = data.memory.get(data.y);
            if (first != null) {
                for (int i = 0; i < bits.length; i++) {
                    assertArrayEquals(first[i], bits[i], workers + ", result " + i);
                }
            }
            first = bits;
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void inferenceGivesTheSameWithoutStoredStates(CpuMath math) {
        ScanData data = new ScanData(1, 40, 20, 16, 32).fill(5);
        data.runForward(math, TestWorkers.IN_ORDER);
        float[] training = data.memory.get(data.y);
        new SelectiveScanTask(data.inference, data.memory, math).run(TestWorkers.IN_ORDER);
        assertArrayEquals(training, data.memory.get(data.y));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void accumulatingAddsToTheGradientsOfParametersOnly(CpuMath math) {
        ScanData data = new ScanData(2, 20, 9, 4, 8).fill(6);
        data.runForward(math, TestWorkers.IN_ORDER);
        data.runBackward(math, TestWorkers.IN_ORDER);
        float[][] once =
                Arrays.stream(data.gradients()).map(data.memory::get).toArray(float[][]::new);
        new SelectiveScanBackwardTask(data.accumulating, data.memory, math)
                .run(TestWorkers.IN_ORDER);
        Tensor[] tensors = data.gradients();
        for (int which = 0; which < tensors.length; which++) {
            float[] twice = data.memory.get(tensors[which]);
            int factor = which < 3 ? 1 : 2;
            for (int i = 0; i < twice.length; i++) {
                assertEquals(factor * once[which][i], twice[i], tensors[which].name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void extremeStepsNeitherOverflowNorLoseTheInput(CpuMath math) {
        ScanData data = new ScanData(1, 12, 6, 3, 4).fill(7);
        float[] delta = data.memory.get(data.delta);
        for (int i = 0; i < delta.length; i++) {
            delta[i] = new float[] {-90, -30, 25, 300, 0}[i % 5];
        }
        data.memory.set(data.delta, delta);
        data.runForward(math, TestWorkers.IN_ORDER);
        data.runBackward(math, TestWorkers.IN_ORDER);
        ScanReference expected = data.reference().run();
        assertClose("y", expected.y, data.memory.get(data.y), 1e-6);
        assertGradients(data, expected);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void notANumberIsNotHidden(CpuMath math) {
        ScanData data = new ScanData(1, 3, 4, 2, 2).fill(8);
        float[] delta = data.memory.get(data.delta);
        delta[1] = Float.NaN;
        data.memory.set(data.delta, delta);
        data.runForward(math, TestWorkers.IN_ORDER);
        float[] y = data.memory.get(data.y);
        assertTrue(Float.isNaN(y[1]) && Float.isNaN(y[5]) && Float.isNaN(y[9]));
        assertTrue(Float.isFinite(y[0]) && Float.isFinite(y[2]));
    }
}
