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
 * Gradients of {@link GateAverage}; gated is written again for the gradient of the output weights.
 *
 * @param gradGated (B·L, 2E), ACTIVATION.
 * @param mean as in the forward operation.
 * @param z as in the forward operation.
 * @param gradY (2, B, L, E), ACTIVATION, written: the gradient of y of either direction.
 * @param gradZ shaped as z, ACTIVATION, written.
 * @param gated (B·L, 2E), ACTIVATION, written.
 */
public record GateAverageBackward(
        Tensor gradGated, Tensor mean, Matrix z, Tensor gradY, Matrix gradZ, Tensor gated)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
