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
 * The discriminative objective (docs/model.md, section 7), per clip: row i of scores is target i
 * against every prediction; {@code loss = -Σ_i logSoftmax(scores[i])[i]}; a prediction j is right
 * if target j is the arg max over i of {@code softmax(scores[i])[j]}, the lowest i among equals.
 *
 * @param scores (B, m, m), FLOAT32.
 * @param loss (B), FLOAT32, written: the sum over i.
 * @param correct (B), FLOAT32, written: how many predictions are right.
 * @param gradScores (B, m, m), ACTIVATION, written: {@code gradScale·(softmax(scores[i])[j] - [i =
 *     j])}; null in evaluation.
 * @param gradScale the weight of one clip and patch in the total loss.
 */
public record InfoNce(
        Tensor scores, Tensor loss, Tensor correct, Tensor gradScores, float gradScale)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
