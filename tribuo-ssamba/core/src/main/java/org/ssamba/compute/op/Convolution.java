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

import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;

/**
 * Depthwise causal convolution and SiLU (docs/model.md, section 4), for two layers and both
 * directions: {@code u[l, d, t, e] = SiLU(bias[l, d, e] + Σ_k weight[l, d, e, k] · x[l, t ± (K - 1
 * - k), e])}. Direction (l, d) looks back in its own order: to earlier tokens where l + d is even,
 * to later ones where it is odd (the second layer of a pair reads the sequence reversed). Outside
 * is 0.
 *
 * @param x 2 x (B·L, E), ACTIVATION: the x halves of the input projection.
 * @param weight (2, 2, E, K).
 * @param bias (2, 2, E).
 * @param u (2, 2, B, L, E), ACTIVATION, written.
 */
public record Convolution(Matrix x, Tensor weight, Tensor bias, Tensor u) implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
