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

import java.nio.file.Path;
import java.util.Objects;
import org.ssamba.compute.Precision;
import org.ssamba.work.WorkerPool;

/**
 * How to use a GPU.
 *
 * @param precision how activations are kept.
 * @param device which GPU, from 0 in the driver's order (CUDA_VISIBLE_DEVICES applies).
 * @param eager whether kernels are launched one by one, each checked, instead of as a CUDA graph:
 *     slow, and names the kernel that fails.
 * @param kernelCache the folder of compiled kernels.
 * @param memory bytes of the device's memory to use at most; at least 1.
 * @param threads of the host, for loading clips; at least 1.
 */
public record CudaOptions(
        Precision precision,
        int device,
        boolean eager,
        Path kernelCache,
        long memory,
        int threads) {
    /** The system property that sets {@link #eager}. */
    public static final String EAGER = "ssamba.cuda.eager";

    /** The system property that sets {@link #device}, or several as {@code 0,1} or {@code all}. */
    public static final String DEVICE = "ssamba.cuda.device";

    /** The system property that sets {@link #memory}, in MiB. */
    public static final String MEMORY = "ssamba.cuda.memory";

    /** Checks the numbers. */
    public CudaOptions {
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(kernelCache, "kernelCache");
        if (device < 0) {
            throw new IllegalArgumentException("A device's number is at least 0, not " + device);
        }
        if (memory < 1) {
            throw new IllegalArgumentException(
                    "The device memory to use (-D" + MEMORY + ") is at least 1 MiB");
        }
    }

    /**
     * The options that the system properties set, or else device 0, graphs, {@code
     * ~/.cache/ssamba/cuda}, and all memory that is free.
     *
     * @param precision how activations are kept.
     * @return the options.
     */
    public static CudaOptions of(Precision precision) {
        return new CudaOptions(
                precision,
                CardList.parse(CardList.setting()).stream().findFirst().orElse(0),
                Boolean.getBoolean(EAGER),
                KernelCache.defaultFolder(),
                Long.getLong(MEMORY, Long.MAX_VALUE >> 20) << 20,
                WorkerPool.standardThreads());
    }

    /**
     * The same options on another device.
     *
     * @param number from 0.
     * @return the options.
     */
    public CudaOptions on(int number) {
        return new CudaOptions(precision, number, eager, kernelCache, memory, threads);
    }

    /**
     * The same options with another number of threads.
     *
     * @param count threads of the host, at least 1.
     * @return the options.
     */
    public CudaOptions withThreads(int count) {
        return new CudaOptions(precision, device, eager, kernelCache, memory, count);
    }
}
