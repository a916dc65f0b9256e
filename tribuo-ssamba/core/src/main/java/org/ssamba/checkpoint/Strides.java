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

import java.nio.ByteBuffer;

/** How elements of a tensor lie in a storage: element (i, j, …) at offset + i·s0 + j·s1 + …. */
final class Strides {
    private Strides() {}

    /** Strides, in elements, when the last dimension varies fastest. */
    static long[] rowMajor(int[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** Strides, in elements, when the first dimension varies fastest. */
    static long[] fortran(int[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int i = 0; i < shape.length; i++) {
            strides[i] = step;
            step *= Math.max(1, shape[i]);
        }
        return strides;
    }

    /** Whether a tensor with these strides is row-major without gaps. */
    static boolean isRowMajor(int[] shape, long[] strides) {
        long[] wanted = rowMajor(shape);
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] != 1 && strides[i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The elements in row-major order, as a new buffer.
     *
     * @param storage from 0 to its limit; the caller has checked that every element lies inside
     * @param offset of the first element, in elements
     */
    static ByteBuffer gather(
            ByteBuffer storage, DType dtype, long offset, int[] shape, long[] strides) {
        int size = dtype.bytes();
        int count = Shapes.elements(shape);
        byte[] result = new byte[count * size];
        int[] index = new int[shape.length];
        long at = offset;
        for (int i = 0; i < count; i++) {
            storage.get((int) (at * size), result, i * size, size);
            for (int d = shape.length - 1; d >= 0; d--) {
                at += strides[d];
                if (++index[d] < shape[d]) {
                    break;
                }
                at -= strides[d] * shape[d];
                index[d] = 0;
            }
        }
        return ByteBuffer.wrap(result);
    }
}
