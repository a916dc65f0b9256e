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

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import java.util.List;
import org.ssamba.compute.BackendException;

/** NVIDIA's run-time compiler. */
final class Nvrtc implements KernelCompiler {
    private final String version;

    Nvrtc(NativeLibrary library) {
        try {
            Calls.bind(library);
        } catch (UnsatisfiedLinkError e) {
            throw new CudaUnavailableException(
                    "NVRTC at "
                            + library.getFile()
                            + " lacks a function the CUDA backend needs ("
                            + e.getMessage()
                            + "): install CUDA 12 or newer.");
        }
        try (Memory out = new Memory(8)) {
            check(Calls.nvrtcVersion(out, out.share(4)), "nvrtcVersion", "");
            version = out.getInt(0) + "." + out.getInt(4);
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public byte[] compile(String name, String source, List<String> options) {
        try (Memory out = new Memory(8);
                StringArray texts = new StringArray(options.toArray(new String[0]), "UTF-8")) {
            check(
                    Calls.nvrtcCreateProgram(
                            out, utf8(source), utf8(name + ".cu"), 0, Pointer.NULL, Pointer.NULL),
                    "nvrtcCreateProgram",
                    name);
            long program = out.getLong(0);
            try {
                int status = Calls.nvrtcCompileProgram(program, options.size(), texts);
                if (status != 0) {
                    throw new BackendException(
                            "The kernel "
                                    + name
                                    + " does not compile with NVRTC "
                                    + version
                                    + " "
                                    + options
                                    + ": "
                                    + error(status)
                                    + "\n"
                                    + log(program));
                }
                check(Calls.nvrtcGetCUBINSize(program, out), "nvrtcGetCUBINSize", name);
                int size = Math.toIntExact(out.getLong(0));
                try (Memory cubin = new Memory(size)) {
                    check(Calls.nvrtcGetCUBIN(program, cubin), "nvrtcGetCUBIN", name);
                    return cubin.getByteArray(0, size);
                }
            } finally {
                out.setLong(0, program);
                check(Calls.nvrtcDestroyProgram(out), "nvrtcDestroyProgram", name);
            }
        }
    }

    private static byte[] utf8(String text) {
        return Native.toByteArray(text, "UTF-8");
    }

    private static String log(long program) {
        try (Memory out = new Memory(8)) {
            check(Calls.nvrtcGetProgramLogSize(program, out), "nvrtcGetProgramLogSize", "");
            try (Memory log = new Memory(Math.max(1, out.getLong(0)))) {
                check(Calls.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog", "");
                return log.getString(0, "UTF-8");
            }
        }
    }

    private static void check(int status, String call, String what) {
        if (status != 0) {
            throw new BackendException(call + " failed for " + what + ": " + error(status));
        }
    }

    private static String error(int status) {
        return Calls.nvrtcGetErrorString(status).getString(0) + " (" + status + ")";
    }

    /** The library's functions, mapped directly. */
    private static final class Calls {
        private static boolean bound;

        static synchronized void bind(NativeLibrary library) {
            if (!bound) {
                Native.register(Calls.class, library);
                bound = true;
            }
        }

        static native int nvrtcVersion(Pointer major, Pointer minor);

        static native Pointer nvrtcGetErrorString(int status);

        static native int nvrtcCreateProgram(
                Pointer program,
                byte[] source,
                byte[] name,
                int headers,
                Pointer headerTexts,
                Pointer includeNames);

        static native int nvrtcCompileProgram(long program, int options, Pointer texts);

        static native int nvrtcGetCUBINSize(long program, Pointer size);

        static native int nvrtcGetCUBIN(long program, Pointer cubin);

        static native int nvrtcGetProgramLogSize(long program, Pointer size);

        static native int nvrtcGetProgramLog(long program, Pointer log);

        static native int nvrtcDestroyProgram(Pointer program);
    }
}
