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
import static org.ssamba.compute.cpu.Closeness.assertClose;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ssamba.compute.DType;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;

class ConvolutionTest {
    /** Tensors of a convolution whose x is the left part of a wider matrix, and its gradients. */
    private static final class Data {
        final int clips;
        final int tokens;
        final int channels;
        final int kernel;
        final int wide;
        final BufferMemory memory = new BufferMemory();
        final Tensor x;
        final Tensor weight;
        final Tensor bias;
        final Tensor u;
        final Tensor gradU;
        final Tensor gradX;
        final Tensor gradWeight;
        final Tensor gradBias;
        // Doubles, laid out as the tensors; x and gradX without the other columns.
        double[] xs;
        double[] weights;
        double[] biases;
        double[] gradUs;
        double[] us;
        double[] gradXs;
        double[] gradWeights;
        double[] gradBiases;

        Data(int clips, int tokens, int channels, int kernel) {
            this.clips = clips;
            this.tokens = tokens;
            this.channels = channels;
            this.kernel = kernel;
            wide = channels + 5;
            Plan.Builder plan = new Plan.Builder("convolution");
            x = plan.work("x", DType.ACTIVATION, 2, clips * tokens, wide);
            weight = plan.shared(Region.PARAMETERS, "weight", 0, 2, 2, channels, kernel);
            bias = plan.shared(Region.PARAMETERS, "bias", 0, 2, 2, channels);
            u = plan.work("u", DType.ACTIVATION, 2, 2, clips, tokens, channels);
            gradU = plan.work("gradU", DType.ACTIVATION, u.shape());
            gradX = plan.work("gradX", DType.ACTIVATION, x.shape());
            gradWeight = plan.shared(Region.GRADIENTS, "gradWeight", 0, weight.shape());
            gradBias = plan.shared(Region.GRADIENTS, "gradBias", 0, bias.shape());
            Random random = new Random(1);
            float[] all = memory.fill(x, random, -2, 2);
            xs = new double[2 * clips * tokens * channels];
            for (int i = 0; i < xs.length; i++) {
                xs[i] = all[i / channels * wide + i % channels];
            }
            weights = doubles(memory.fill(weight, random, -1, 1));
            biases = doubles(memory.fill(bias, random, -1, 1));
            gradUs = doubles(memory.fill(gradU, random, -1, 1));
        }

        private static double[] doubles(float[] values) {
            double[] result = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                result[i] = values[i];
            }
            return result;
        }

        void runForward(CpuMath math, Workers workers) {
            new ConvolutionTask(new Convolution(left(x), weight, bias, u), memory, math)
                    .run(workers);
        }

        void runBackward(CpuMath math, Workers workers, boolean accumulate) {
            Gradient ofWeight = new Gradient(gradWeight, accumulate);
            Gradient ofBias = new Gradient(gradBias, accumulate);
            ConvolutionBackward op =
                    new ConvolutionBackward(
                            left(x), weight, bias, gradU, left(gradX), ofWeight, ofBias);
            new ConvolutionBackwardTask(op, memory, math).run(workers);
        }

        private Matrix left(Tensor tensor) {
            return tensor.matrices(2).columns(0, channels);
        }

        float[] gradXOnly() {
            float[] all = memory.get(gradX);
            float[] result = new float[xs.length];
            for (int i = 0; i < result.length; i++) {
                result[i] = all[i / channels * wide + i % channels];
            }
            return result;
        }

        /** The definition, token by token. */
        Data reference() {
            us = new double[gradUs.length];
            gradXs = new double[xs.length];
            gradWeights = new double[weights.length];
            gradBiases = new double[biases.length];
            for (int i = 0; i < us.length; i++) {
                int e = i % channels;
                int t = i / channels % tokens;
                int clip = i / channels / tokens % clips;
                int scan = i / channels / tokens / clips;
                int layer = scan / 2;
                int direction = scan % 2;
                int sign = (layer + direction) % 2 == 0 ? -1 : 1;
                int own = scan * channels + e;
                double pre = biases[own];
                for (int k = 0; k < kernel; k++) {
                    int other = t + sign * (kernel - 1 - k);
                    if (other >= 0 && other < tokens) {
                        pre += weights[own * kernel + k] * xs[at(layer, clip, other, e)];
                    }
                }
                double sigmoid = 1 / (1 + Math.exp(-pre));
                us[i] = pre * sigmoid;
                double g = gradUs[i] * sigmoid * (1 + pre * (1 - sigmoid));
                gradBiases[own] += g;
                for (int k = 0; k < kernel; k++) {
                    int other = t + sign * (kernel - 1 - k);
                    if (other >= 0 && other < tokens) {
                        gradWeights[own * kernel + k] += g * xs[at(layer, clip, other, e)];
                        gradXs[at(layer, clip, other, e)] += g * weights[own * kernel + k];
                    }
                }
            }
            return this;
        }

        private int at(int layer, int clip, int token, int e) {
            return ((layer * clips + clip) * tokens + token) * channels + e;
        }
    }

    static Stream<CpuMath> implementations() {
        return Closeness.implementations();
    }

    private static Data[] shapes() {
        return new Data[] {
            new Data(2, 131, 70, 4),
            new Data(1, 2, 5, 4),
            new Data(3, 64, 16, 1),
            new Data(1, 65, 64, 7)
        };
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void agreesWithTheDefinitionInBothDirections(CpuMath math) {
        for (Data data : shapes()) {
            data.runForward(math, TestWorkers.IN_PARALLEL);
            assertClose("u", data.reference().us, data.memory.get(data.u), 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void gradientsAgreeWithTheDefinition(CpuMath math) {
        for (Data data : shapes()) {
            data.runBackward(math, TestWorkers.IN_PARALLEL, false);
            data.reference();
            assertClose("gradX", data.gradXs, data.gradXOnly(), 1e-6);
            assertClose("gradWeight", data.gradWeights, data.memory.get(data.gradWeight), 2e-6);
            assertClose("gradBias", data.gradBiases, data.memory.get(data.gradBias), 2e-6);
            float[] before = data.memory.get(data.gradWeight);
            float[] gradX = data.gradXOnly();
            data.runBackward(math, TestWorkers.IN_REVERSE, true);
            float[] after = data.memory.get(data.gradWeight);
            for (int i = 0; i < before.length; i++) {
                assertEquals(2 * before[i], after[i]);
            }
            assertArrayEquals(gradX, data.gradXOnly());
        }
    }

    @Test
    void referenceGradientsAreTheSlopesOfTheLoss() {
        Data data = new Data(2, 6, 2, 4).reference();
        double[][] inputs = {data.xs, data.weights, data.biases};
        double[][] gradients = {data.gradXs, data.gradWeights, data.gradBiases};
        for (int which = 0; which < inputs.length; which++) {
            for (int i = 0; i < inputs[which].length; i++) {
                double value = inputs[which][i];
                inputs[which][i] = value + 1e-5;
                double above = loss(data);
                inputs[which][i] = value - 1e-5;
                double below = loss(data);
                inputs[which][i] = value;
                assertEquals(gradients[which][i], (above - below) / 2e-5, 1e-7);
            }
        }
    }

    private static double loss(Data data) {
        data.reference();
        double sum = 0;
        for (int i = 0; i < data.us.length; i++) {
            sum += data.us[i] * data.gradUs[i];
        }
        return sum;
    }
}
