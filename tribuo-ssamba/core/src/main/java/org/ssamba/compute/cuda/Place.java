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

import org.ssamba.compute.DType;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;

/**
 * Where an operation finds its tensors and its private memory while it is turned into launches, and
 * what it may know of the device.
 */
abstract class Place {
    private final Precision precision;
    private final DeviceLimits limits;

    Place(Precision precision, DeviceLimits limits) {
        this.precision = precision;
        this.limits = limits;
    }

    /** The address of a tensor's first element. */
    abstract long address(Tensor tensor);

    /** The address of the bfloat16 copy of a parameter; called under bfloat16 only. */
    abstract long shadow(Tensor parameter);

    /**
     * Private memory of the operation at hand, valid until its last launch ends.
     *
     * @param bytes how much.
     * @return its address, aligned to 256 bytes.
     */
    abstract long scratch(long bytes);

    /**
     * A table that lives as long as the program.
     *
     * @param content its bytes in the device's order.
     * @return its address, aligned to 256 bytes.
     */
    abstract long table(byte[] content);

    /**
     * The same place for operations that compute in float32 under bfloat16 too: their ACTIVATION
     * tensors are FLOAT32 then, and products read the master weights.
     */
    final Place inFloat32() {
        Place outer = this;
        return new Place(Precision.FLOAT32, limits) {
            @Override
            long address(Tensor tensor) {
                return outer.address(tensor);
            }

            @Override
            long shadow(Tensor parameter) {
                throw new IllegalStateException("float32 operations read master weights");
            }

            @Override
            long scratch(long bytes) {
                return outer.scratch(bytes);
            }

            @Override
            long table(byte[] content) {
                return outer.table(content);
            }

            @Override
            long typed(Tensor tensor, DType type) {
                boolean wanted = tensor == null || type != DType.ACTIVATION;
                return super.typed(tensor, wanted ? type : DType.FLOAT32);
            }
        };
    }

    final boolean bfloat16() {
        return precision == Precision.BFLOAT16;
    }

    final Precision precision() {
        return precision;
    }

    /** The macro every kernel file takes. */
    final int actBf16() {
        return bfloat16() ? 1 : 0;
    }

    final DeviceLimits limits() {
        return limits;
    }

    final int multiprocessors() {
        return limits.multiprocessors();
    }

    /** The address of an ACTIVATION tensor, or 0 for null. */
    final long act(Tensor tensor) {
        return typed(tensor, DType.ACTIVATION);
    }

    /** The address of a view of an ACTIVATION tensor. */
    final long act(Matrix matrix) {
        return act(matrix.tensor()) + matrix.offset() * DType.ACTIVATION.bytes(precision);
    }

    /** The address of a FLOAT32 tensor, or 0 for null. */
    final long real(Tensor tensor) {
        return typed(tensor, DType.FLOAT32);
    }

    /** The address of an INT32 tensor, or 0 for null. */
    final long ints(Tensor tensor) {
        return typed(tensor, DType.INT32);
    }

    /** The C type of a floating-point tensor's elements, for macros. */
    final String ctype(Tensor tensor) {
        return tensor.type() == DType.ACTIVATION ? "ACT" : "float";
    }

    /** The size of a tensor's elements in bytes. */
    final int elementBytes(Tensor tensor) {
        return tensor.type().bytes(precision);
    }

    /** Whether matrix products read a tensor through its bfloat16 shadow. */
    final boolean hasShadow(Tensor tensor) {
        return bfloat16() && tensor.region() == Region.PARAMETERS;
    }

    /** The address of a tensor that must be of a type, or 0 for null. */
    long typed(Tensor tensor, DType type) {
        if (tensor == null) {
            return 0;
        }
        if (tensor.type() != type) {
            throw new IllegalArgumentException(tensor + " stands where a " + type + " must be");
        }
        return address(tensor);
    }

    /** The largest pack of 4, 2 or 1 elements that divides all the numbers. */
    static int pack(long... numbers) {
        long all = 4;
        for (long number : numbers) {
            all |= number;
        }
        return (int) Long.lowestOneBit(all);
    }

    static long ceilDiv(long x, long y) {
        return (x + y - 1) / y;
    }
}
