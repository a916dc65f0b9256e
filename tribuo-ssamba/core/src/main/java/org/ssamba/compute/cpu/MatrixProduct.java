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
package org.ssamba.compute.cpu;

import java.nio.FloatBuffer;

/**
 * A library that multiplies row-major float32 matrices in direct memory. A product runs on the
 * calling thread alone; cutting work into blocks and spreading them is {@link MatMulTask}'s part,
 * so that results do not depend on how many threads there are.
 */
interface MatrixProduct {
    /** What it is, for messages and provenance. */
    String name();

    /** Called once on every thread that will multiply. */
    void prepareThread();

    /**
     * Prepares products of one layout.
     *
     * @param layout the operands.
     * @return products on them.
     */
    Bound bind(Layout layout);

    /**
     * Where the operands of {@code c = a'·b' + beta·c} are.
     *
     * @param a where a is.
     * @param aStride elements from row to row of a.
     * @param transposeA whether a' is a transposed.
     * @param b where b is.
     * @param bStride elements from row to row of b.
     * @param transposeB whether b' is b transposed.
     * @param c where c is.
     * @param cStride elements from row to row of c.
     * @param inner columns of a', rows of b'.
     * @param accumulate whether beta is 1 instead of 0.
     */
    record Layout(
            FloatBuffer a,
            int aStride,
            boolean transposeA,
            FloatBuffer b,
            int bStride,
            boolean transposeB,
            FloatBuffer c,
            int cStride,
            int inner,
            boolean accumulate) {}

    /** Products on operands of one layout; used by several threads at once. */
    interface Bound {
        /**
         * Computes a block of c.
         *
         * @param aOffset index in a of the first element that the block reads.
         * @param bOffset index in b of the first element that the block reads.
         * @param cOffset index of the block's first element.
         * @param rows rows of the block.
         * @param columns columns of the block.
         * @param scratch of the worker that computes it.
         */
        void multiply(
                int aOffset, int bOffset, int cOffset, int rows, int columns, Scratch scratch);
    }
}
