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

import static org.ssamba.compute.cuda.CublasLtCalls.*;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import java.util.Optional;
import org.ssamba.compute.BackendException;

/**
 * cuBLASLt. It thinks column by column, so a row-major product c = a·b is asked for as cᵀ = bᵀ·aᵀ:
 * the same memory, the factors swapped. Sums are float32; float32 factors are not rounded to TF32.
 */
final class CublasLt implements MatrixProducts {
    /** Memory the library may use for split sums. */
    static final long WORKSPACE_BYTES = 32L << 20;

    private final boolean tf32;
    private final long handle;
    private final long workspace;

    /**
     * Starts the library.
     *
     * @param library libcublasLt.
     * @param tf32 whether factors in float32 may be rounded to TF32, 10 bits, as the tensor cores
     *     take them; sums are float32.
     * @param workspace device memory of {@link #WORKSPACE_BYTES}, used by one product at a time.
     */
    CublasLt(NativeLibrary library, boolean tf32, long workspace) {
        try {
            CublasLtCalls.bind(library);
        } catch (UnsatisfiedLinkError e) {
            throw new CudaUnavailableException(
                    "cuBLASLt at "
                            + library.getFile()
                            + " lacks a function the CUDA backend needs ("
                            + e.getMessage()
                            + "): install CUDA 12 or newer.");
        }
        this.tf32 = tf32;
        this.workspace = workspace;
        try (Memory out = new Memory(8)) {
            check(cublasLtCreate(out), "cublasLtCreate");
            handle = out.getLong(0);
        }
    }

    @Override
    public String version() {
        long version = cublasLtGetVersion();
        // 120805 is 12.8.5, 130000 is 13.0.0.
        return version / 10000 + "." + version / 100 % 100 + "." + version % 100;
    }

    @Override
    public Optional<Prepared> prepare(MatrixProduct product) {
        int compute = tf32 && !product.a().bfloat16() ? COMPUTE_32F_FAST_TF32 : COMPUTE_32F;
        Ready ready = new Ready(product, compute);
        if (ready.choose()) {
            return Optional.of(ready);
        }
        ready.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        check(cublasLtDestroy(handle), "cublasLtDestroy");
    }

    private static void check(int status, String call) {
        if (status != 0) {
            throw new BackendException(call + " failed with cublasStatus_t " + status);
        }
    }

    /** Descriptors and algorithm of one product. */
    private final class Ready implements Prepared {
        private final MatrixProduct product;
        private final long desc;
        // In the library's order: its first factor is our second.
        private final long first;
        private final long second;
        private final long result;
        private final Memory algorithm = new Memory(ALGORITHM_BYTES);
        private final Memory alpha = new Memory(4);
        private final Memory beta = new Memory(4);
        private String description = "none";

        Ready(MatrixProduct product, int compute) {
            this.product = product;
            alpha.setFloat(0, 1);
            beta.setFloat(0, product.accumulate() ? 1 : 0);
            try (Memory out = new Memory(8)) {
                check(cublasLtMatmulDescCreate(out, compute, R_32F), "cublasLtMatmulDescCreate");
                desc = out.getLong(0);
            }
            describe(DESC_TRANSA, product.b().transposed() ? 1 : 0);
            describe(DESC_TRANSB, product.a().transposed() ? 1 : 0);
            int epilogue =
                    (product.bias() != 0 ? EPILOGUE_BIAS : 0)
                            | (product.relu() ? EPILOGUE_RELU : 0);
            describe(DESC_EPILOGUE, epilogue == 0 ? EPILOGUE_DEFAULT : epilogue);
            if (product.bias() != 0) {
                try (Memory value = new Memory(8)) {
                    value.setLong(0, product.bias());
                    check(
                            cublasLtMatmulDescSetAttribute(desc, DESC_BIAS_POINTER, value, 8),
                            "cublasLtMatmulDescSetAttribute");
                }
                describe(DESC_BIAS_DATA_TYPE, type(product.c()));
            }
            first = layout(product.b());
            second = layout(product.a());
            result = layout(product.c());
        }

        /** Takes the first algorithm the library proposes; false if it has none. */
        boolean choose() {
            // Split sums are kept in float32 and added in a step of their own where possible; all
            // the library's schemes have a fixed order.
            return choose(REDUCTION_COMPUTE_TYPE) || choose(REDUCTION_ANY);
        }

