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
package org.ssamba.encoder;

import org.ssamba.compute.DType;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.GateAverageBackward;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.PairNorm;
import org.ssamba.compute.op.PairNormBackward;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;

/**
 * Two bidirectional Mamba layers side by side (docs/model.md, sections 4 and 5). The second layer
 * reads the sequence reversed, which is the same as running it with its two directions swapped, so
 * nothing is ever flipped: the four (layer, direction) scans of the pair differ only in where time
 * starts. Parameters of both layers, and of both directions, are stacked, so each projection is one
 * batched product.
 *
 * <p>Backward keeps the input projection, the scan's inputs B, C and dt, the mean of its outputs
 * and every {@code chunk}-th state; the convolution and the step sizes are computed again, which is
 * cheap next to storing them.
 */
final class MixerPair {
    private final EncoderConfig config;
    private final int pair;
    private final MixerParameters parameters;

    MixerPair(EncoderConfig config, ParameterLayout layout, int pair) {
        this.config = config;
        this.pair = pair;
        this.parameters = new MixerParameters(config, layout, pair);
    }

    /** What the forward pass leaves for the backward pass, and its results. */
    record Forward(
            Tensor residual,
            Tensor hidden,
            Tensor dropScale,
            Tensor normed,
            Tensor normMean,
            Tensor inverseDeviation,
            Tensor xz,
            Matrix dtBC,
            Tensor mean,
            Tensor chunkStates,
            int chunk,
            Tensor newResidual,
            Tensor newHidden) {}

    /**
     * Gradients of what the pair read.
     *
     * @param residual (B, L, D), FLOAT32.
     * @param hidden (B, L, D), ACTIVATION; null at the first pair.
     */
    record Gradients(Tensor residual, Tensor hidden) {}

    /**
     * Appends the pair.
     *
     * @param plan the plan being built.
     * @param residual (B, L, D), FLOAT32.
     * @param hidden (B, L, D), ACTIVATION: what the last pair added; null at the first.
     * @param dropScale (2, B), FLOAT32, or null without drop-path.
     * @param chunk tokens between stored states, or 0 if no backward pass follows.
     * @return the new residual and hidden, and what backward needs.
     */
    Forward forward(
            Plan.Builder plan, Tensor residual, Tensor hidden, Tensor dropScale, int chunk) {
        int b = residual.extent(0);
        int l = residual.extent(1);
        int d = config.width();
        int e = config.innerWidth();
        boolean training = chunk > 0;
        Tensor normed = activation(plan, "normed", 2, b, l, d);
        Tensor mean = training ? float32(plan, "mean", 2, b * l) : null;
        Tensor inverseDeviation = training ? float32(plan, "inverse deviation", 2, b * l) : null;
        Tensor newResidual = float32(plan, "residual", b, l, d);
        plan.add(
                new PairNorm(
                        residual,
                        hidden,
                        dropScale,
                        parameters.normWeight.in(plan),
                        parameters.normBias.in(plan),
                        normed,
                        newResidual,
                        mean,
                        inverseDeviation));
        Tensor xz = activation(plan, "xz", 2, b * l, 2 * e);
        Projection.forward(plan, normed.matrices(2), parameters.inProjection, 2, xz.matrices(2));
        Tensor u = convolve(plan, xz, b, l);
        Matrix dtBC = projected(plan, "dt, B, C", b * l);
        Projection.forward(plan, u.matrices(4), parameters.scanProjection, 4, dtBC);
        Tensor delta = stepSizes(plan, dtBC, b, l);
        Tensor y = activation(plan, "y", 2, 2, b, l, e);
        int chunks = training ? (l + chunk - 1) / chunk : 0;
        int n = config.states();
        Tensor chunkStates = training ? float32(plan, "chunk states", 2, 2, b, chunks, e, n) : null;
        plan.add(
                new SelectiveScan(
                        u,
                        delta,
                        scanB(dtBC),
                        scanC(dtBC),
                        parameters.aLog.in(plan),
                        parameters.skip.in(plan),
                        parameters.stepBias.in(plan),
                        y,
                        chunkStates,
                        training ? chunk : l));
        Tensor gated = activation(plan, "gated", b * l, 2 * e);
        Tensor yMean = training ? activation(plan, "mean y", 2, b, l, e) : null;
        plan.add(new GateAverage(y, xz.matrices(2).columns(e, e), gated, yMean));
        Tensor newHidden = activation(plan, "hidden", b, l, d);
        Projection.forward(plan, gated.matrix(), parameters.outProjection, 1, newHidden.matrix());
        return new Forward(
                residual,
                hidden,
                dropScale,
                normed,
                mean,
                inverseDeviation,
                xz,
                dtBC,
                yMean,
                chunkStates,
                chunk,
                newResidual,
                newHidden);
    }

