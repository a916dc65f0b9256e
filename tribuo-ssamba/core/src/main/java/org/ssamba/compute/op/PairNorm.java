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
package org.ssamba.compute.op;

import java.util.Map;
import org.ssamba.compute.Tensor;

/**
 * The entrance of a pair of layers (docs/model.md, section 5): for layer l of the pair {@code r_l =
 * residual + dropScale[l, clip] · hidden}, {@code normed_l = LayerNorm(r_l)} with epsilon 1e-5, and
 * the new residual {@code r_0 + r_1}.
 *
 * @param residual (B, L, D), FLOAT32.
 * @param hidden (B, L, D), ACTIVATION: what the last pair added; null at the first pair.
 * @param dropScale (2, B), FLOAT32: 0 or 1/keep per layer and clip; null means 1.
 * @param weight (2, D).
 * @param bias (2, D).
 * @param normed (2, B, L, D), ACTIVATION, written.
 * @param newResidual (B, L, D), FLOAT32, written.
 * @param mean (2, B·L), FLOAT32, written for the backward pass; null in inference.
 * @param inverseDeviation (2, B·L), FLOAT32, written for the backward pass; null in inference.
 */
public record PairNorm(
        Tensor residual,
        Tensor hidden,
        Tensor dropScale,
        Tensor weight,
        Tensor bias,
        Tensor normed,
        Tensor newResidual,
        Tensor mean,
        Tensor inverseDeviation)
        implements Operation {

    @Override
    public Map<Tensor, Tensor> inPlace() {
        return Map.of(newResidual, residual);
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
