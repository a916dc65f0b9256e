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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssamba.compute.Precision;

/** Every kernel compiles for every supported generation, where NVIDIA's compiler is installed. */
class KernelCompilationTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "80, BFLOAT16",
        "86, FLOAT32",
        "89, BFLOAT16",
        "90, FLOAT32",
        "90, BFLOAT16",
        "100, BFLOAT16",
        "120, BFLOAT16"
    })
    void everyKernelCompiles(int capability, Precision precision) {
        assumeTrue(hasNvcc(), "nvcc is not on the PATH: kernels are not compiled here");
        Map<String, Kernel.Variant> variants = variants(capability, precision);
        Set<String> expected = KernelFiles.names();
        if (capability < 90 || precision == Precision.FLOAT32) {
            expected.removeIf(name -> name.startsWith("mixer_"));
        }
        assertEquals(expected, variants.keySet());
        List<String> failures =
                variants.values().parallelStream()
                        .map(variant -> compile(variant, "sm_" + capability))
                        .filter(output -> !output.isEmpty())
                        .toList();
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }

    @ParameterizedTest
    @EnumSource
    void everyVariantCompilesWithNvrtcAndNoHeaders(Precision precision) {
        KernelCompiler compiler;
        try {
            compiler = new Nvrtc(new Libraries(LibrarySearch.ofThisMachine()).compiler(13));
        } catch (CudaUnavailableException e) {
            assumeTrue(false, "NVRTC is not installed: " + e.getMessage().lines().findFirst());
            return;
        }
        variants(90, precision).values().parallelStream()
                .forEach(
                        variant -> {
                            List<String> options = KernelLibrary.options(variant, "sm_90");
                            byte[] cubin =
                                    compiler.compile(
                                            variant.file(),
                                            KernelSource.of(variant.file()),
                                            options);
                            assertTrue(cubin.length > 100, variant::toString);
                        });
    }

    @Test
    void sourcesIncludeNothingFromOutside() {
        for (String name : KernelFiles.names()) {
            String source = KernelSource.of(name);
            assertTrue(!source.contains("#include"), name + " includes a header");
            assertTrue(source.startsWith("//"), name + " has no header comment");
        }
    }

    /** One variant of each file: the training step's where it has one. */
    private SortedMap<String, Kernel.Variant> variants(int capability, Precision precision) {
        DeviceLimits limits = new DeviceLimits(capability, 132, 227 << 10);
        FakeDevice fake = new FakeDevice(folder.resolve("cache"));
        fake.driver.capacity = 1L << 50;
        SortedMap<String, Kernel.Variant> variants = new TreeMap<>();
        try (CudaBackend backend = fake.backend(precision, false)) {
            for (EveryPlan.Case one : EveryPlan.cases()) {
                CudaModelMemory model =
                        (CudaModelMemory)
                                backend.allocate(
                                        Math.max(1, one.parameters()),
                                        Math.max(1, one.stateValues()),
                                        true);
                ProgramMemory memory = new ProgramMemory(one.plan(), precision, limits);
                ProgramMemory.Bound at = memory.bind(1L << 60, model, precision, limits);
                Lowering lowering = new Lowering(at);
                for (Unit unit : memory.units()) {
                    at.next();
                    for (Step step : unit.lower(lowering)) {
                        if (step instanceof Step.Launch launch) {
                            add(variants, launch);
                        } else if (step instanceof Step.Product product) {
                            add(variants, PlainProduct.of(product.product().plain()));
                            if (product.epilogue() != null) {
                                add(variants, product.epilogue());
                            }
                        }
                    }
                }
            }
        }
        return variants;
    }

    private static void add(Map<String, Kernel.Variant> variants, Step.Launch launch) {
        variants.put(launch.kernel().variant().file(), launch.kernel().variant());
    }

    /** What the compiler says; nothing if all is well. */
    private String compile(Kernel.Variant variant, String architecture) {
        try {
            Path source = folder.resolve(variant.file() + "." + architecture + ".cu");
            Files.writeString(source, KernelSource.of(variant.file()), StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(List.of("nvcc", "-cubin", "--std=c++17"));
            command.add("-arch=" + architecture);
            command.add("-Werror=all-warnings");
            variant.macros().forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.addAll(List.of("-o", source + ".cubin", source.toString()));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(2, TimeUnit.MINUTES), "nvcc does not end");
            return process.exitValue() == 0 ? "" : command + "\n" + output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasNvcc() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "nvcc")));
    }
}
