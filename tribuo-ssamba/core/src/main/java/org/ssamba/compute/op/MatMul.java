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

    /**
     * {@code c = a' · b'}.
     *
     * @param a (batch, m, k), or (batch, k, m) if transposed.
     * @param transposeA whether a is read transposed.
     * @param b (batch, k, n), or (batch, n, k) if transposed.
     * @param transposeB whether b is read transposed.
     * @param c (batch, m, n).
     * @return the operation.
     */
    public static MatMul product(
            Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix c) {
        return new MatMul(a, transposeA, b, transposeB, c, false, null, false);
    }

    /**
     * The gradient of a weight (batch, out, in) that turned rows of {@code input} into rows of
     * output: {@code gradOutputᵀ · input}.
     *
     * @param gradOutput (batch, rows, out).
     * @param input (batch, rows, in).
     * @param gradient where it goes; its values are (batch, out, in).
     * @return the operation.
     */
    public static MatMul weightGradient(Matrix gradOutput, Matrix input, Gradient gradient) {
        int batch = gradOutput.batch();
        int rows = gradOutput.columns();
        int columns = input.columns();
        Matrix c =
                new Matrix(
                        gradient.tensor(), 0, batch, (long) rows * columns, rows, columns, columns);
        return new MatMul(gradOutput, true, input, false, c, gradient.accumulate(), null, false);
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
