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

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * DJL's {@code matMul}, for platforms whose libtorch exports no BLAS. Operands are copied into
 * contiguous direct buffers that the arrays share; the result, which DJL always allocates, is
 * copied back.
 */
final class DjlProduct implements MatrixProduct {
    private final String name;
    private final Engine engine;

    DjlProduct(Engine engine) {
        this.engine = engine;
        this.name = "DJL matMul, " + engine.getEngineName() + " " + engine.getVersion();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepareThread() {
        // A setting of the thread that calls it, as far as products go.
        JniUtils.setNumThreads(1);
    }

    @Override
    public Bound bind(Layout layout) {
        return (aOffset, bOffset, cOffset, rows, columns, scratch) ->
                multiply(layout, aOffset, bOffset, cOffset, rows, columns, scratch);
    }

    private void multiply(
            Layout layout,
            int aOffset,
            int bOffset,
            int cOffset,
            int rows,
            int columns,
            Scratch scratch) {
        try (NDManager manager = engine.newBaseManager(Device.cpu())) {
            int inner = layout.inner();
            ByteBuffer[] buffers = scratch.kept(DjlProduct.class, () -> new ByteBuffer[2]);
            NDArray a =
                    operand(
                            manager,
                            buffers,
                            0,
                            layout.a(),
                            aOffset,
                            layout.transposeA() ? inner : rows,
                            layout.transposeA() ? rows : inner,
                            layout.aStride());
            NDArray b =
                    operand(
                            manager,
                            buffers,
                            1,
                            layout.b(),
                            bOffset,
                            layout.transposeB() ? columns : inner,
                            layout.transposeB() ? inner : columns,
                            layout.bStride());
            NDArray left = layout.transposeA() ? a.transpose() : a;
            NDArray right = layout.transposeB() ? b.transpose() : b;
            FloatBuffer product =
                    left.matMul(right)
                            .toByteBuffer()
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
            write(layout, product, cOffset, rows, columns, scratch);
        }
    }

    private NDArray operand(
            NDManager manager,
            ByteBuffer[] buffers,
            int which,
            FloatBuffer from,
            int offset,
            int rows,
            int columns,
            int stride) {
        int bytes = Math.multiplyExact(4, Math.multiplyExact(rows, columns));
        if (buffers[which] == null || buffers[which].capacity() < bytes) {
            buffers[which] = ByteBuffer.allocateDirect(bytes);
        }
        // A slice of exactly this size: DJL ignores the position and changes the limit.
        ByteBuffer slice = buffers[which].slice(0, bytes).order(ByteOrder.nativeOrder());
        FloatBuffer to = slice.asFloatBuffer();
        for (int row = 0; row < rows; row++) {
            to.put(row * columns, from, offset + row * stride, columns);
        }
        return manager.create(slice, new Shape(rows, columns), DataType.FLOAT32);
    }

    private static void write(
            Layout layout,
            FloatBuffer product,
            int offset,
            int rows,
            int columns,
            Scratch scratch) {
        FloatBuffer to = layout.c();
        for (int row = 0; row < rows; row++) {
            int at = offset + row * layout.cStride();
            if (!layout.accumulate()) {
                to.put(at, product, row * columns, columns);
                continue;
            }
            float[] sum = scratch.floats(0, columns);
            float[] old = scratch.floats(1, columns);
            product.get(row * columns, sum, 0, columns);
            to.get(at, old, 0, columns);
            for (int j = 0; j < columns; j++) {
                old[j] += sum[j];
            }
            to.put(at, old, 0, columns);
        }
    }
}
