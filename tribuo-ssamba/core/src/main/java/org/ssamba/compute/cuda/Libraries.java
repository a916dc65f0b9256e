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

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.compute.NativeAccess;

/** Loads NVIDIA's libraries from wherever the machine has them. */
final class Libraries {
    /** The newest CUDA this was written against, and the oldest. */
    private static final int NEWEST = 13;

    private static final int OLDEST = 12;

    /** What to do for several cards. */
    static final String NCCL_ADVICE =
            "install NCCL (the package libnccl2, or the wheel nvidia-nccl-cu12 or nvidia-nccl-cu13"
                    + " for the CUDA of the driver), and set -D"
                    + LibrarySearch.PROPERTY
                    + " or "
                    + LibrarySearch.VARIABLE
                    + " to its folder if it is not found; or use one card.";

    private static final Logger LOG = Logger.getLogger(Libraries.class.getName());

    private final LibrarySearch search;

    Libraries(LibrarySearch search) {
        this.search = search;
    }

    /**
     * The driver's library.
     *
     * @return libcuda.
     * @throws CudaUnavailableException if there is none.
     */
    NativeLibrary driver() {
        return load(
                "NVIDIA's driver library",
                List.of(Platform.isWindows() ? "nvcuda.dll" : "libcuda.so.1"),
                "Install NVIDIA's driver for the card (CUDA 12 or newer), or use the CPU backend.");
    }

    /**
     * The run-time compiler.
     *
     * @param driverMajor the CUDA the driver supports.
     * @return libnvrtc.
     * @throws CudaUnavailableException if there is none the driver can serve.
     */
    NativeLibrary compiler(int driverMajor) {
        List<String> names = new ArrayList<>();
        for (int major : majors(driverMajor)) {
            names.add(
                    Platform.isWindows() ? "nvrtc64_" + major + "0_0.dll" : "libnvrtc.so." + major);
        }
        return load("NVRTC, the run-time compiler", names, advice(driverMajor));
    }

    /**
     * Matrix products.
     *
     * @param driverMajor the CUDA the driver supports.
     * @return libcublasLt.
     * @throws CudaUnavailableException if there is none the driver can serve.
     */
    NativeLibrary matrixProducts(int driverMajor) {
        List<String> names = new ArrayList<>();
        for (int major : majors(driverMajor)) {
            names.add(
                    Platform.isWindows()
                            ? "cublasLt64_" + major + ".dll"
                            : "libcublasLt.so." + major);
        }
        return load("cuBLASLt, the matrix products", names, advice(driverMajor));
    }

    /**
     * Collectives.
     *
     * @return libnccl.
     * @throws CudaUnavailableException if there is none.
     */
    NativeLibrary collectives() {
        return load(
                "NCCL, which joins several cards",
                List.of("libnccl.so.2"),
                "To use several cards, " + NCCL_ADVICE);
    }

    /**
     * How busy devices are; nothing else needs it.
     *
     * @return NVIDIA's management library, or what does not know.
     */
    Monitoring monitoring() {
        try {
            return Nvml.start(
                    load(
                            "NVIDIA's management library",
                            List.of(Platform.isWindows() ? "nvml.dll" : "libnvidia-ml.so.1"),
                            "It comes with NVIDIA's driver."));
        } catch (CudaUnavailableException e) {
            LOG.log(Level.FINE, "How busy the GPU is cannot be read: {0}", e.getMessage());
            return busId -> Double.NaN;
        }
    }

    /** A driver serves its own CUDA and older ones, never a newer major version. */
    private static List<Integer> majors(int driverMajor) {
        List<Integer> majors = new ArrayList<>();
        for (int major = Math.min(NEWEST, driverMajor); major >= OLDEST; major--) {
            majors.add(major);
        }
        return majors;
    }

    private static String advice(int driverMajor) {
        int major = Math.max(OLDEST, Math.min(NEWEST, driverMajor));
        return "Install the CUDA "
                + major
                + " toolkit, or the wheels nvidia-cuda-nvrtc and nvidia-cublas for CUDA "
                + major
                + ", and set -D"
                + LibrarySearch.PROPERTY
                + " or "
                + LibrarySearch.VARIABLE
                + " to their folder if it is not found by itself.";
    }

    private NativeLibrary load(String what, List<String> names, String advice) {
        NativeAccess.missing()
                .ifPresent(
                        reason -> {
                            throw new CudaUnavailableException(
                                    "The CUDA backend calls native libraries: " + reason);
                        });
        List<String> failures = new ArrayList<>();
        for (String candidate : search.candidates(names)) {
            try {
                loadBuiltins(candidate);
                return NativeLibrary.getInstance(candidate);
            } catch (UnsatisfiedLinkError e) {
                failures.add(candidate + " (" + reason(e) + ")");
            }
        }
        throw new CudaUnavailableException(
                "The CUDA backend needs "
                        + what
                        + " ("
                        + String.join(" or ", names)
                        + "), which could not be loaded. Looked in:"
                        + search.places()
                        + "\nTried: "
                        + String.join("; ", failures)
                        + "\n"
                        + advice);
    }

    /** NVRTC opens its built-in functions by name: loaded first, they are found anywhere. */
    private static void loadBuiltins(String candidate) {
        Path folder = Path.of(candidate).getParent();
        if (folder != null && Path.of(candidate).getFileName().toString().contains("nvrtc")) {
            for (Path builtins : LibrarySearch.children(folder, "libnvrtc-builtins.so*")) {
                NativeLibrary.getInstance(builtins.toString());
            }
        }
    }

    /** JNA's first line repeats the name; the loader's own words follow. */
    private static String reason(UnsatisfiedLinkError e) {
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        return lines.get(Math.min(1, lines.size() - 1));
    }
}
