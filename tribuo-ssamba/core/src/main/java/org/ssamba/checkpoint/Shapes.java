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
package org.ssamba.checkpoint;

import java.util.Arrays;

/** Arithmetic on shapes claimed by files: nothing overflows, nothing is believed. */
final class Shapes {
    private Shapes() {}

    /**
     * The shape as ints, if an array of this type and shape fits a Java array.
     *
     * @throws CheckpointFormatException if a dimension is negative or the tensor would take 2^31
     *     bytes or more
     */
    static int[] checked(String file, String place, DType dtype, long[] dims)
            throws CheckpointFormatException {
        int[] shape = new int[dims.length];
        long bytes = dtype.bytes();
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
                throw tooLarge(file, place, dtype, dims);
            }
            shape[i] = (int) dims[i];
            // Both factors are below 2^31: no overflow. Size 0 counts as 1, so that the other
            // sizes are checked too.
            bytes *= Math.max(1, dims[i]);
            if (bytes > Integer.MAX_VALUE - 16) {
                throw tooLarge(file, place, dtype, dims);
            }
        }
        return shape;
    }

    /** Number of elements of a shape known to fit. */
    static int elements(int[] shape) {
        int count = 1;
        for (int dim : shape) {
            count = Math.multiplyExact(count, dim);
        }
        return count;
    }

    private static CheckpointFormatException tooLarge(
            String file, String place, DType dtype, long[] dims) {
        return new CheckpointFormatException(
                file,
                place,
                "shape " + Arrays.toString(dims) + " of " + dtype + " is not below 2^31 bytes",
                "Split the tensor, or check that the file is not damaged");
    }
}
