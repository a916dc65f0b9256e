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

import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.ColumnSum;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.ReluBackward;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Initializer;
import org.ssamba.encoder.Parameter;
import org.ssamba.encoder.ParameterLayout;

/**
 * A pretraining head: Linear(D, D) · ReLU · Linear(D, patch size), on each hidden patch. It
 * computes in float32 under every precision: the scores of the discriminative objective have no
 * temperature, so their softmax is sharp, and rounding predictions to bfloat16 moves every gradient
 * by several per cent. The heads are small.
 */
final class PatchPredictor {
    private final String name;
    private final int width;
    private final int patchSize;
    private final Parameter firstWeight;
    private final Parameter firstBias;
    private final Parameter secondWeight;
    private final Parameter secondBias;

    PatchPredictor(String name, EncoderConfig config, ParameterLayout layout) {
        this.name = name;
        width = config.width();
        patchSize = config.patchSize();
        Initializer uniform = Initializer.fanIn(width);
        firstWeight = layout.add(name + ".0.weight", uniform, width, width);
        firstBias = layout.add(name + ".0.bias", uniform, width);
        secondWeight = layout.add(name + ".2.weight", uniform, patchSize, width);
        secondBias = layout.add(name + ".2.bias", uniform, patchSize);
    }

    /**
     * A pass written into a plan.
     *
     * @param tokens (B, m, D), FLOAT32: the encoder's output at the hidden patches.
     * @param rectified (B, m, D), FLOAT32.
     * @param predictions (B, m, patch size), FLOAT32.
     */
    record Forward(Tensor tokens, Tensor rectified, Tensor predictions) {}

    Forward forward(Plan.Builder plan, Tensor tokens) {
        int b = tokens.extent(0);
        int m = tokens.extent(1);
        Tensor rectified = plan.work(name + " rectified", DType.FLOAT32, b, m, width);
        plan.add(
                new MatMul(
                        tokens.matrix(),
                        false,
                        firstWeight.in(plan).matrix(),
                        true,
                        rectified.matrix(),
                        false,
                        firstBias.in(plan),
                        true));
        Tensor predictions = plan.work(name + " predictions", DType.FLOAT32, b, m, patchSize);
        plan.add(
                new MatMul(
                        rectified.matrix(),
                        false,
                        secondWeight.in(plan).matrix(),
                        true,
                        predictions.matrix(),
                        false,
                        secondBias.in(plan),
                        false));
        return new Forward(tokens, rectified, predictions);
    }

    /**
     * Appends the gradients.
     *
     * @param gradPredictions (B, m, patch size), FLOAT32.
     * @param gradTokens (B, m, D), FLOAT32, written or added to.
     * @param accumulate whether to add.
     */
    void backward(
            Plan.Builder plan,
            Forward forward,
            Tensor gradPredictions,
            Tensor gradTokens,
            boolean accumulate) {
        plan.add(
                MatMul.weightGradient(
                        gradPredictions.matrix(),
                        forward.rectified().matrix(),
                        plan.gradient(secondWeight.in(plan))));
        plan.add(new ColumnSum(gradPredictions, plan.gradient(secondBias.in(plan))));
        Tensor gradRectified =
                plan.work(
                        "grad " + name + " rectified", DType.FLOAT32, forward.rectified().shape());
        plan.add(
                MatMul.product(
                        gradPredictions.matrix(),
                        false,
                        secondWeight.in(plan).matrix(),
                        false,
                        gradRectified.matrix()));
        plan.add(new ReluBackward(gradRectified, forward.rectified(), gradRectified));
        plan.add(
                MatMul.weightGradient(
                        gradRectified.matrix(),
                        forward.tokens().matrix(),
                        plan.gradient(firstWeight.in(plan))));
        plan.add(new ColumnSum(gradRectified, plan.gradient(firstBias.in(plan))));
        plan.add(
                new MatMul(
                        gradRectified.matrix(),
                        false,
                        firstWeight.in(plan).matrix(),
                        false,
                        gradTokens.matrix(),
                        accumulate,
                        null,
                        false));
    }
}
