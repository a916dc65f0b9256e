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

import org.ssamba.compute.Tensor;

/**
 * The generative objective (docs/model.md, section 7), per clip: {@code loss = Σ (prediction -
 * target)²}.
 *
 * @param predictions (B, m, width), ACTIVATION.
 * @param targets (B, m, width), ACTIVATION.
 * @param loss (B), FLOAT32, written: the sum over patches and pixels.
 * @param gradPredictions (B, m, width), ACTIVATION, written: {@code gradScale·2·(prediction -
 *     target)}; null in evaluation.
 * @param gradScale the weight of one pixel in the total loss.
 */
public record SquaredError(
        Tensor predictions, Tensor targets, Tensor loss, Tensor gradPredictions, float gradScale)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
