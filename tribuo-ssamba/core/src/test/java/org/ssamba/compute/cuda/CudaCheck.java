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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DynamicTest;
import org.ssamba.compute.ExampleStep;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OperationChecks;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;

/**
 * Puts a GPU through all operation checks and prints a table; then trains an example step and
 * compares bits and times it. To be run by hand on a machine with a GPU, from class-path folders:
 *
 * <pre>
 * java -cp classes:test-classes:jna.jar:junit-jupiter-api.jar:junit-platform-commons.jar:opentest4j.jar
 *     org.ssamba.compute.cuda.CudaCheck [operations] [step] [mixer ...]</pre>
 */
public final class CudaCheck {
    private static final double FLOAT32_TOLERANCE = 1e-4;
    private static final double BFLOAT16_TOLERANCE = 3e-2;

    /** Checks at a time; the tools of compute-sanitizer want one. */
    private static final int THREADS = Integer.getInteger("ssamba.check.threads", 8);

    private CudaCheck() {}

    /**
     * Runs the checks.
     *
     * @param arguments which parts, all if none is named; anything else is looked for in the names
     *     of operation checks, which are then the only ones.
     */
    public static void main(String[] arguments) throws Exception {
        List<String> all = List.of("operations", "step");
        List<String> given = Arrays.asList(arguments);
        boolean anyPart = given.stream().noneMatch(all::contains);
        List<String> names = given.stream().filter(name -> !all.contains(name)).toList();
        boolean good = true;
        if (anyPart || given.contains("operations")) {
            good &= operations(names);
        }
        if (anyPart || given.contains("step")) {
            good &= step();
        }
        System.out.println(good ? "ALL GOOD" : "FAILURES");
        System.exit(good ? 0 : 1);
    }

    private static boolean operations(List<String> names) throws InterruptedException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        column(table, names, Precision.FLOAT32, true, FLOAT32_TOLERANCE);
        column(table, names, Precision.FLOAT32, false, FLOAT32_TOLERANCE);
        column(table, names, Precision.BFLOAT16, false, BFLOAT16_TOLERANCE);
        System.out.printf("%-42s %-10s %-10s %-10s%n", "operation", "eager f32", "f32", "bf16");
        boolean good = true;
        for (var row : table.entrySet()) {
            List<String> marks =
                    row.getValue().stream().map(r -> r.isEmpty() ? "ok" : "FAIL").toList();
            System.out.printf(
                    "%-42s %-10s %-10s %-10s%n",
                    row.getKey(), marks.get(0), marks.get(1), marks.get(2));
            good &= !marks.contains("FAIL");
        }
        for (var row : table.entrySet()) {
            for (String failure : row.getValue()) {
                if (!failure.isEmpty()) {
                    System.out.println("-- " + row.getKey() + ": " + failure);
                }
            }
        }
        return good;
    }

    /** Runs all checks, several at a time: the backend is safe for that. */
    private static void column(
            Map<String, List<String>> table,
            List<String> names,
            Precision precision,
            boolean eager,
            double tolerance)
            throws InterruptedException {
        long start = System.nanoTime();
        CudaOptions options = CudaOptions.of(precision);
        CudaOptions own =
                new CudaOptions(
                        precision,
                        options.device(),
                        eager,
                        options.kernelCache(),
                        Long.MAX_VALUE,
                        2);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (CudaBackend backend = CudaBackend.open(own)) {
            Map<String, Future<String>> results = new LinkedHashMap<>();
            OperationChecks.on(backend, tolerance)
                    .filter(check -> isWanted(check, names))
                    .forEach(
                            check ->
                                    results.put(
                                            check.getDisplayName(),
                                            threads.submit(() -> outcome(check))));
            for (var result : results.entrySet()) {
                table.computeIfAbsent(result.getKey(), k -> new ArrayList<>())
                        .add(get(result.getValue()));
            }
            System.out.println(backend.device());
            System.out.printf("%.1f s%n", (System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    private static boolean isWanted(DynamicTest check, List<String> names) {
        return names.isEmpty() || names.stream().anyMatch(check.getDisplayName()::contains);
    }

    private static String get(Future<String> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            return e.getCause().toString();
        }
    }

    private static String outcome(DynamicTest check) {
        try {
            check.getExecutable().execute();
            return "";
        } catch (Throwable e) {
            String text = e.toString();
            return text.length() > 600 ? text.substring(0, 600) : text;
        }
    }

    private static boolean step() {
        boolean good = true;
        Map<String, float[]> losses = new TreeMap<>();
        for (Precision precision : Precision.values()) {
            float[] first = train(precision, false, losses);
            float[] again = train(precision, false, losses);
            float[] eager = train(precision, true, losses);
            boolean repeats = Arrays.equals(first, again);
            boolean same = Arrays.equals(first, eager);
            System.out.println(
                    precision + ": same bits twice " + repeats + ", eager and graph " + same);
            good &= repeats && same;
        }
        losses.forEach(
                (name, values) -> System.out.println(name + " losses " + Arrays.toString(values)));
        for (int width : new int[] {192, 384, 768}) {
            time(Precision.BFLOAT16, width);
        }
        time(Precision.FLOAT32, 192);
        return good;
    }

    /** The weights after a few steps. */
    private static float[] train(Precision precision, boolean eager, Map<String, float[]> losses) {
        CudaOptions options = CudaOptions.of(precision);
        CudaOptions own =
                new CudaOptions(
                        precision,
                        options.device(),
                        eager,
                        options.kernelCache(),
                        Long.MAX_VALUE,
                        2);
        try (CudaBackend backend = CudaBackend.open(own)) {
            ExampleStep step = new ExampleStep(backend, 3, 130, 96);
            try (ModelMemory memory = step.model(backend);
                    Program program = backend.compile(step.plan(), memory)) {
                Slot slot = program.newSlot();
                step.fill(slot);
                float[] history = new float[6];
                for (int i = 0; i < history.length; i++) {
                    program.run(slot);
                    history[i] = slot.floats(step.loss()).get(0);
                }
                losses.put(precision + (eager ? " eager" : " graph"), history);
                float[] weights = new float[Math.toIntExact(step.parameters())];
                memory.read(Region.PARAMETERS, 0, weights);
                return weights;
            }
        }
    }

    private static void time(Precision precision, int width) {
        try (CudaBackend backend = CudaBackend.open(precision)) {
            ExampleStep step = new ExampleStep(backend, 64, 513, width);
            try (ModelMemory memory = step.model(backend);
                    Program program = backend.compile(step.plan(), memory)) {
                Slot slot = program.newSlot();
                step.fill(slot);
                program.run(slot);
                program.run(slot);
                int runs = 10;
                long start = System.nanoTime();
                for (int i = 0; i < runs; i++) {
                    program.run(slot);
                }
                double milliseconds = (System.nanoTime() - start) / 1e6 / runs;
                System.out.printf(
                        "one pair, training, %s, width %d, 64 x 513: %.3f ms, %d MiB%n",
                        precision, width, milliseconds, program.bytes() >> 20);
                ((CudaProgram) program)
                        .stages()
                        .forEach(stage -> System.out.println("  " + stage.name()));
            }
        }
    }
}
