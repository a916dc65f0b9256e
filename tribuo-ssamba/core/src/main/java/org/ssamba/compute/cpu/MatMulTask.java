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
import org.ssamba.compute.Matrix;
import org.ssamba.compute.op.MatMul;

/**
 * {@link MatMul}: every result is cut into blocks of rows of fixed size, each of them one product
 * and its epilogue while it is still in cache.
 */
final class MatMulTask implements CpuTask {
    /** Multiplications and additions that make a block worth a call: under a millisecond. */
    private static final double BLOCK_FLOPS = 64e6;

    /** Fewer would pay too often for what a library does with b first. */
    private static final int LEAST_ROWS = 128;

    /** A product of few matrices is cut further, for the sake of machines with some cores. */
    private static final int LEAST_PIECES = 4;

    private static final int SMALLEST_ROWS = 64;

    /** Rows are cut at multiples of this, which suits the kernels of every library. */
    private static final int GRAIN = 16;

    private final Matrix a;
    private final Matrix b;
    private final Matrix c;
    private final int rowsPerBlock;
    private final int blocks;
    private final long rowStepA;
    private final MatrixProduct.Bound product;
    private final FloatBuffer results;
    private final FloatBuffer bias;
    private final float[] biases;
    private final boolean relu;
    private final Workers.Piece body = this::block;

    MatMulTask(MatMul op, CpuMemory memory, MatrixProduct library) {
        this.a = op.a();
        this.b = op.b();
        this.c = op.c();
        int inner = op.transposeA() ? a.rows() : a.columns();
        check(op, inner);
        this.rowStepA = op.transposeA() ? 1 : a.rowStride();
        this.rowsPerBlock = rowsPerBlock(c, inner);
        this.blocks = Rows.pieces(c.rows(), rowsPerBlock);
        this.results = memory.floats(c.tensor());
        this.bias = op.bias() == null ? null : memory.floats(op.bias());
        this.biases = new float[c.columns()];
        this.relu = op.relu();
        this.product =
                library.bind(
                        new MatrixProduct.Layout(
                                memory.floats(a.tensor()),
                                Math.toIntExact(a.rowStride()),
                                op.transposeA(),
                                memory.floats(b.tensor()),
                                Math.toIntExact(b.rowStride()),
                                op.transposeB(),
                                results,
                                Math.toIntExact(c.rowStride()),
                                inner,
                                op.accumulate()));
    }

    /** Depends on the shape only: other blocks may round otherwise. */
    private static int rowsPerBlock(Matrix c, int inner) {
        double flopsPerRow = 2.0 * c.columns() * inner;
        int most = Math.max(LEAST_ROWS, (int) Math.min(c.rows(), BLOCK_FLOPS / flopsPerRow));
        int few = Math.min(Rows.pieces(LEAST_PIECES, c.batch()), c.rows() / SMALLEST_ROWS);
        int even = Math.max(Rows.pieces(c.rows(), most), few);
        int rows = Rows.pieces(c.rows(), even);
        return Rows.pieces(rows, GRAIN) * GRAIN;
    }

    private static void check(MatMul op, int inner) {
        int outer = op.transposeA() ? op.a().columns() : op.a().rows();
        int innerB = op.transposeB() ? op.b().columns() : op.b().rows();
        int outerB = op.transposeB() ? op.b().rows() : op.b().columns();
        int batch = op.c().batch();
        if (inner != innerB
                || outer != op.c().rows()
                || outerB != op.c().columns()
                || batch != op.a().batch()
                || batch != op.b().batch()
                || (op.bias() != null && op.bias().size() != outerB)) {
            throw new IllegalArgumentException("The shapes of a product do not agree: " + op);
        }
    }

    private void block(int piece, Scratch scratch) {
        int matrix = piece / blocks;
        int first = piece % blocks * rowsPerBlock;
        int rows = Math.min(rowsPerBlock, c.rows() - first);
        int aAt = (int) (a.offset() + matrix * a.batchStride() + first * rowStepA);
        int bAt = (int) (b.offset() + matrix * b.batchStride());
        int cAt = (int) (c.offset() + matrix * c.batchStride() + first * c.rowStride());
        product.multiply(aAt, bAt, cAt, rows, c.columns(), scratch);
        if (bias != null || relu) {
            for (int row = 0; row < rows; row++) {
                finishRow((int) (cAt + row * c.rowStride()), scratch);
            }
        }
    }

    private void finishRow(int at, Scratch scratch) {
        int n = c.columns();
        float[] row = scratch.floats(0, n);
        results.get(at, row, 0, n);
        if (bias != null) {
            for (int j = 0; j < n; j++) {
                row[j] += biases[j];
            }
        }
        if (relu) {
            for (int j = 0; j < n; j++) {
                // Written so that not-a-number stays what it is.
                row[j] = row[j] < 0 ? 0f : row[j];
            }
        }
        results.put(at, row, 0, n);
    }

    @Override
    public void run(Workers workers) {
        if (bias != null) {
            bias.get(0, biases);
        }
        workers.forEach(c.batch() * blocks, body);
    }
}
