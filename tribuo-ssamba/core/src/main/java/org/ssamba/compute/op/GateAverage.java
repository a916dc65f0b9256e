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
 * The gate and the mean of both directions: {@code gated[row, l·E + e] = (y[l, 0, row, e] + y[l, 1,
 * row, e]) / 2 · SiLU(z[l, row, e])}.
 *
 * @param y (2, 2, B, L, E), ACTIVATION.
 * @param z 2 x (B·L, E), ACTIVATION: the z halves of the input projection.
 * @param gated (B·L, 2E), ACTIVATION, written: both layers side by side, so that one product with
 *     the stacked output weights sums them.
 * @param mean (2, B, L, E), ACTIVATION, written: of y over both directions, for the backward pass;
 *     null if there is none.
 */
public record GateAverage(Tensor y, Matrix z, Tensor gated, Tensor mean) implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