    /**
     * Appends the gradients of the pair.
     *
     * @param plan the plan being built.
     * @param saved the forward pass, with a chunk.
     * @param gradNewResidual (B, L, D), FLOAT32.
     * @param gradNewHidden (B, L, D), ACTIVATION.
     * @return the gradients of residual and hidden.
     */
    Gradients backward(
            Plan.Builder plan, Forward saved, Tensor gradNewResidual, Tensor gradNewHidden) {
        int b = saved.residual().extent(0);
        int l = saved.residual().extent(1);
        int d = config.width();
        int e = config.innerWidth();
        Tensor gradGated = activation(plan, "grad gated", b * l, 2 * e);
        Projection.backward(
                plan, gradNewHidden.matrix(), parameters.outProjection, 1, gradGated.matrix());
        Tensor gradY = activation(plan, "grad y", 2, b, l, e);
        Tensor gradXz = activation(plan, "grad xz", 2, b * l, 2 * e);
        Tensor gated = activation(plan, "gated", b * l, 2 * e);
        Matrix x = saved.xz().matrices(2).columns(0, e);
        Matrix z = saved.xz().matrices(2).columns(e, e);
        plan.add(
                new GateAverageBackward(
                        gradGated,
                        saved.mean(),
                        z,
                        gradY,
                        gradXz.matrices(2).columns(e, e),
                        gated));
        Projection.weightGradient(
                plan, gradNewHidden.matrix(), gated.matrix(), parameters.outProjection);

        Tensor u = convolve(plan, saved.xz(), b, l);
        Tensor delta = stepSizes(plan, saved.dtBC(), b, l);
        Tensor gradU = activation(plan, "grad u", 2, 2, b, l, e);
        Tensor gradDelta = activation(plan, "grad delta", 2, 2, b, l, e);
        Matrix gradDtBC = projected(plan, "grad dt, B, C", b * l);
        plan.add(
                new SelectiveScanBackward(
                        u,
                        delta,
                        scanB(saved.dtBC()),
                        scanC(saved.dtBC()),
                        parameters.aLog.in(plan),
                        parameters.skip.in(plan),
                        parameters.stepBias.in(plan),
                        saved.chunkStates(),
                        saved.chunk(),
                        gradY,
                        gradU,
                        gradDelta,
                        scanB(gradDtBC),
                        scanC(gradDtBC),
                        plan.gradient(parameters.aLog.in(plan)),
                        plan.gradient(parameters.skip.in(plan)),
                        plan.gradient(parameters.stepBias.in(plan))));
        Matrix dt = saved.dtBC().columns(0, config.rank());
        Matrix gradDt = gradDtBC.columns(0, config.rank());
        Projection.weightGradient(plan, gradDelta.matrices(4), dt, parameters.stepWeight);
        Projection.backward(plan, gradDelta.matrices(4), parameters.stepWeight, 4, gradDt);
        Projection.weightGradient(plan, gradDtBC, u.matrices(4), parameters.scanProjection);
        plan.add(
                new MatMul(
                        gradDtBC,
                        false,
                        parameters.scanProjection.in(plan).matrices(4),
                        false,
                        gradU.matrices(4),
                        true,
                        null,
                        false));
        plan.add(
                new ConvolutionBackward(
                        x,
                        parameters.convolutionWeight.in(plan),
                        parameters.convolutionBias.in(plan),
                        gradU,
                        gradXz.matrices(2).columns(0, e),
                        plan.gradient(parameters.convolutionWeight.in(plan)),
                        plan.gradient(parameters.convolutionBias.in(plan))));
        Projection.weightGradient(
                plan, gradXz.matrices(2), saved.normed().matrices(2), parameters.inProjection);
        Tensor gradNormed = activation(plan, "grad normed", 2, b, l, d);
        Projection.backward(
                plan, gradXz.matrices(2), parameters.inProjection, 2, gradNormed.matrices(2));
        Tensor gradResidual = float32(plan, "grad residual", b, l, d);
        Tensor gradHidden =
                saved.hidden() == null ? null : activation(plan, "grad hidden", b, l, d);
        plan.add(
                new PairNormBackward(
                        gradNormed,
                        gradNewResidual,
                        saved.residual(),
                        saved.hidden(),
                        saved.dropScale(),
                        saved.normMean(),
                        saved.inverseDeviation(),
                        parameters.normWeight.in(plan),
                        gradResidual,
                        gradHidden,
                        plan.gradient(parameters.normWeight.in(plan)),
                        plan.gradient(parameters.normBias.in(plan))));
        return new Gradients(gradResidual, gradHidden);
    }

    private Tensor convolve(Plan.Builder plan, Tensor xz, int b, int l) {
        int e = config.innerWidth();
        Tensor u = activation(plan, "u", 2, 2, b, l, e);
        plan.add(
                new Convolution(
                        xz.matrices(2).columns(0, e),
                        parameters.convolutionWeight.in(plan),
                        parameters.convolutionBias.in(plan),
                        u));
        return u;
    }

    /** delta before bias and softplus: W_dt · dt. */
    private Tensor stepSizes(Plan.Builder plan, Matrix dtBC, int b, int l) {
        Tensor delta = activation(plan, "delta", 2, 2, b, l, config.innerWidth());
        Matrix dt = dtBC.columns(0, config.rank());
        Projection.forward(plan, dt, parameters.stepWeight, 4, delta.matrices(4));
        return delta;
    }

    /**
     * Room for dt, B and C, or their gradients, side by side. Padding before dt brings B and C to
     * whole tiles of a GPU's matrix instructions, and rows are padded, in bfloat16 to 16 bytes;
     * nothing reads the padding.
     */
    private Matrix projected(Plan.Builder plan, String name, int rows) {
        int lead = Math.floorMod(-config.rank(), 16);
        int columns = config.rank() + 2 * config.states();
        int padded = (lead + columns + 7) / 8 * 8;
        Tensor tensor = activation(plan, name, 4, rows, padded);
        return tensor.matrices(4).columns(lead, columns);
    }

    private Matrix scanB(Matrix dtBC) {
        return dtBC.columns(config.rank(), config.states());
    }

    private Matrix scanC(Matrix dtBC) {
        return dtBC.columns(config.rank() + config.states(), config.states());
    }

    private Tensor activation(Plan.Builder plan, String name, int... shape) {
        return plan.work("pair " + pair + " " + name, DType.ACTIVATION, shape);
    }

    private Tensor float32(Plan.Builder plan, String name, int... shape) {
        return plan.work("pair " + pair + " " + name, DType.FLOAT32, shape);
    }
}
