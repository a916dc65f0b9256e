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

import java.util.Arrays;

/**
 * A named, row-major, contiguous array that operations of a {@link Plan} read and write.
 *
 * <p>Tensors are symbols: they hold no numbers. Two tensors are the same only if they are the same
 * object.
 */
public final class Tensor {
    private final String name;
    private final Region region;
    private final DType type;
    private final long offset;
    private final int[] shape;
    private final long size;

    /**
     * Made by {@link Plan.Builder}.
     *
     * @param name what it holds, unique in its plan by convention, for error messages.
     * @param region where it lives.
     * @param type its elements.
     * @param offset the index of its first element in a {@linkplain Region#shared() shared} region;
     *     0 otherwise.
     * @param shape its extents, all at least 1.
     */
    Tensor(String name, Region region, DType type, long offset, int... shape) {
        this.name = name;
        this.region = region;
        this.type = type;
        this.offset = offset;
        this.shape = shape.clone();
        long elements = 1;
        for (int extent : shape) {
            if (extent < 1) {
                throw new IllegalArgumentException(
                        "Tensor " + name + " has the empty shape " + Arrays.toString(shape));
            }
            elements = Math.multiplyExact(elements, (long) extent);
        }
        this.size = elements;
    }

    /**
     * What it holds.
     *
     * @return the name.
     */
    public String name() {
        return name;
    }

    /**
     * Where it lives.
     *
     * @return the region.
     */
    public Region region() {
        return region;
    }

    /**
     * Its elements' type.
     *
     * @return the type.
     */
    public DType type() {
        return type;
    }

    /**
     * The index of its first element in a shared region.
     *
     * @return elements, 0 outside shared regions.
     */
    public long offset() {
        return offset;
    }

    /**
     * Its extents.
     *
     * @return a copy.
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * One extent.
     *
     * @param axis 0 is the slowest.
     * @return its extent.
     */
    public int extent(int axis) {
        return shape[axis];
    }

    /**
     * The number of its elements.
     *
     * @return the product of the extents.
     */
    public long size() {
        return size;
    }

    /**
     * The whole tensor as one matrix: the last axis as columns, all others as rows.
     *
     * @return the view.
     */
    public Matrix matrix() {
        int columns = shape[shape.length - 1];
        return new Matrix(this, 0, 1, 0, Math.toIntExact(size / columns), columns, columns);
    }

    /**
     * The tensor as a batch of equal matrices: the last axis as columns, the given number of equal
     * slices of what comes before as the batch.
     *
     * @param batch how many matrices; divides the number of rows.
     * @return the view.
     */
    public Matrix matrices(int batch) {
        int columns = shape[shape.length - 1];
        long rows = size / columns;
        if (rows % batch != 0) {
            throw new IllegalArgumentException(
                    this + " does not split into " + batch + " matrices");
        }
        rows /= batch;
        return new Matrix(this, 0, batch, rows * columns, Math.toIntExact(rows), columns, columns);
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape) + ":" + type + "@" + region;
    }
}
