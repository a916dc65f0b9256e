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

import java.util.Map;

/** The launch of product.cu, which stands in where the library has no algorithm for a product. */
final class PlainProduct {
    private static final int TILE = 16;

    private PlainProduct() {}

    /**
     * The launch that computes a product.
     *
     * @param product without bias and rectifier; both factors have the same element type.
     * @return the launch.
     */
    static Step.Launch of(MatrixProduct product) {
        MatrixProduct.Operand a = product.a();
        MatrixProduct.Operand b = product.b();
        MatrixProduct.Operand c = product.c();
        return new LaunchBuilder(
                        Kernel.of(
                                "product",
                                Map.of(
                                        "ACT_BF16", a.bfloat16() ? 1 : 0,
                                        "C", c.bfloat16() ? "ACT" : "float")))
                .grid(ceilDiv(product.m(), TILE), ceilDiv(product.n(), TILE), product.batch())
                .block(TILE, TILE)
                .pointer(a.address(), b.address(), c.address())
                .integer(product.m(), product.n(), product.k())
                .wide(step(a, !a.transposed()), step(a, a.transposed()), a.batchStride())
                .wide(step(b, !b.transposed()), step(b, b.transposed()), b.batchStride())
                .wide(c.rowStride(), c.batchStride())
                .flag(product.accumulate())
                .build();
    }

    /** Elements from one stored row, or else from one stored column, to the next. */
    private static long step(MatrixProduct.Operand operand, boolean rows) {
        return rows ? operand.rowStride() : 1;
    }
}