        private boolean choose(int reductionMask) {
            try (Memory out = new Memory(8);
                    Memory results = new Memory(HEURISTIC_RESULT_BYTES)) {
                check(cublasLtMatmulPreferenceCreate(out), "cublasLtMatmulPreferenceCreate");
                long preference = out.getLong(0);
                try {
                    prefer(preference, PREF_MAX_WORKSPACE_BYTES, WORKSPACE_BYTES, 8);
                    prefer(preference, PREF_REDUCTION_SCHEME_MASK, reductionMask, 4);
                    prefer(preference, PREF_MIN_ALIGNMENT_A_BYTES, product.b().alignment(), 4);
                    prefer(preference, PREF_MIN_ALIGNMENT_B_BYTES, product.a().alignment(), 4);
                    prefer(preference, PREF_MIN_ALIGNMENT_C_BYTES, product.c().alignment(), 4);
                    prefer(preference, PREF_MIN_ALIGNMENT_D_BYTES, product.c().alignment(), 4);
                    results.clear();
                    out.setLong(0, 0);
                    int status =
                            cublasLtMatmulAlgoGetHeuristic(
                                    handle,
                                    desc,
                                    first,
                                    second,
                                    result,
                                    result,
                                    preference,
                                    1,
                                    results,
                                    out);
                    if (status != 0
                            || out.getInt(0) == 0
                            || results.getInt(ALGORITHM_BYTES + 8) != 0) {
                        return false;
                    }
                } finally {
                    check(
                            cublasLtMatmulPreferenceDestroy(preference),
                            "cublasLtMatmulPreferenceDestroy");
                }
                algorithm.write(0, results.getByteArray(0, ALGORITHM_BYTES), 0, ALGORITHM_BYTES);
                description =
                        "algorithm "
                                + configuration(CONFIG_ID)
                                + ", tile "
                                + configuration(CONFIG_TILE)
                                + ", split "
                                + configuration(CONFIG_SPLIT_K)
                                + ", scheme "
                                + configuration(CONFIG_REDUCTION_SCHEME)
                                + ", workspace "
                                + results.getLong(ALGORITHM_BYTES);
                return true;
            }
        }

        @Override
        public String algorithm() {
            return description;
        }

        @Override
        public void enqueue(long stream) {
            check(
                    cublasLtMatmul(
                            handle,
                            desc,
                            alpha,
                            product.b().address(),
                            first,
                            product.a().address(),
                            second,
                            beta,
                            product.c().address(),
                            result,
                            product.c().address(),
                            result,
                            algorithm,
                            workspace,
                            WORKSPACE_BYTES,
                            stream),
                    "cublasLtMatmul of " + product);
        }

        @Override
        public void close() {
            check(cublasLtMatrixLayoutDestroy(first), "cublasLtMatrixLayoutDestroy");
            check(cublasLtMatrixLayoutDestroy(second), "cublasLtMatrixLayoutDestroy");
            check(cublasLtMatrixLayoutDestroy(result), "cublasLtMatrixLayoutDestroy");
            check(cublasLtMatmulDescDestroy(desc), "cublasLtMatmulDescDestroy");
            algorithm.close();
            alpha.close();
            beta.close();
        }

        private int configuration(int attribute) {
            try (Memory value = new Memory(16)) {
                value.clear();
                check(
                        cublasLtMatmulAlgoConfigGetAttribute(
                                algorithm, attribute, value, 4, value.share(8)),
                        "cublasLtMatmulAlgoConfigGetAttribute");
                return value.getInt(0);
            }
        }

        private void describe(int attribute, int number) {
            try (Memory value = new Memory(4)) {
                value.setInt(0, number);
                check(
                        cublasLtMatmulDescSetAttribute(desc, attribute, value, 4),
                        "cublasLtMatmulDescSetAttribute");
            }
        }

        private void prefer(long preference, int attribute, long number, int bytes) {
            try (Memory value = new Memory(8)) {
                value.setLong(0, number); // little-endian: the low bytes come first
                check(
                        cublasLtMatmulPreferenceSetAttribute(preference, attribute, value, bytes),
                        "cublasLtMatmulPreferenceSetAttribute");
            }
        }

        private int type(MatrixProduct.Operand operand) {
            return operand.bfloat16() ? R_16BF : R_32F;
        }

        /** A row-major matrix is its transpose, column by column. */
        private long layout(MatrixProduct.Operand operand) {
            try (Memory value = new Memory(8)) {
                check(
                        cublasLtMatrixLayoutCreate(
                                value,
                                type(operand),
                                operand.columns(),
                                operand.rows(),
                                operand.rowStride()),
                        "cublasLtMatrixLayoutCreate");
                long layout = value.getLong(0);
                if (product.batch() > 1) {
                    value.setInt(0, product.batch());
                    check(
                            cublasLtMatrixLayoutSetAttribute(layout, LAYOUT_BATCH_COUNT, value, 4),
                            "cublasLtMatrixLayoutSetAttribute");
                    value.setLong(0, operand.batchStride());
                    check(
                            cublasLtMatrixLayoutSetAttribute(
                                    layout, LAYOUT_STRIDED_BATCH_OFFSET, value, 8),
                            "cublasLtMatrixLayoutSetAttribute");
                }
                return layout;
            }
        }
    }
}
