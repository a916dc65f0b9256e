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

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.checkpoint.Goldens;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.compute.Tensor;

/**
 * The scan against reference values (docs/model.md, section 11) that know one direction only: all
 * scans of one direction get the same values, in their own order of time.
 */
class SelectiveScanGoldenTest {
    private final Map<String, NamedTensor> golden = Goldens.load("selective_scan.npz");

    static Stream<Arguments> cases() {
        return Closeness.implementations()
                .flatMap(
                        math ->
                                IntStream.range(0, 8)
                                        .mapToObj(
                                                i ->
                                                        Arguments.of(
                                                                math.name(),
                                                                math,
                                                                "c" + i / 2 + "_",
                                                                i % 2 == 0)));
    }

    @ParameterizedTest(name = "{0} {2} rising: {3}")
    @MethodSource("cases")
    void agrees(String name, CpuMath math, String prefix, boolean rising) {
        int[] shape = golden.get(prefix + "u").shape();
        int clips = shape[0];
        int channels = shape[1];
        int tokens = shape[2];
        int states = golden.get(prefix + "A").shape()[1];
        ScanData data = new ScanData(clips, tokens, channels, states, SelectiveScanTask.CHUNK);
        BufferMemory memory = data.memory;
        double[] gate = values(prefix + "z");
        Arrays.setAll(gate, i -> gate[i] / (1 + Math.exp(-gate[i])));
        double[] gradY = values(prefix + "dy");
        Arrays.setAll(gradY, i -> gradY[i] * gate[i]);
        double[] aLog = values(prefix + "A");
        Arrays.setAll(aLog, i -> Math.log(-aLog[i]));
        double[] b = values(prefix + "B");
        double[] c = values(prefix + "C");

        float[] projection = new float[Math.toIntExact(data.projection.size())];
        int width = ScanData.OTHER_COLUMNS + 2 * states;
        for (int row = 0; row < projection.length / width; row++) {
            int clip = row / tokens % clips;
            int position = rising ? row % tokens : tokens - 1 - row % tokens;
            for (int n = 0; n < states; n++) {
                int from = (clip * states + n) * tokens + position;
                int to = row * width + ScanData.OTHER_COLUMNS + n;
                projection[to] = (float) b[from];
                projection[to + states] = (float) c[from];
            }
        }
        memory.set(data.projection, projection);
        memory.set(data.u, channelsLast(values(prefix + "u"), 4, data, rising));
        memory.set(data.delta, channelsLast(values(prefix + "delta"), 4, data, rising));
        memory.set(data.gradY, channelsLast(gradY, 2, data, rising));
        memory.set(data.aLog, repeat(aLog));
        memory.set(data.skip, repeat(values(prefix + "D")));
        memory.set(data.deltaBias, repeat(values(prefix + "bias")));
        data.runForward(math, TestWorkers.IN_ORDER);
        data.runBackward(math, TestWorkers.IN_ORDER);

        for (int scan = 0; scan < 4; scan++) {
            if (ScanShape.rising(scan) == rising) {
                double[] y = channelsFirst(memory.get(data.y), scan, data, rising);
                float[] gated = new float[y.length];
                for (int i = 0; i < y.length; i++) {
                    gated[i] = (float) (y[i] * gate[i]);
                }
                assertClose("y", values(prefix + "y"), gated, 1e-5);
                assertSequence(prefix + "grad_u", data.gradU, scan, data, rising);
                assertSequence(prefix + "grad_delta", data.gradDelta, scan, data, rising);
                assertProjection(prefix, scan, data, rising);
                assertParameter(prefix + "grad_D", data.gradSkip, scan, data);
                assertParameter(prefix + "grad_bias", data.gradDeltaBias, scan, data);
                float[] gradA = part(memory.get(data.gradALog), scan);
                double[] a = values(prefix + "A");
                for (int i = 0; i < gradA.length; i++) {
                    gradA[i] /= (float) a[i];
                }
                assertClose("grad_A", values(prefix + "grad_A"), gradA, 1e-5);
            }
        }
    }

    private double[] values(String name) {
        return golden.get(name).doubles();
    }

    private void assertSequence(
            String name, Tensor tensor, int scan, ScanData data, boolean rising) {
        double[] actual = channelsFirst(data.memory.get(tensor), scan, data, rising);
        assertClose(name, values(name), floats(actual), 1e-5);
    }

    private void assertParameter(String name, Tensor tensor, int scan, ScanData data) {
        assertClose(name, values(name), part(data.memory.get(tensor), scan), 1e-5);
    }

    private void assertProjection(String prefix, int scan, ScanData data, boolean rising) {
        float[] all = part(data.memory.get(data.gradProjection), scan);
        int states = data.states;
        int width = ScanData.OTHER_COLUMNS + 2 * states;
        for (int which = 0; which < 2; which++) {
            String name = prefix + (which == 0 ? "grad_B" : "grad_C");
            float[] actual = new float[data.clips * states * data.tokens];
            for (int row = 0; row < data.clips * data.tokens; row++) {
                int clip = row / data.tokens;
                int t = row % data.tokens;
                int position = rising ? t : data.tokens - 1 - t;
                for (int n = 0; n < states; n++) {
                    actual[(clip * states + n) * data.tokens + position] =
                            all[row * width + ScanData.OTHER_COLUMNS + which * states + n];
                }
            }
            assertClose(name, values(name), actual, 1e-5);
        }
    }

    private static float[] part(float[] values, int scan) {
        int size = values.length / 4;
        return Arrays.copyOfRange(values, scan * size, (scan + 1) * size);
    }

    private static float[] repeat(double[] values) {
        float[] result = new float[4 * values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i % values.length];
        }
        return result;
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    /** (clip, channel, time) to copies of (clip, time, channel), reversed in time if not rising. */
    private static float[] channelsLast(
            double[] values, int copies, ScanData data, boolean rising) {
        float[] result = new float[copies * values.length];
        for (int i = 0; i < result.length; i++) {
            int e = i % data.channels;
            int t = i / data.channels % data.tokens;
            int clip = i / data.channels / data.tokens % data.clips;
            int position = rising ? t : data.tokens - 1 - t;
            result[i] = (float) values[(clip * data.channels + e) * data.tokens + position];
        }
        return result;
    }

    private static double[] channelsFirst(float[] values, int scan, ScanData data, boolean rising) {
        int size = values.length / 4;
        double[] result = new double[size];
        for (int i = 0; i < size; i++) {
            int t = i % data.tokens;
            int e = i / data.tokens % data.channels;
            int clip = i / data.tokens / data.channels;
            int token = rising ? t : data.tokens - 1 - t;
            result[i] = values[scan * size + (clip * data.tokens + token) * data.channels + e];
        }
        return result;
    }
}
