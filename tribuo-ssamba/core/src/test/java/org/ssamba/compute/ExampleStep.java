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
package org.ssamba.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ssamba.compute.op.AdamStep;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.FinalNorm;
import org.ssamba.compute.op.FinalNormBackward;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.GateAverageBackward;
import org.ssamba.compute.op.GradientNorm;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.PairNorm;
import org.ssamba.compute.op.PairNormBackward;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;
import org.ssamba.compute.op.SquaredError;

/**
 * A training step of one pair of mixer layers that learns to give back random targets: the
 * operations and shapes of the real network, without it.
 */
public final class ExampleStep {
    private static final int STATES = 16;
    private static final int TAPS = 4;

    private final int clips;
    private final int tokens;
    private final int width;
    private final int inner;
    private final int rank;
    private final Plan.Builder plan = new Plan.Builder("example step");
    private final List<Tensor> weights = new ArrayList<>();
    private long parameters;

    private final Tensor input;
    private final Tensor targetInput;
    private final Tensor rate;
    private final Tensor lossOutput;
    private final Tensor normOutput;
    private final Plan built;

    /**
     * Builds the plan.
     *
     * @param backend asked for its scan chunk.
     * @param clips B.
     * @param tokens L.
     * @param width D.
     */
    public ExampleStep(Backend backend, int clips, int tokens, int width) {
        this.clips = clips;
        this.tokens = tokens;
        this.width = width;
        this.inner = 2 * width;
        this.rank = (width + 15) / 16;
        this.input = plan.input("tokens", DType.FLOAT32, clips, tokens, width);
        this.targetInput = plan.input("targets", DType.FLOAT32, clips, tokens, width);
        this.rate = plan.input("rate", DType.FLOAT32, 1);
        this.lossOutput = plan.output("loss", DType.FLOAT32, clips);
        this.normOutput = plan.output("norm", DType.FLOAT32, 1);
        emit(backend.scanChunk(tokens));
        this.built = plan.build();
    }

    public Plan plan() {
        return built;
    }

    public long parameters() {
        return parameters;
    }

    public Tensor loss() {
        return lossOutput;
    }

    public Tensor norm() {
        return normOutput;
    }

