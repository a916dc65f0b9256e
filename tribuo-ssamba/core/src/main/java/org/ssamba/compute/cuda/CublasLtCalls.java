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

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The functions and constants of cublasLt.h that are used, mapped directly. */
final class CublasLtCalls {
    static final int COMPUTE_32F = 68;
    static final int COMPUTE_32F_FAST_TF32 = 77;
    static final int R_32F = 0;
    static final int R_16BF = 14;

    static final int DESC_TRANSA = 3;
    static final int DESC_TRANSB = 4;
    static final int DESC_EPILOGUE = 7;
    static final int DESC_BIAS_POINTER = 8;
    static final int DESC_BIAS_DATA_TYPE = 26;

    static final int EPILOGUE_DEFAULT = 1;
    static final int EPILOGUE_RELU = 2;
    static final int EPILOGUE_BIAS = 4;

    static final int LAYOUT_BATCH_COUNT = 5;
    static final int LAYOUT_STRIDED_BATCH_OFFSET = 6;

    static final int PREF_MAX_WORKSPACE_BYTES = 1;
    static final int PREF_REDUCTION_SCHEME_MASK = 3;
    static final int PREF_MIN_ALIGNMENT_A_BYTES = 5;
    static final int PREF_MIN_ALIGNMENT_B_BYTES = 6;
    static final int PREF_MIN_ALIGNMENT_C_BYTES = 7;
    static final int PREF_MIN_ALIGNMENT_D_BYTES = 8;

    static final int REDUCTION_COMPUTE_TYPE = 2;
    static final int REDUCTION_ANY = 7;

    static final int CONFIG_ID = 0;
    static final int CONFIG_TILE = 1;
    static final int CONFIG_SPLIT_K = 2;
    static final int CONFIG_REDUCTION_SCHEME = 3;

    /** sizeof(cublasLtMatmulHeuristicResult_t): 64 bytes of algorithm, then the workspace. */
    static final int HEURISTIC_RESULT_BYTES = 96;

    static final int ALGORITHM_BYTES = 64;

    private static boolean bound;

    private CublasLtCalls() {}

    /** Binds the functions, once: they serve every backend of the process. */
    static synchronized void bind(NativeLibrary library) {
        if (!bound) {
            Native.register(CublasLtCalls.class, library);
            bound = true;
        }
    }

    static native long cublasLtGetVersion();

    static native int cublasLtCreate(Pointer handle);

    static native int cublasLtDestroy(long handle);

    static native int cublasLtMatmulDescCreate(Pointer desc, int computeType, int scaleType);

    static native int cublasLtMatmulDescSetAttribute(
            long desc, int attribute, Pointer value, long bytes);

    static native int cublasLtMatmulDescDestroy(long desc);

    static native int cublasLtMatrixLayoutCreate(
            Pointer layout, int type, long rows, long columns, long leadingDimension);

    static native int cublasLtMatrixLayoutSetAttribute(
            long layout, int attribute, Pointer value, long bytes);

    static native int cublasLtMatrixLayoutDestroy(long layout);

    static native int cublasLtMatmulPreferenceCreate(Pointer preference);

    static native int cublasLtMatmulPreferenceSetAttribute(
            long preference, int attribute, Pointer value, long bytes);

    static native int cublasLtMatmulPreferenceDestroy(long preference);

    static native int cublasLtMatmulAlgoGetHeuristic(
            long handle,
            long desc,
            long a,
            long b,
            long c,
            long d,
            long preference,
            int requested,
            Pointer results,
            Pointer returned);

    static native int cublasLtMatmulAlgoConfigGetAttribute(
            Pointer algorithm, int attribute, Pointer value, long bytes, Pointer written);

    static native int cublasLtMatmul(
            long handle,
            long desc,
            Pointer alpha,
            long a,
            long aLayout,
            long b,
            long bLayout,
            Pointer beta,
            long c,
            long cLayout,
            long d,
            long dLayout,
            Pointer algorithm,
            long workspace,
            long workspaceBytes,
            long stream);
}
