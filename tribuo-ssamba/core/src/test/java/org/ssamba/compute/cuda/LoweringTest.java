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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssamba.compute.Precision;

/** Plans become launches that fit their kernels. */
class LoweringTest {
    private static final DeviceLimits LIMITS = new DeviceLimits(90, 132, 227 << 10);

    @TempDir Path cache;

    @ParameterizedTest
    @EnumSource
    void argumentsFitTheKernelsTheyAreGivenTo(Precision precision) {
        Map<Kernel, List<String>> parameters = new HashMap<>();
        for (Step.Launch launch : launches(precision)) {
            List<String> expected =
                    parameters.computeIfAbsent(launch.kernel(), LoweringTest::parameters);
            List<String> given =
                    launch.arguments().stream()
                            .map(LoweringTest::type)
                            .collect(Collectors.toList());
            assertEquals(expected, given, launch.kernel()::toString);
        }
    }

    @ParameterizedTest
    @EnumSource
    void gridsAndBlocksAreOnesADeviceHas(Precision precision) {
        for (Step.Launch launch : launches(precision)) {
            int threads = launch.block().stream().reduce(1, Math::multiplyExact);
            assertTrue(threads >= 1 && threads <= 1024, launch::toString);
            assertTrue(launch.grid().stream().allMatch(extent -> extent >= 1), launch::toString);
            assertTrue(launch.sharedBytes() <= 227 << 10, launch::toString);
        }
    }

    @Test
    void everyKernelFileHasALaunch() {
        Set<String> used =
                launches(Precision.BFLOAT16).stream()
                        .map(launch -> launch.kernel().variant().file())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(KernelFiles.names(), used);
    }

    @Test
    void scratchOfAnOperationLiesInTheProgram() {
        for (Bound bound : bind(Precision.BFLOAT16)) {
            long start = bound.block;
            long end = start + bound.memory.bytes();
            for (Step step : bound.steps) {
                if (step instanceof Step.Launch launch) {
                    for (Step.Argument argument : launch.arguments()) {
                        if (argument instanceof Step.Argument.Address address
                                && address.value() >= start
                                && address.value() < start + (1L << 34)) {
                            assertTrue(address.value() < end, launch::toString);
                        }
                    }
                }
            }
        }
    }

    /** All launches of all plans, epilogues that stand in for a library's included. */
    private List<Step.Launch> launches(Precision precision) {
        List<Step.Launch> launches = new ArrayList<>();
        for (Bound bound : bind(precision)) {
            for (Step step : bound.steps) {
                if (step instanceof Step.Launch launch) {
                    launches.add(launch);
                } else if (step instanceof Step.Product product) {
                    launches.add(PlainProduct.of(product.product().plain()));
                    if (product.epilogue() != null) {
                        launches.add(product.epilogue());
                    }
                }
            }
        }
        assertTrue(launches.size() > 100, "too few launches: " + launches.size());
        return launches;
    }

    private record Bound(long block, ProgramMemory memory, List<Step> steps) {}

    private List<Bound> bind(Precision precision) {
        FakeDevice fake = new FakeDevice(cache);
        // Far apart, so that an address says whose it is.
        fake.driver.capacity = 1L << 50;
        List<Bound> all = new ArrayList<>();
        try (CudaBackend backend = fake.backend(precision, false)) {
            long block = 1L << 60;
            for (EveryPlan.Case one : EveryPlan.cases()) {
                CudaModelMemory model =
                        (CudaModelMemory)
                                backend.allocate(
                                        Math.max(1, one.parameters()),
                                        Math.max(1, one.stateValues()),
                                        true);
                ProgramMemory memory = new ProgramMemory(one.plan(), precision, LIMITS);
                ProgramMemory.Bound at = memory.bind(block, model, precision, LIMITS);
                Lowering lowering = new Lowering(at);
                List<Step> steps = new ArrayList<>();
                for (Unit unit : memory.units()) {
                    at.next();
                    steps.addAll(unit.lower(lowering));
                }
                all.add(new Bound(block, memory, steps));
            }
        }
        return all;
    }

    private static String type(Step.Argument argument) {
        if (argument instanceof Step.Argument.Address) {
            return "pointer";
        }
        if (argument instanceof Step.Argument.Wide) {
            return "long long";
        }
        return argument instanceof Step.Argument.Int ? "int" : "float";
    }

    /** The kinds of a kernel's parameters, read from its source. */
    private static List<String> parameters(Kernel kernel) {
        Matcher matcher =
                Pattern.compile("\\b" + kernel.entry() + "\\s*\\(([^)]*)\\)\\s*\\{")
                        .matcher(KernelSource.of(kernel.variant().file()));
        assertTrue(matcher.find(), () -> "no kernel " + kernel);
        return Arrays.stream(matcher.group(1).split(","))
                .map(String::strip)
                .map(LoweringTest::kind)
                .collect(Collectors.toList());
    }

    private static String kind(String parameter) {
        if (parameter.contains("*")) {
            return "pointer";
        }
        return parameter.substring(0, parameter.lastIndexOf(' '));
    }
}
