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

/**
 * The functions and constants of nccl.h that are used, mapped directly; communicators are numbers.
 */
final class NcclCalls {
    static final int FLOAT32 = 7;
    static final int SUM = 0;
    static final int SUCCESS = 0;
    static final int IN_PROGRESS = 7;

    private static boolean bound;

    private NcclCalls() {}

    /** Binds the functions, once: they serve every backend of the process. */
    static synchronized void bind(NativeLibrary library) {
        if (!bound) {
            Native.register(NcclCalls.class, library);
            bound = true;
        }
    }

    static native int ncclGetVersion(Pointer version);

    static native String ncclGetErrorString(int result);

    static native String ncclGetLastError(long communicator);

    static native int ncclCommInitAll(Pointer communicators, int count, Pointer devices);

    static native int ncclCommGetAsyncError(long communicator, Pointer result);

    static native int ncclCommAbort(long communicator);

    static native int ncclCommDestroy(long communicator);

    static native int ncclAllReduce(
            long from,
            long to,
            long count,
            int type,
            int operation,
            long communicator,
            long stream);
}
