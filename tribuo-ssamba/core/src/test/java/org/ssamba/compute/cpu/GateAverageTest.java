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

import static org.ssamba.compute.cpu.Closeness.assertClose;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.compute.DType;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.GateAverageBackward;

class GateAverageTest {
    static Stream<CpuMath> implementations() {
        return Closeness.implementations();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void agreesWithTheDefinitionAndItsDerivatives(CpuMath math) {
        int clips = 2;
        int tokens = 37;
        int channels = 21;
        int rows = clips * tokens;
        Plan.Builder plan = new Plan.Builder("gate");
        Tensor y = plan.work("y", DType.ACTIVATION, 2, 2, clips, tokens, channels);
        Tensor xz = plan.work("xz", DType.ACTIVATION, 2, rows, 2 * channels);
        Tensor gated = plan.work("gated", DType.ACTIVATION, rows, 2 * channels);
        Tensor gatedAgain = plan.work("again", DType.ACTIVATION, rows, 2 * channels);
        Tensor gradGated = plan.work("gradGated", DType.ACTIVATION, rows, 2 * channels);
        Tensor gradY = plan.work("gradY", DType.ACTIVATION, 2, clips, tokens, channels);
        Tensor meanY = plan.work("mean", DType.ACTIVATION, gradY.shape());
        Tensor gradXz = plan.work("gradXz", DType.ACTIVATION, xz.shape());
        BufferMemory memory = new BufferMemory();
        Random random = new Random(1);
        float[] ys = memory.fill(y, random, -1, 1);
        float[] xzs = memory.fill(xz, random, -4, 4);
        float[] upstream = memory.fill(gradGated, random, -1, 1);
        Matrix z = xz.matrices(2).columns(channels, channels);
        Matrix gradZ = gradXz.matrices(2).columns(channels, channels);
        new GateAverageTask(new GateAverage(y, z, gated, meanY), memory, math)
                .run(TestWorkers.IN_PARALLEL);
        GateAverageBackward backward =
                new GateAverageBackward(gradGated, meanY, z, gradY, gradZ, gatedAgain);
        new GateAverageBackwardTask(backward, memory, math).run(TestWorkers.IN_PARALLEL);

        double[] expected = new double[rows * 2 * channels];
        double[] expectedGradY = new double[expected.length];
        double[] expectedGradZ = new double[expected.length];
        float[] actualGradZ = new float[expected.length];
        float[] gradXzs = memory.get(gradXz);
        for (int layer = 0; layer < 2; layer++) {
            for (int row = 0; row < rows; row++) {
                for (int e = 0; e < channels; e++) {
                    int own = (layer * rows + row) * channels + e;
                    int out = row * 2 * channels + layer * channels + e;
                    int zAt = (layer * rows + row) * 2 * channels + channels + e;
                    double first = ys[(2 * layer * rows + row) * channels + e];
                    double second = ys[((2 * layer + 1) * rows + row) * channels + e];
                    double mean = (first + second) / 2;
                    double v = xzs[zAt];
                    double sigmoid = 1 / (1 + Math.exp(-v));
                    expected[out] = mean * v * sigmoid;
                    expectedGradY[own] = upstream[out] * v * sigmoid / 2;
                    expectedGradZ[own] = upstream[out] * mean * sigmoid * (1 + v * (1 - sigmoid));
                    actualGradZ[own] = gradXzs[zAt];
                }
            }
        }
        assertClose("gated", expected, memory.get(gated), 1e-6);
        assertClose("gated again", expected, memory.get(gatedAgain), 1e-6);
        assertClose("gradY", expectedGradY, memory.get(gradY), 1e-6);
        assertClose("gradZ", expectedGradZ, actualGradZ, 1e-6);
    }
}
