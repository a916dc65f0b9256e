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

import static org.ssamba.compute.cuda.Place.ceilDiv;

import java.util.List;
import java.util.Map;
import org.ssamba.compute.DType;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.MatMul;

/** Matrix products. Under bfloat16, weights are read through their shadows. */
final class ProductLaunches {
    private static final int THREADS = 256;

    /** Tokens of a slice of a weight gradient's sum, at least. */
    private static final int SHORTEST_SLICE = 512;

    private static final int MOST_SLICES = 32;

    private final Place at;

    ProductLaunches(Place at) {
        this.at = at;
    }

    List<Step> of(MatMul op) {
        int m = op.transposeA() ? op.a().columns() : op.a().rows();
        int k = op.transposeA() ? op.a().rows() : op.a().columns();
        int n = op.transposeB() ? op.b().rows() : op.b().columns();
        int kOfB = op.transposeB() ? op.b().columns() : op.b().rows();
        int batch = op.c().batch();
        if (k != kOfB
                || m != op.c().rows()
                || n != op.c().columns()
                || op.a().batch() != batch
                || op.b().batch() != batch) {
            throw new IllegalArgumentException("The shapes of " + op + " do not fit");
        }
        Tensor c = op.c().tensor();
        if (at.bfloat16() && c.region() == Region.PARAMETERS) {
            throw new IllegalArgumentException("A product cannot overwrite the weights " + c);
        }
        MatrixProduct product =
                new MatrixProduct(
                        m,
                        n,
                        k,
                        batch,
                        factor(op.a(), op.transposeA()),
                        factor(op.b(), op.transposeB()),
                        operand(op.c(), false, at.address(c), isBfloat16(c)),
                        op.accumulate(),
                        op.bias() == null ? 0 : bias(op),
                        op.relu());
        if (op.bias() == null && !op.relu()) {
            int slices = slices(op, m, n, k);
            return slices > 1
                    ? sliced(op, product, slices)
                    : List.of(new Step.Product(product, null));
        }
        Step.Launch epilogue = epilogue(op, m, n);
        // The library wants a bias of the result's type.
        return isBfloat16(c) && op.bias() != null && !at.hasShadow(op.bias())
                ? List.of(new Step.Product(product.plain(), null), epilogue)
                : List.of(new Step.Product(product, epilogue));
    }

    /**
     * Into how many slices to cut the sum of a batched weight gradient: a few small results, each a
     * sum over all tokens, would leave most of the card idle, and the library splits the sums of
     * single products only.
     *
     * @return 1 if it is not such a product.
     */
    private int slices(MatMul op, int m, int n, int k) {
        Matrix a = op.a();
        Matrix b = op.b();
        Matrix c = op.c();
        boolean gradient =
                op.transposeA()
                        && !op.transposeB()
                        && c.batch() > 1
                        && c.tensor().type() == DType.FLOAT32
                        && c.rowStride() == n
                        && c.batchStride() == (long) m * n
                        // The batch goes on where the rows end, so slices are one longer batch.
                        && a.batchStride() == k * a.rowStride()
                        && b.batchStride() == k * b.rowStride();
        if (!gradient) {
            return 1;
        }
        long tiles = ceilDiv(m, 128) * ceilDiv(n, 128) * c.batch();
        long wanted = Math.min(2L * at.multiprocessors() / tiles, k / SHORTEST_SLICE);
        for (int slices = (int) Math.min(wanted, MOST_SLICES); slices > 1; slices--) {
            // Equal slices, whose starts keep the alignment of whole vectors.
            if (k % (8 * slices) == 0) {
                return slices;
            }
        }
        return 1;
    }

    private List<Step> sliced(MatMul op, MatrixProduct whole, int slices) {
        int columns = whole.m() * whole.n();
        int batch = whole.batch() * slices;
        long partial = at.scratch((long) batch * columns * Float.BYTES);
        MatrixProduct product =
                new MatrixProduct(
                        whole.m(),
                        whole.n(),
                        whole.k() / slices,
                        batch,
                        slice(whole.a(), slices),
                        slice(whole.b(), slices),
                        new MatrixProduct.Operand(
                                partial, false, false, whole.m(), whole.n(), whole.n(), columns),
                        false,
                        0,
                        false);
        return List.of(
                new Step.Product(product, null),
                new LaunchBuilder(Kernel.of("sum_rows", Map.of("ACT_BF16", at.actBf16())))
                        .grid(ceilDiv(columns, 32), whole.batch(), 1)
                        .block(32, 8)
                        .pointer(partial, whole.c().address())
                        .integer(slices, columns)
                        .flag(op.accumulate())
                        .build());
    }

    private static MatrixProduct.Operand slice(MatrixProduct.Operand whole, int slices) {
        int rows = whole.rows() / slices;
        return new MatrixProduct.Operand(
                whole.address(),
                whole.bfloat16(),
                whole.transposed(),
                rows,
                whole.columns(),
                whole.rowStride(),
                rows * whole.rowStride());
    }

    private MatrixProduct.Operand factor(Matrix matrix, boolean transposed) {
        Tensor tensor = matrix.tensor();
        boolean shadow = at.hasShadow(tensor);
        if (at.bfloat16() && !shadow && tensor.type() != DType.ACTIVATION) {
            throw new IllegalArgumentException(
                    tensor + " cannot be multiplied in bfloat16: copy it to an ACTIVATION first");
        }
        long start = shadow ? at.shadow(tensor) : at.address(tensor);
        return operand(matrix, transposed, start, at.bfloat16());
    }

    private MatrixProduct.Operand operand(
            Matrix matrix, boolean transposed, long start, boolean bfloat16) {
        return new MatrixProduct.Operand(
                start + matrix.offset() * (bfloat16 ? Short.BYTES : Float.BYTES),
                bfloat16,
                transposed,
                matrix.rows(),
                matrix.columns(),
                matrix.rowStride(),
                matrix.batchStride());
    }

    private boolean isBfloat16(Tensor tensor) {
        return at.bfloat16() && tensor.type() == DType.ACTIVATION;
    }

    private long bias(MatMul op) {
        Tensor bias = op.bias();
        return isBfloat16(op.c().tensor()) && at.hasShadow(bias) ? at.shadow(bias) : at.real(bias);
    }

    private Step.Launch epilogue(MatMul op, int m, int n) {
        Matrix c = op.c();
        long start = at.address(c.tensor()) + c.offset() * at.elementBytes(c.tensor());
        return new LaunchBuilder(
                        Kernel.of(
                                "add_bias",
                                Map.of("ACT_BF16", at.actBf16(), "C", at.ctype(c.tensor()))))
                .grid(ceilDiv(n, THREADS), Math.min(m, 4096), c.batch())
                .block(THREADS)
                .pointer(start, at.real(op.bias()))
                .integer(n)
                .wide(c.rowStride(), c.batchStride())
                .integer(m)
                .flag(op.relu())
                .build();
    }
}
