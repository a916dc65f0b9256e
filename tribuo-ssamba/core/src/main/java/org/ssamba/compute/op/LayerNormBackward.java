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

import org.ssamba.compute.Gradient;
import org.ssamba.compute.Tensor;

/**
 * Gradients of {@link LayerNorm}.
 *
 * @param gradY (rows, D), ACTIVATION.
 * @param x as in the forward operation.
 * @param mean from the forward operation.
 * @param inverseDeviation from the forward operation.
 * @param weight (D).
 * @param gradX (rows, D), FLOAT32, written; null if nothing below is trained.
 * @param gradWeight (D).
 * @param gradBias (D).
 */
public record LayerNormBackward(
        Tensor gradY,
        Tensor x,
        Tensor mean,
        Tensor inverseDeviation,
        Tensor weight,
        Tensor gradX,
        Gradient gradWeight,
        Gradient gradBias)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
