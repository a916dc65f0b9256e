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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ssamba.work.WorkerPool;

/** The kernels of a device: compiled for it at first use, kept on disk and loaded once. */
final class KernelLibrary implements AutoCloseable {
    /** What every kernel may use without asking. */
    private static final int DEFAULT_SHARED_BYTES = 48 << 10;

    private final Driver driver;
    private final KernelCompiler compiler;
    private final KernelCache cache;
    private final String architecture;
    private final String driverVersion;
    private final Map<Kernel.Variant, Long> modules = new HashMap<>();
    private final Map<Kernel, Long> functions = new HashMap<>();
    private final Map<Kernel, Integer> sharedBytes = new HashMap<>();

    /**
     * An empty library.
     *
     * @param architecture such as {@code sm_90}.
     * @param driverVersion part of the cache's key.
     */
    KernelLibrary(
            Driver driver,
            KernelCompiler compiler,
            KernelCache cache,
            String architecture,
            String driverVersion) {
        this.driver = driver;
        this.compiler = compiler;
        this.cache = cache;
        this.architecture = architecture;
        this.driverVersion = driverVersion;
    }

    /**
     * Compiles what is missing, on all processors, and loads it. The calling thread holds the
     * context.
     *
     * @param kernels what will be launched.
     */
    void prepare(Collection<Kernel> kernels) {
        List<Kernel.Variant> missing =
                kernels.stream()
                        .map(Kernel::variant)
                        .distinct()
                        .filter(variant -> !isLoaded(variant))
                        .toList();
        // Not under the lock: other threads may compile other kernels meanwhile.
        byte[][] images = new byte[missing.size()][];
        WorkerPool.shared().forEach(images.length, i -> images[i] = compile(missing.get(i)));
        synchronized (this) {
            for (int i = 0; i < images.length; i++) {
                byte[] image = images[i];
                modules.computeIfAbsent(missing.get(i), variant -> driver.loadModule(image));
            }
            for (Kernel kernel : kernels) {
                functions.computeIfAbsent(
                        kernel, k -> driver.function(modules.get(k.variant()), k.entry()));
            }
        }
    }

    private synchronized boolean isLoaded(Kernel.Variant variant) {
        return modules.containsKey(variant);
    }

    /**
     * The handle of a prepared kernel.
     *
     * @param kernel given to {@link #prepare} before.
     * @return what the driver launches.
     */
    synchronized long function(Kernel kernel) {
        Long function = functions.get(kernel);
        if (function == null) {
            throw new IllegalStateException(kernel + " was not prepared");
        }
        return function;
    }

    /**
     * Allows a prepared kernel dynamic shared memory.
     *
     * @param bytes what a launch will ask for.
     */
    synchronized void allowShared(Kernel kernel, int bytes) {
        if (bytes > sharedBytes.getOrDefault(kernel, DEFAULT_SHARED_BYTES)) {
            driver.allowSharedMemory(function(kernel), bytes);
            sharedBytes.put(kernel, bytes);
        }
    }

    private byte[] compile(Kernel.Variant variant) {
        String source = KernelSource.of(variant.file());
        List<String> options = options(variant, architecture);
        List<String> parts = new ArrayList<>(options);
        parts.add(source);
        parts.add(driverVersion);
        parts.add(compiler.version());
        String key = KernelCache.key(parts);
        return cache.get(key)
                .orElseGet(
                        () -> {
                            byte[] image = compiler.compile(variant.file(), source, options);
                            cache.put(key, image);
                            return image;
                        });
    }

    /** What the compiler is told. */
    static List<String> options(Kernel.Variant variant, String architecture) {
        List<String> options = new ArrayList<>();
        options.add("--gpu-architecture=" + architecture);
        options.add("--std=c++17");
        // Lambdas with parameters of any type are device functions too.
        options.add("--device-as-default-execution-space");
        variant.macros().forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }

    @Override
    public synchronized void close() {
        modules.values().forEach(driver::unloadModule);
        modules.clear();
        functions.clear();
    }
}
