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

import java.util.List;

/** Something a program puts on its stream: a kernel launch, a matrix product, a collective. */
sealed interface Step {
    /** What it is, for error messages. */
    String name();

    /**
     * A kernel launch.
     *
     * @param kernel what runs.
     * @param grid blocks along x, y, z.
     * @param block threads along x, y, z.
     * @param sharedBytes dynamic shared memory of a block.
     * @param arguments in the order of the kernel's parameters.
     */
    record Launch(
            Kernel kernel,
            List<Integer> grid,
            List<Integer> block,
            int sharedBytes,
            List<Argument> arguments)
            implements Step {
        @Override
        public String name() {
            return "kernel " + kernel.entry();
        }
    }

    /**
     * A matrix product. A library that has no such epilogue runs it without one, and then the
     * launch that does the same.
     *
     * @param product what to compute, epilogue included.
     * @param epilogue what adds the bias and rectifies instead; null if there is no epilogue.
     */
    record Product(MatrixProduct product, Launch epilogue) implements Step {
        @Override
        public String name() {
            return "matrix product " + product;
        }
    }

    /**
     * The sum of values over all cards, in place.
     *
     * @param address of the float32 values.
     * @param count how many.
     */
    record AllReduce(long address, long count) implements Step {
        @Override
        public String name() {
            return "sum of " + count + " values over all cards";
        }
    }

    /** An argument of a kernel. */
    sealed interface Argument {
        /** An address in device memory, or 0 for null. */
        record Address(long value) implements Argument {}

        /** A 32-bit integer. */
        record Int(int value) implements Argument {}

        /** A 64-bit integer. */
        record Wide(long value) implements Argument {}

        /** A float. */
        record Real(float value) implements Argument {}
    }
}
