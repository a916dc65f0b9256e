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
 * Gradients of {@link PairNorm}: with {@code g_l} the gradient of r_l through its norm plus {@code
 * gradNewResidual}, {@code gradResidual = g_0 + g_1} and {@code gradHidden = Σ_l dropScale[l] ·
 * g_l}.
 *
 * @param gradNormed (2, B, L, D), ACTIVATION.
 * @param gradNewResidual (B, L, D), FLOAT32.
 * @param residual as in the forward operation.
 * @param hidden as in the forward operation.
 * @param dropScale as in the forward operation.
 * @param mean from the forward operation.
 * @param inverseDeviation from the forward operation.
 * @param weight (2, D).
 * @param gradResidual (B, L, D), FLOAT32, written.
 * @param gradHidden (B, L, D), ACTIVATION, written; null where hidden is.
 * @param gradWeight (2, D).
 * @param gradBias (2, D).
 */
public record PairNormBackward(
        Tensor gradNormed,
        Tensor gradNewResidual,
        Tensor residual,
        Tensor hidden,
        Tensor dropScale,
        Tensor mean,
        Tensor inverseDeviation,
        Tensor weight,
        Tensor gradResidual,
        Tensor gradHidden,
        Gradient gradWeight,
        Gradient gradBias)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
