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
package org.ssamba.it.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ssamba.compute.DType;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.op.MatMul;

/**
 * The input projection of a pair of layers: 2 x (clips · 513, width) · (width, 4 · width), 2.4
 * Gflop for 8 clips of tiny. System property {@code ssamba.cpu.product} (blas, djl, java) chooses
 * the library.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector"})
public class MatrixProductBenchmark {
    private static final int TOKENS = 513;

    /** Clips in a run. */
    @Param({"1", "8"})
    public int clips;

    /** Embedding width: tiny or base. */
    @Param({"192", "768"})
    public int width;

    private CpuBackend backend;
    private ModelMemory memory;
    private Program program;
    private Slot slot;

    /** Compiles the plan. */
    @Setup(Level.Trial)
    public void prepare() {
        backend = CpuBackend.create();
        Plan.Builder plan = new Plan.Builder("product");
        Tensor input = plan.input("input", DType.FLOAT32, 2, clips * TOKENS, width);
        Tensor weight = plan.shared(Region.PARAMETERS, "weight", 0, 2, 4 * width, width);
        Tensor output = plan.output("output", DType.FLOAT32, 2, clips * TOKENS, 4 * width);
        plan.add(
                MatMul.product(
                        input.matrices(2), false, weight.matrices(2), true, output.matrices(2)));
        memory = backend.allocate(weight.size(), 1, false);
        program = backend.compile(plan.build(), memory);
        slot = program.newSlot();
        float[] ones = new float[(int) input.size()];
        Arrays.fill(ones, 1f);
        slot.floats(input).put(0, ones);
        float[] weights = new float[(int) weight.size()];
        Arrays.fill(weights, 0.5f);
        memory.write(Region.PARAMETERS, 0, weights);
    }

    /** Frees what was compiled. */
    @TearDown(Level.Trial)
    public void close() {
        program.close();
        memory.close();
        backend.close();
    }

    /** Both products. */
    @Benchmark
    public void product() {
        program.run(slot);
    }
}
