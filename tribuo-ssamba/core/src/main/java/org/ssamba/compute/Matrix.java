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

/**
 * A batch of equal row-major matrices inside a tensor, with strides.
 *
 * @param tensor where the elements are.
 * @param offset the index of the first element, counted from the tensor's start.
 * @param batch how many matrices.
 * @param batchStride elements from one matrix to the next; 0 repeats the same matrix.
 * @param rows rows of each.
 * @param columns columns of each, contiguous.
 * @param rowStride elements from one row to the next, at least {@code columns}.
 */
public record Matrix(
        Tensor tensor,
        long offset,
        int batch,
        long batchStride,
        int rows,
        int columns,
        long rowStride) {

    /** Checks that the view lies inside the tensor. */
    public Matrix {
        long last = offset + (batch - 1L) * batchStride + (rows - 1L) * rowStride + columns;
        if (offset < 0
                || batch < 1
                || rows < 1
                || columns < 1
                || rowStride < columns
                || last > tensor.size()) {
            throw new IllegalArgumentException(
                    "A view of "
                            + batch
                            + " x ("
                            + rows
                            + ", "
                            + columns
                            + ") at "
                            + offset
                            + " with strides "
                            + batchStride
                            + ", "
                            + rowStride
                            + " does not fit "
                            + tensor);
        }
    }

    /**
     * A range of columns of every matrix.
     *
     * @param first the first column.
     * @param count how many.
     * @return the narrower view.
     */
    public Matrix columns(int first, int count) {
        return new Matrix(tensor, offset + first, batch, batchStride, rows, count, rowStride);
    }

    /**
     * One matrix of the batch.
     *
     * @param index from 0.
     * @return a view with a batch of one.
     */
    public Matrix at(int index) {
        return new Matrix(tensor, offset + index * batchStride, 1, 0, rows, columns, rowStride);
    }
}
