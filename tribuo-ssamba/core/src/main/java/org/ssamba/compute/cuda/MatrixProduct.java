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
package org.ssamba.compute.cuda;

/**
 * A batched product of row-major matrices on the device: {@code c = activation(a'·b' + beta·c +
 * bias)}.
 *
 * @param m rows of c.
 * @param n columns of c.
 * @param k what is summed over.
 * @param batch how many products.
 * @param a the first factor, (m, k), or (k, m) if transposed.
 * @param b the second factor, (k, n), or (n, k) if transposed.
 * @param c the result, (m, n).
 * @param accumulate whether beta is 1 instead of 0.
 * @param bias the address of n values of c's type, or 0.
 * @param relu whether negative results become 0.
 */
record MatrixProduct(
        int m,
        int n,
        int k,
        int batch,
        Operand a,
        Operand b,
        Operand c,
        boolean accumulate,
        long bias,
        boolean relu) {

    /**
     * A batch of matrices in device memory.
     *
     * @param address of the first element.
     * @param bfloat16 whether elements are bfloat16 instead of float32.
     * @param transposed whether it is read transposed.
     * @param rows rows as stored.
     * @param columns columns as stored.
     * @param rowStride elements from one row to the next.
     * @param batchStride elements from one matrix to the next; 0 repeats it.
     */
    record Operand(
            long address,
            boolean bfloat16,
            boolean transposed,
            int rows,
            int columns,
            long rowStride,
            long batchStride) {

        /** The alignment in bytes that the address has, at most 256. */
        int alignment() {
            return (int) Math.min(256, Long.lowestOneBit(address | 256));
        }
    }

    /** The same product without bias and rectifier. */
    MatrixProduct plain() {
        return new MatrixProduct(m, n, k, batch, a, b, c, accumulate, 0, false);
    }

    @Override
    public String toString() {
        return batch
                + " x ("
                + m
                + ", "
                + k
                + ")"
                + (a.transposed() ? "ᵀ" : "")
                + "·("
                + k
                + ", "
                + n
                + ")"
                + (b.transposed() ? "ᵀ" : "")
                + (a.bfloat16() ? " bfloat16" : " float32")
                + " to "
                + (c.bfloat16() ? "bfloat16" : "float32")
                + (accumulate ? ", added" : "")
                + (bias != 0 ? ", bias" : "")
                + (relu ? ", relu" : "");
    }
}
