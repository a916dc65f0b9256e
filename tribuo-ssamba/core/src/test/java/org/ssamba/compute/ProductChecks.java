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
package org.ssamba.compute;

import org.ssamba.compute.op.ColumnSum;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.ReluBackward;

/** Matrix products with every layout and epilogue, and the gradients of their epilogues. */
final class ProductChecks {
    private ProductChecks() {}

    static void plain(OperationCase c) {
        product(c, 3, 37, 29, 41, false, false);
    }

    static void transposedB(OperationCase c) {
        product(c, 2, 300, 18, 33, false, true);
    }

    static void transposedA(OperationCase c) {
        product(c, 2, 19, 23, 301, true, false);
    }

    /** Enough work for a backend to cut the result into blocks. */
    static void large(OperationCase c) {
        product(c, 1, 421, 90, 1000, false, true);
    }

    static void largeTransposedA(OperationCase c) {
        product(c, 1, 421, 90, 1000, true, false);
    }

    static void bothTransposed(OperationCase c) {
        product(c, 1, 5, 7, 3, true, true);
    }

    private static void product(
            OperationCase c, int batch, int m, int n, int k, boolean ta, boolean tb) {
        Tensor a = c.activation("a", batch, ta ? k : m, ta ? m : k);
        Tensor b = c.activation("b", batch, tb ? n : k, tb ? k : n);
        Tensor result = c.result("c", DType.FLOAT32, batch, m, n);
        c.add(
                new MatMul(
                        a.matrices(batch),
                        ta,
                        b.matrices(batch),
                        tb,
                        result.matrices(batch),
                        false,
                        null,
                        false));
        c.expect(result, References.product(c.of(a), ta, c.of(b), tb, batch, m, n, k));
    }

    /** Columns of wider tensors, a weight for b, bias and rectifier, on top of what is there. */
    static void viewsBiasReluAccumulate(OperationCase c) {
        Tensor a = c.activation("a", 2, 21, 13);
        Tensor weight = c.weight("w", 2, 17, 6);
        Tensor bias = c.weight("bias", 17);
        Tensor into = c.activation("c", 2, 21, 40);
        Matrix av = a.matrices(2).columns(5, 6);
        Matrix cv = into.matrices(2).columns(8, 17);
        c.add(new MatMul(av, false, weight.matrices(2), true, cv, true, bias, true));
        double[] product =
                References.product(
                        References.gather(av, c.of(a)), false, c.of(weight), true, 2, 21, 17, 6);
        double[] before = References.gather(cv, c.of(into));
        for (int i = 0; i < product.length; i++) {
            product[i] = Math.max(0, product[i] + before[i] + c.of(bias)[i % 17]);
        }
        c.expect(into, References.scatter(cv, product, c.of(into)));
    }

    /** The same b for every matrix of the batch. */
    static void repeatedOperand(OperationCase c) {
        Tensor a = c.activation("a", 4, 9, 10);
        Tensor b = c.activation("b", 10, 12);
        Tensor result = c.result("c", DType.ACTIVATION, 4, 9, 12);
        Matrix repeated = new Matrix(b, 0, 4, 0, 10, 12, 12);
        c.add(
                new MatMul(
                        a.matrices(4),
                        false,
                        repeated,
                        false,
                        result.matrices(4),
                        false,
                        null,
                        false));
        c.expect(result, References.product(c.of(a), false, c.of(b), false, 1, 4 * 9, 12, 10));
    }

    /** A weight gradient: few rows and columns, a long sum over tokens, added to what is there. */
    static void weightGradient(OperationCase c) {
        Tensor gradient = c.activation("g", 2, 1030, 24);
        Tensor x = c.activation("x", 2, 1030, 20);
        Tensor weight = c.weight("w", 2, 24, 20);
        Gradient into = c.gradient(weight, true);
        c.add(
                new MatMul(
                        gradient.matrices(2),
                        true,
                        x.matrices(2),
                        false,
                        into.tensor().matrices(2),
                        true,
                        null,
                        false));
        c.expect(into, References.product(c.of(gradient), true, c.of(x), false, 2, 24, 20, 1030));
    }

    static void columnSum(OperationCase c) {
        columnSum(c, false);
    }

    static void columnSumAccumulated(OperationCase c) {
        columnSum(c, true);
    }

    private static void columnSum(OperationCase c, boolean accumulate) {
        Tensor x = c.activation("x", 3, 700, 33);
        Tensor bias = c.weight("bias", 33);
        Gradient sum = c.gradient(bias, accumulate);
        c.add(new ColumnSum(x, sum));
        double[] want = new double[33];
        for (int i = 0; i < c.of(x).length; i++) {
            want[i % 33] += c.of(x)[i];
        }
        c.expect(sum, want);
    }

    static void reluBackward(OperationCase c) {
        Tensor gradY = c.activation("gradY", 7, 2500);
        Tensor y = c.activation("y", 7, 2500);
        Tensor gradX = c.result("gradX", DType.ACTIVATION, 7, 2500);
        c.add(new ReluBackward(gradY, y, gradX));
        double[] want = rectified(c, gradY, y);
        c.expect(gradX, want);
    }

    static void reluBackwardInPlace(OperationCase c) {
        Tensor gradY = c.activation("gradY", 5, 11);
        Tensor y = c.activation("y", 5, 11);
        c.add(new ReluBackward(gradY, y, gradY));
        c.expect(gradY, rectified(c, gradY, y));
    }

    private static double[] rectified(OperationCase c, Tensor gradY, Tensor y) {
        double[] want = c.of(gradY).clone();
        for (int i = 0; i < want.length; i++) {
            want[i] = c.of(y)[i] > 0 ? want[i] : 0;
        }
        return want;
    }
}
