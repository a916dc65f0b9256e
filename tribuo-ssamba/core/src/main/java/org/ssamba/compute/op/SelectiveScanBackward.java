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
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;

/**
 * Gradients of {@link SelectiveScan}; states are computed again from the stored ones. Sums over
 * clips, tokens and channels have a fixed order.
 *
 * @param u as in the forward operation.
 * @param delta as in the forward operation.
 * @param b as in the forward operation.
 * @param c as in the forward operation.
 * @param aLog (2, 2, E, N).
 * @param skip (2, 2, E).
 * @param deltaBias (2, 2, E).
 * @param chunkStates from the forward operation.
 * @param chunk as in the forward operation.
 * @param gradY (2, B, L, E), ACTIVATION: both directions of a layer have the same.
 * @param gradU (2, 2, B, L, E), ACTIVATION, written.
 * @param gradDelta (2, 2, B, L, E), ACTIVATION, written: before bias and softplus.
 * @param gradB 4 x (B·L, N), ACTIVATION, written.
 * @param gradC 4 x (B·L, N), ACTIVATION, written.
 * @param gradALog (2, 2, E, N).
 * @param gradSkip (2, 2, E).
 * @param gradDeltaBias (2, 2, E).
 */
public record SelectiveScanBackward(
        Tensor u,
        Tensor delta,
        Matrix b,
        Matrix c,
        Tensor aLog,
        Tensor skip,
        Tensor deltaBias,
        Tensor chunkStates,
        int chunk,
        Tensor gradY,
        Tensor gradU,
        Tensor gradDelta,
        Matrix gradB,
        Matrix gradC,
        Gradient gradALog,
        Gradient gradSkip,
        Gradient gradDeltaBias)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
