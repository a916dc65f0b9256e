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
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * An immutable tensor with a name, as files of weights hold it: elements in row-major order (the
 * last dimension varies fastest), little-endian. Holds less than 2^31 bytes. A tensor without
 * dimensions is a single element.
 */
public final class NamedTensor {
    private final String name;
    private final DType dtype;
    private final int[] shape;
    private final int count;
    private final ByteBuffer bytes;

    /** Takes over {@code bytes}, from its position to its limit. */
    NamedTensor(String name, DType dtype, int[] shape, ByteBuffer bytes) {
        this.name = name;
        this.dtype = dtype;
        this.shape = shape.clone();
        this.count = Shapes.elements(shape);
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (this.bytes.remaining() != (long) count * dtype.bytes()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Tensor %s: %d bytes for shape %s of %s",
                            name,
                            this.bytes.remaining(),
                            Arrays.toString(shape),
                            dtype));
        }
    }

    /**
     * A float32 tensor with a copy of the values.
     *
     * @throws IllegalArgumentException if the number of values is not the product of the shape
     */
    public static NamedTensor of(String name, int[] shape, float... values) {
        ByteBuffer bytes = allocate(values.length, DType.F32);
        bytes.asFloatBuffer().put(values);
        return new NamedTensor(name, DType.F32, shape, bytes);
    }

    /**
     * A float64 tensor with a copy of the values.
     *
     * @throws IllegalArgumentException if the number of values is not the product of the shape
     */
    public static NamedTensor of(String name, int[] shape, double... values) {
        ByteBuffer bytes = allocate(values.length, DType.F64);
        bytes.asDoubleBuffer().put(values);
        return new NamedTensor(name, DType.F64, shape, bytes);
    }

    /**
     * An int64 tensor with a copy of the values.
     *
     * @throws IllegalArgumentException if the number of values is not the product of the shape
     */
    public static NamedTensor of(String name, int[] shape, long... values) {
        ByteBuffer bytes = allocate(values.length, DType.I64);
        bytes.asLongBuffer().put(values);
        return new NamedTensor(name, DType.I64, shape, bytes);
    }

    /**
     * A tensor of any type from its little-endian bytes, which are copied.
     *
     * @throws IllegalArgumentException if the number of bytes does not fit type and shape
     */
    public static NamedTensor ofBytes(String name, DType dtype, int[] shape, byte[] littleEndian) {
        return new NamedTensor(name, dtype, shape, ByteBuffer.wrap(littleEndian.clone()));
    }

    private static ByteBuffer allocate(int count, DType dtype) {
        return ByteBuffer.allocate(Math.multiplyExact(count, dtype.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The name, by which the file knows the tensor. */
    public String name() {
        return name;
    }

    /** The type of the elements in the file. */
    public DType dtype() {
        return dtype;
    }

    /** A copy of the shape; empty for a single number. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of elements: the product of the shape. */
    public int elementCount() {
        return count;
    }

    /** The elements, row-major and little-endian; a read-only view. */
    public ByteBuffer bytes() {
        return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The same tensor under another name; the elements are shared. */
    public NamedTensor withName(String newName) {
        return new NamedTensor(newName, dtype, shape, bytes);
    }

    /**
     * The elements of a floating-point tensor, row-major, as a new array; float64 is rounded.
     *
     * @throws IllegalStateException if the elements are not floating-point numbers
     */
    public float[] floats() {
        float[] values = new float[count];
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(values);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = (float) bytes.getDouble(8 * i);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float16.toFloat(bytes.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
                }
            }
            default -> throw wrongType("floating-point");
        }
        return values;
    }

    /**
     * The elements of a floating-point tensor, row-major, as a new array, exactly.
     *
     * @throws IllegalStateException if the elements are not floating-point numbers
     */
    public double[] doubles() {
        double[] values = new double[count];
        if (dtype == DType.F64) {
            bytes.asDoubleBuffer().get(values);
        } else {
            float[] floats = floats();
            for (int i = 0; i < count; i++) {
                values[i] = floats[i];
            }
        }
        return values;
    }

    /**
     * The elements of an integer or boolean tensor, row-major, as a new array.
     *
     * @throws IllegalStateException if the elements are not integers
     */
    public long[] longs() {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] =
                    switch (dtype) {
                        case I64 -> bytes.getLong(8 * i);
                        case I32 -> bytes.getInt(4 * i);
                        case I16 -> bytes.getShort(2 * i);
                        case I8 -> bytes.get(i);
                        case U8 -> bytes.get(i) & 0xff;
                        case BOOL -> bytes.get(i) == 0 ? 0 : 1;
                        default -> throw wrongType("integer");
                    };
        }
        return values;
    }

    /**
     * As {@link #longs()}, for values that fit.
     *
     * @throws IllegalStateException if the elements are not integers
     * @throws ArithmeticException if a value does not fit 32 bits
     */
    public int[] ints() {
        long[] longs = longs();
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = Math.toIntExact(longs[i]);
        }
        return values;
    }

    /**
     * Checks that a floating-point tensor holds neither NaN nor infinity; any other passes.
     *
     * @param file the file to name in the message
     * @throws CheckpointFormatException naming the first such element
     */
    public void requireFinite(String file) throws CheckpointFormatException {
        if (!dtype.isFloating()) {
            return;
        }
        double[] values = doubles();
        for (int i = 0; i < count; i++) {
            if (!Double.isFinite(values[i])) {
                throw new CheckpointFormatException(
                        file,
                        "tensor " + name,
                        String.format(Locale.ROOT, "element %d of %d is %s", i, count, values[i]),
                        "These weights diverged in training: use an earlier checkpoint");
            }
        }
    }

    private IllegalStateException wrongType(String wanted) {
        return new IllegalStateException(
                String.format(
                        Locale.ROOT, "Tensor %s holds %s, not %s numbers", name, dtype, wanted));
    }

    /** Same name, type, shape and bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NamedTensor that
                && name.equals(that.name)
                && dtype == that.dtype
                && Arrays.equals(shape, that.shape)
                && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
        return name + " " + dtype + Arrays.toString(shape);
    }
}
