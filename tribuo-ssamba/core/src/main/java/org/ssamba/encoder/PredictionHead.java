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
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.ColumnSum;
import org.ssamba.compute.op.HeadLoss;
import org.ssamba.compute.op.HeadScores;
import org.ssamba.compute.op.LayerNorm;
import org.ssamba.compute.op.LayerNormBackward;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.PoolTokens;
import org.ssamba.compute.op.PoolTokensBackward;

/** The supervised head: pooled tokens, LayerNorm, Linear(D, outputs) (docs/model.md, section 6). */
public final class PredictionHead {
    private final int width;
    private final int outputs;
    private final HeadKind kind;
    private final Parameter normWeight;
    private final Parameter normBias;
    private final Parameter weight;
    private final Parameter bias;

    /**
     * Adds the head's parameters to a layout.
     *
     * @param width D of the encoder.
     * @param outputs how many values it predicts per group of tokens.
     * @param kind its loss and how its scores are shown.
     * @param layout where its parameters go.
     */
    public PredictionHead(int width, int outputs, HeadKind kind, ParameterLayout layout) {
        this.width = width;
        this.outputs = outputs;
        this.kind = kind;
        normWeight = layout.add("mlp_head.0.weight", Initializer.constant(1), width);
        normBias = layout.add("mlp_head.0.bias", Initializer.constant(0), width);
        weight = layout.add("mlp_head.1.weight", Initializer.fanIn(width), outputs, width);
        bias = layout.add("mlp_head.1.bias", Initializer.fanIn(width), outputs);
    }

    /**
     * How many values it predicts per group of tokens.
     *
     * @return the outputs.
     */
    public int outputs() {
        return outputs;
    }

    /**
     * Whether a parameter belongs to the head.
     *
     * @param offset of a parameter in the head's layout.
     * @return true for its norm and its projection.
     */
    public boolean owns(long offset) {
        return offset >= normWeight.offset() && offset <= bias.offset();
    }

    /**
     * A pass written into a plan.
     *
     * @param pooled (B, S, D), FLOAT32: the embeddings.
     * @param logits (B·S, outputs), FLOAT32.
     * @param scores (B·S, outputs), FLOAT32: probabilities or values.
     */
    public record Forward(
            Tensor pooled,
            Tensor segment,
            Tensor normed,
            Tensor mean,
            Tensor inverseDeviation,
            Tensor logits,
            Tensor scores) {}

    /**
     * Appends a forward pass.
     *
     * @param plan the plan being built.
     * @param encoded (B, L, D), FLOAT32.
     * @param pooling which tokens are averaged.
     * @param training whether {@link #backward} will follow.
     * @return its results.
     */
    public Forward forward(Plan.Builder plan, Tensor encoded, Pooling pooling, boolean training) {
        int b = encoded.extent(0);
        Tensor segment = plan.constant("segment of each token", pooling.segmentOfToken());
        Tensor pooled =
                plan.work("pooled", DType.FLOAT32, b, pooling.segments(), encoded.extent(2));
        plan.add(new PoolTokens(encoded, segment, pooled));
        int rows = b * pooling.segments();
        Tensor normed = plan.work("head normed", DType.ACTIVATION, rows, width);
        Tensor mean = training ? plan.work("head mean", DType.FLOAT32, rows) : null;
        Tensor inverseDeviation =
                training ? plan.work("head inverse deviation", DType.FLOAT32, rows) : null;
        plan.add(
                new LayerNorm(
                        pooled,
                        normWeight.in(plan),
                        normBias.in(plan),
                        normed,
                        mean,
                        inverseDeviation));
        Tensor logits = plan.work("logits", DType.FLOAT32, rows, outputs);
        plan.add(
                new MatMul(
                        normed.matrix(),
                        false,
                        weight.in(plan).matrix(),
                        true,
                        logits.matrix(),
                        false,
                        bias.in(plan),
                        false));
        Tensor scores = plan.work("scores", DType.FLOAT32, rows, outputs);
        plan.add(new HeadScores(kind.loss(), logits, scores));
        return new Forward(pooled, segment, normed, mean, inverseDeviation, logits, scores);
    }

    /**
     * Appends loss and gradients.
     *
     * @param plan the plan being built.
     * @param forward a pass of this plan.
     * @param targets (B·S, outputs), FLOAT32.
     * @param weights (B·S), FLOAT32: the weight of each row in the total loss.
     * @param loss (B·S), FLOAT32, written.
     * @param encoded what the head read if gradients go on into the encoder, or null.
     * @return the gradient of {@code encoded}, (B, L, D), FLOAT32, or null.
     */
    public Tensor backward(
            Plan.Builder plan,
            Forward forward,
            Tensor targets,
            Tensor weights,
            Tensor loss,
            Tensor encoded) {
        int rows = forward.logits().extent(0);
        Tensor gradLogits = plan.work("grad logits", DType.ACTIVATION, rows, outputs);
        plan.add(new HeadLoss(kind.loss(), forward.logits(), targets, weights, loss, gradLogits));
        plan.add(
                MatMul.weightGradient(
                        gradLogits.matrix(),
                        forward.normed().matrix(),
                        plan.gradient(weight.in(plan))));
        plan.add(new ColumnSum(gradLogits, plan.gradient(bias.in(plan))));
        Tensor gradNormed = plan.work("grad head normed", DType.ACTIVATION, rows, width);
        plan.add(
                MatMul.product(
                        gradLogits.matrix(),
                        false,
                        weight.in(plan).matrix(),
                        false,
                        gradNormed.matrix()));
        Tensor gradPooled =
                encoded == null
                        ? null
                        : plan.work("grad pooled", DType.FLOAT32, forward.pooled().shape());
        plan.add(
                new LayerNormBackward(
                        gradNormed,
                        forward.pooled(),
                        forward.mean(),
                        forward.inverseDeviation(),
                        normWeight.in(plan),
                        gradPooled,
                        plan.gradient(normWeight.in(plan)),
                        plan.gradient(normBias.in(plan))));
        if (encoded == null) {
            return null;
        }
        Tensor gradEncoded = plan.work("grad encoded", DType.FLOAT32, encoded.shape());
        plan.add(new PoolTokensBackward(gradPooled, forward.segment(), gradEncoded));
        return gradEncoded;
    }
}