    /** Random weights, small enough to keep the scan tame. */
    public ModelMemory model(Backend backend) {
        ModelMemory memory = backend.allocate(parameters, 2, true);
        Random random = new Random(5);
        for (Tensor weight : weights) {
            float[] values = new float[(int) weight.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * 0.1);
            }
            memory.write(Region.PARAMETERS, weight.offset(), values);
        }
        return memory;
    }

    public void fill(Slot slot) {
        Random random = new Random(6);
        for (Tensor tensor : List.of(input, targetInput)) {
            for (int i = 0; i < tensor.size(); i++) {
                slot.floats(tensor).put(i, (float) random.nextGaussian());
            }
        }
        slot.floats(rate).put(0, 1e-3f);
    }

    private Tensor weight(String name, int... shape) {
        Tensor weight = plan.shared(Region.PARAMETERS, name, parameters, shape);
        weights.add(weight);
        parameters += (weight.size() + 63) / 64 * 64;
        return weight;
    }

    private Tensor activation(String name, int... shape) {
        return plan.work(name, DType.ACTIVATION, shape);
    }

    private Tensor floats(String name, int... shape) {
        return plan.work(name, DType.FLOAT32, shape);
    }

    private void product(Matrix a, boolean ta, Matrix b, boolean tb, Matrix c, boolean add) {
        plan.add(new MatMul(a, ta, b, tb, c, add, null, false));
    }

    private void gradientOf(Tensor weight, int batch, Matrix gradient, Matrix x) {
        product(gradient, true, x, false, plan.gradient(weight).tensor().matrices(batch), false);
    }

    private void emit(int chunk) {
        int rows = clips * tokens;
        Tensor normWeight = weight("norm weight", 2, width);
        Tensor normBias = weight("norm bias", 2, width);
        Tensor inWeight = weight("in", 2, 2 * inner, width);
        Tensor taps = weight("taps", 2, 2, inner, TAPS);
        Tensor tapBias = weight("tap bias", 2, 2, inner);
        Tensor xWeight = weight("x", 4, rank + 2 * STATES, inner);
        Tensor dtWeight = weight("dt", 4, inner, rank);
        Tensor dtBias = weight("dt bias", 2, 2, inner);
        Tensor aLog = weight("aLog", 2, 2, inner, STATES);
        Tensor skip = weight("skip", 2, 2, inner);
        Tensor outWeight = weight("out", width, 2 * inner);
        Tensor finalWeight = weight("final weight", width);
        Tensor finalBias = weight("final bias", width);

        Tensor normed = activation("normed", 2, clips, tokens, width);
        Tensor residual = floats("residual", clips, tokens, width);
        Tensor mean = floats("mean", 2, rows);
        Tensor inverse = floats("inverse", 2, rows);
        plan.add(
                new PairNorm(
                        input, null, null, normWeight, normBias, normed, residual, mean, inverse));
        Tensor xz = activation("xz", 2, rows, 2 * inner);
        product(normed.matrices(2), false, inWeight.matrices(2), true, xz.matrices(2), false);
        Matrix x = xz.matrices(2).columns(0, inner);
        Matrix z = xz.matrices(2).columns(inner, inner);
        Tensor u = activation("u", 2, 2, clips, tokens, inner);
        plan.add(new Convolution(x, taps, tapBias, u));
        Tensor projected = activation("projected", 4, rows, rank + 2 * STATES);
        product(u.matrices(4), false, xWeight.matrices(4), true, projected.matrices(4), false);
        Matrix low = projected.matrices(4).columns(0, rank);
        Matrix b = projected.matrices(4).columns(rank, STATES);
        Matrix c = projected.matrices(4).columns(rank + STATES, STATES);
        Tensor delta = activation("delta", 2, 2, clips, tokens, inner);
        product(low, false, dtWeight.matrices(4), true, delta.matrices(4), false);
        Tensor y = activation("y", 2, 2, clips, tokens, inner);
        int chunks = (tokens + chunk - 1) / chunk;
        Tensor states = floats("states", 2, 2, clips, chunks, inner, STATES);
        plan.add(new SelectiveScan(u, delta, b, c, aLog, skip, dtBias, y, states, chunk));
        Tensor gated = activation("gated", rows, 2 * inner);
        Tensor meanY = activation("mean y", 2, clips, tokens, inner);
        plan.add(new GateAverage(y, z, gated, meanY));
        Tensor hidden = activation("hidden", clips, tokens, width);
        product(gated.matrix(), false, outWeight.matrix(), true, hidden.matrix(), false);
        Tensor encoded = floats("encoded", clips, tokens, width);
        Tensor statistics = floats("statistics", 4, rows);
        plan.add(
                new FinalNorm(residual, hidden, null, finalWeight, finalBias, encoded, statistics));

        Tensor prediction = activation("prediction", clips, tokens, width);
        Tensor target = activation("target", clips, tokens, width);
        plan.add(new Copy(encoded, prediction));
        plan.add(new Copy(targetInput, target));
        Tensor gradPrediction = activation("gradPrediction", clips, tokens, width);
        float scale = 1f / (rows * width);
        plan.add(new SquaredError(prediction, target, lossOutput, gradPrediction, scale));
        Tensor gradEncoded = floats("gradEncoded", clips, tokens, width);
        plan.add(new Copy(gradPrediction, gradEncoded));

        Tensor gradResidual = floats("gradResidual", clips, tokens, width);
        Tensor gradHidden = activation("gradHidden", clips, tokens, width);
        plan.add(
                new FinalNormBackward(
                        gradEncoded,
                        residual,
                        hidden,
                        null,
                        statistics,
                        finalWeight,
                        finalBias,
                        gradResidual,
                        gradHidden,
                        plan.gradient(finalWeight),
                        plan.gradient(finalBias)));
        Tensor gradGated = activation("gradGated", rows, 2 * inner);
        product(gradHidden.matrix(), false, outWeight.matrix(), false, gradGated.matrix(), false);
        Tensor gradY = activation("gradY", 2, clips, tokens, inner);
        Tensor gradXz = activation("gradXz", 2, rows, 2 * inner);
        Matrix gradZ = gradXz.matrices(2).columns(inner, inner);
        Tensor gatedAgain = activation("gated again", rows, 2 * inner);
        plan.add(new GateAverageBackward(gradGated, meanY, z, gradY, gradZ, gatedAgain));
        gradientOf(outWeight, 1, gradHidden.matrix(), gatedAgain.matrix());
        Tensor gradU = activation("gradU", 2, 2, clips, tokens, inner);
        Tensor gradDelta = activation("gradDelta", 2, 2, clips, tokens, inner);
        Tensor gradProjected = activation("gradProjected", 4, rows, rank + 2 * STATES);
        plan.add(
                new SelectiveScanBackward(
                        u,
                        delta,
                        b,
                        c,
                        aLog,
                        skip,
                        dtBias,
                        states,
                        chunk,
                        gradY,
                        gradU,
                        gradDelta,
                        gradProjected.matrices(4).columns(rank, STATES),
                        gradProjected.matrices(4).columns(rank + STATES, STATES),
                        plan.gradient(aLog),
                        plan.gradient(skip),
                        plan.gradient(dtBias)));
        Matrix gradLow = gradProjected.matrices(4).columns(0, rank);
        product(gradDelta.matrices(4), false, dtWeight.matrices(4), false, gradLow, false);
        gradientOf(dtWeight, 4, gradDelta.matrices(4), low);
        gradientOf(xWeight, 4, gradProjected.matrices(4), u.matrices(4));
        product(
                gradProjected.matrices(4),
                false,
                xWeight.matrices(4),
                false,
                gradU.matrices(4),
                true);
        plan.add(
                new ConvolutionBackward(
                        x,
                        taps,
                        tapBias,
                        gradU,
                        gradXz.matrices(2).columns(0, inner),
                        plan.gradient(taps),
                        plan.gradient(tapBias)));
        gradientOf(inWeight, 2, gradXz.matrices(2), normed.matrices(2));
        Tensor gradNormed = activation("gradNormed", 2, clips, tokens, width);
        product(
                gradXz.matrices(2),
                false,
                inWeight.matrices(2),
                false,
                gradNormed.matrices(2),
                false);
        Tensor gradTokens = floats("gradTokens", clips, tokens, width);
        plan.add(
                new PairNormBackward(
                        gradNormed,
                        gradResidual,
                        input,
                        null,
                        null,
                        mean,
                        inverse,
                        normWeight,
                        gradTokens,
                        null,
                        plan.gradient(normWeight),
                        plan.gradient(normBias)));
        step();
    }

    private void step() {
        plan.add(new GradientNorm(List.copyOf(plan.gradients()), normOutput));
        List<AdamStep.Group> groups = new ArrayList<>();
        for (Tensor weight : weights) {
            groups.add(
                    new AdamStep.Group(
                            weight,
                            plan.shared(Region.GRADIENTS, "g", weight.offset(), weight.shape()),
                            plan.shared(Region.FIRST_MOMENTS, "m", weight.offset(), weight.shape()),
                            plan.shared(
                                    Region.SECOND_MOMENTS, "v", weight.offset(), weight.shape()),
                            1f));
        }
        Tensor state = plan.shared(Region.STATE, "steps", 0, 2);
        plan.add(new AdamStep(groups, rate, normOutput, state, 0.95f, 0.999f, 1e-8f, 0f, true));
    }
}
