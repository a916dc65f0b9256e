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
 * Gradients of {@link Convolution}; the preactivation is computed again from x.
 *
 * @param x as in the forward operation.
 * @param weight (2, 2, E, K).
 * @param bias (2, 2, E).
 * @param gradU (2, 2, B, L, E), ACTIVATION.
 * @param gradX shaped as x, written: the sum over both directions.
 * @param gradWeight (2, 2, E, K).
 * @param gradBias (2, 2, E).
 */
public record ConvolutionBackward(
        Matrix x,
        Tensor weight,
        Tensor bias,
        Tensor gradU,
        Matrix gradX,
        Gradient gradWeight,
        Gradient gradBias)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
