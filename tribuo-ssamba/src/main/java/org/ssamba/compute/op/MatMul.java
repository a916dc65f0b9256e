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
 * Batched matrix product with an optional epilogue: {@code c = activation(a' · b' + beta · c +
 * bias)}, where {@code a'} is a or its transpose.
 *
 * <p>Operands are ACTIVATION or PARAMETERS; under bfloat16 a weight is read through its bfloat16
 * shadow, products are accumulated in float32, and gradients of weights and scores are written in
 * float32.
 *
 * @param a (batch, m, k), or (batch, k, m) if transposed.
 * @param transposeA whether a is read transposed.
 * @param b (batch, k, n), or (batch, n, k) if transposed.
 * @param transposeB whether b is read transposed.
 * @param c (batch, m, n).
 * @param accumulate whether beta is 1 instead of 0.
 * @param bias (n) added to every row, or null.
 * @param relu whether negative results become 0.
 */
public record MatMul(
        Matrix a,
        boolean transposeA,
        Matrix b,
        boolean transposeB,
        Matrix c,
        boolean accumulate,
        Tensor bias,
        boolean relu)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
