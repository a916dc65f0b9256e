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

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * BLAS's {@code sgemm} as the libtorch that DJL loads exports it: in place, with strides, without
 * the copies that a tensor library makes.
 *
 * <p>BLAS is column-major; a row-major product is the product of the transposes in reverse order:
 * {@code cᵀ = b'ᵀ·a'ᵀ}, and a row-major matrix read column-major is its transpose already.
 */
final class BlasProduct implements MatrixProduct {
    /**
     * From this many rows on MKL rounds a row alike, however many others there are; it has kernels
     * of their own for one, two and three, which a head's product of a single clip would meet.
     */
    private static final int LEAST_ROWS = 4;

    private final String name;

    private BlasProduct(String name) {
        this.name = name;
    }

    /**
     * Binds to a libtorch that is already loaded.
     *
     * @param directory where it lies.
     * @param version of libtorch, for the name.
     * @return the product.
     * @throws UnsatisfiedLinkError if this build of libtorch does not export what is needed.
     */
    static BlasProduct load(Path directory, String version) {
        Native.register(
                Sgemm.class,
                NativeLibrary.getInstance(
                        directory.resolve(System.mapLibraryName("torch_cpu")).toString()));
        Native.register(OpenMp.class, NativeLibrary.getInstance(findOpenMp(directory).toString()));
        return new BlasProduct("sgemm of libtorch " + version);
    }

    private static Path findOpenMp(Path directory) {
        List<Path> found;
        try (var files = Files.list(directory)) {
            found =
                    files.filter(file -> file.getFileName().toString().startsWith("libgomp"))
                            .collect(Collectors.toList());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException("Cannot list " + directory, e);
        }
        if (found.size() != 1) {
            // Without it the threads inside BLAS cannot be held to one.
            throw new UnsatisfiedLinkError("No single libgomp in " + directory + ": " + found);
        }
        return found.get(0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepareThread() {
        OpenMp.omp_set_num_threads(1);
    }

    @Override
    public Bound bind(Layout layout) {
        return new BoundProduct(layout);
    }

    private static final class BoundProduct implements Bound {
        /** Keeps the addresses valid. */
        private final Layout layout;

        private final long a;
        private final long b;
        private final long c;

        BoundProduct(Layout layout) {
            this.layout = layout;
            this.a = Pointer.nativeValue(Native.getDirectBufferPointer(layout.a()));
            this.b = Pointer.nativeValue(Native.getDirectBufferPointer(layout.b()));
            this.c = Pointer.nativeValue(Native.getDirectBufferPointer(layout.c()));
        }

        @Override
        public void multiply(
                int aOffset, int bOffset, int cOffset, int rows, int columns, Scratch scratch) {
            if (rows < LEAST_ROWS && !layout.transposeA() && !layout.accumulate()) {
                scratch.kept(FewRows.class, FewRows::new)
                        .multiply(
                                layout, aOffset, b + 4L * bOffset, cOffset, rows, columns, scratch);
                return;
            }
            scratch.kept(Arguments.class, Arguments::new)
                    .call(
                            layout,
                            a + 4L * aOffset,
                            layout.aStride(),
                            b + 4L * bOffset,
                            c + 4L * cOffset,
                            layout.cStride(),
                            rows,
                            columns);
        }
    }

    /** Products of fewer rows than {@link #LEAST_ROWS}: others are added and thrown away. */
    private static final class FewRows {
        private Memory memory;
        private FloatBuffer few = FloatBuffer.allocate(0);

        void multiply(
                Layout layout,
                int aOffset,
                long b,
                int cOffset,
                int rows,
                int columns,
                Scratch scratch) {
            int inner = layout.inner();
            int size = LEAST_ROWS * (inner + columns);
            if (few.capacity() < size) {
                memory = new Memory(4L * size);
                memory.clear();
                few =
                        memory.getByteBuffer(0, 4L * size)
                                .order(ByteOrder.nativeOrder())
                                .asFloatBuffer();
            }
            for (int i = 0; i < rows; i++) {
                few.put(i * inner, layout.a(), aOffset + i * layout.aStride(), inner);
            }
            int results = LEAST_ROWS * inner;
            long address = Pointer.nativeValue(memory);
            scratch.kept(Arguments.class, Arguments::new)
                    .call(
                            layout,
                            address,
                            inner,
                            b,
                            address + 4L * results,
                            columns,
                            LEAST_ROWS,
                            columns);
            for (int i = 0; i < rows; i++) {
                layout.c().put(cOffset + i * layout.cStride(), few, results + i * columns, columns);
            }
        }
    }

    /** The scalars of one call; Fortran takes all of them by address. */
    private static final class Arguments {
        private static final int TRANSPOSE_A = 0;
        private static final int TRANSPOSE_B = 4;
        private static final int ROWS = 8;
        private static final int COLUMNS = 12;
        private static final int INNER = 16;
        private static final int STRIDE_A = 20;
        private static final int STRIDE_B = 24;
        private static final int STRIDE_C = 28;
        private static final int ALPHA = 32;
        private static final int BETA = 36;

        private final Memory memory = new Memory(64);
        private final long address = Pointer.nativeValue(memory);
        private final ByteBuffer values =
                memory.getByteBuffer(0, 64).order(ByteOrder.nativeOrder());

        void call(
                Layout layout,
                long a,
                int aStride,
                long b,
                long c,
                int cStride,
                int rows,
                int columns) {
            values.put(TRANSPOSE_A, (byte) (layout.transposeA() ? 'T' : 'N'));
            values.put(TRANSPOSE_B, (byte) (layout.transposeB() ? 'T' : 'N'));
            values.putInt(ROWS, rows);
            values.putInt(COLUMNS, columns);
            values.putInt(INNER, layout.inner());
            values.putInt(STRIDE_A, aStride);
            values.putInt(STRIDE_B, layout.bStride());
            values.putInt(STRIDE_C, cStride);
            values.putFloat(ALPHA, 1f);
            values.putFloat(BETA, layout.accumulate() ? 1f : 0f);
            Sgemm.sgemm_(
                    address + TRANSPOSE_B,
                    address + TRANSPOSE_A,
                    address + COLUMNS,
                    address + ROWS,
                    address + INNER,
                    address + ALPHA,
                    b,
                    address + STRIDE_B,
                    a,
                    address + STRIDE_A,
                    address + BETA,
                    c,
                    address + STRIDE_C);
        }
    }

    /** The exported function; addresses are passed as integers of their size. */
    private static final class Sgemm {
        static native void sgemm_(
                long transposeA,
                long transposeB,
                long m,
                long n,
                long k,
                long alpha,
                long a,
                long aStride,
                long b,
                long bStride,
                long beta,
                long c,
                long cStride);
    }

    /** The threads inside BLAS, a setting of the calling thread. */
    private static final class OpenMp {
        static native void omp_set_num_threads(int threads);
    }
}
