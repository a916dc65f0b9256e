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

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
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
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;

/** The four scans of a pair of layers of the tiny encoder: 513 tokens, 384 channels, 16 states. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public abstract class SelectiveScanBenchmark {
    private static final int TOKENS = 513;
    private static final int CHANNELS = 384;
    private static final int STATES = 16;

    /** Clips in a run. */
    @Param({"1", "8"})
    public int clips;

    private CpuBackend backend;
    private ModelMemory memory;
    private Program inference;
    private Program backward;
    private Slot inferenceSlot;
    private Slot backwardSlot;

    /** With the vector provider. */
    @Fork(
            value = 1,
            jvmArgs = {"--add-modules=jdk.incubator.vector", "-Xmx4g"})
    public static class Vector extends SelectiveScanBenchmark {}

    /** With the portable provider. */
    @Fork(
            value = 1,
            jvmArgs = {"-Xmx4g"})
    public static class Portable extends SelectiveScanBenchmark {}

    /** Compiles both plans and fills their inputs. */
    @Setup(Level.Trial)
    public void prepare() {
        backend = CpuBackend.create();
        memory = backend.allocate(4L * CHANNELS * (STATES + 2), 1, true);
        inference = backend.compile(new Scan(false).plan.build(), memory);
        backward = backend.compile(new Scan(true).plan.build(), memory);
        inferenceSlot = filled(inference);
        backwardSlot = filled(backward);
    }

    /** Frees what was compiled. */
    @TearDown(Level.Trial)
    public void close() {
        inference.close();
        backward.close();
        memory.close();
        backend.close();
    }

    /** Forward as in inference. */
    @Benchmark
    public void forward() {
        inference.run(inferenceSlot);
    }

    /** Backward; recomputes states from the stored ones. */
    @Benchmark
    public void backward() {
        backward.run(backwardSlot);
    }

    private static Slot filled(Program program) {
        Slot slot = program.newSlot();
        SplittableRandom random = new SplittableRandom(1);
        for (Tensor input : program.plan().inputs()) {
            // Steps before softplus are mostly negative in a trained network.
            boolean step = input.name().equals("delta");
            FloatBuffer values = slot.floats(input);
            for (int i = 0; i < values.capacity(); i++) {
                values.put(i, (float) (step ? -5 + 4 * random.nextDouble() : random.nextDouble()));
            }
        }
        return slot;
    }

    /** A plan of one operation. */
    private final class Scan {
        private final Plan.Builder plan = new Plan.Builder("scan");
        private final int[] activation = {2, 2, clips, TOKENS, CHANNELS};
        private final int[] projection = {4, clips * TOKENS, 2 * STATES};

        Scan(boolean gradients) {
            int chunk = backend.scanChunk(TOKENS);
            int chunks = (TOKENS + chunk - 1) / chunk;
            Tensor u = plan.input("u", DType.FLOAT32, activation);
            Tensor delta = plan.input("delta", DType.FLOAT32, activation);
            Tensor bc = plan.input("B and C", DType.FLOAT32, projection);
            Tensor aLog = plan.shared(Region.PARAMETERS, "aLog", 0, 2, 2, CHANNELS, STATES);
            Tensor skip = plan.shared(Region.PARAMETERS, "skip", aLog.size(), 2, 2, CHANNELS);
            Tensor bias =
                    plan.shared(
                            Region.PARAMETERS, "bias", aLog.size() + skip.size(), 2, 2, CHANNELS);
            if (!gradients) {
                Tensor y = plan.output("y", DType.FLOAT32, activation);
                plan.add(
                        new SelectiveScan(
                                u, delta, b(bc), c(bc), aLog, skip, bias, y, null, chunk));
                return;
            }
            Tensor states =
                    plan.input("states", DType.FLOAT32, 2, 2, clips, chunks, CHANNELS, STATES);
            Tensor gradY = plan.input("gradY", DType.FLOAT32, 2, clips, TOKENS, CHANNELS);
            Tensor gradBc = plan.output("gradients of B and C", DType.FLOAT32, projection);
            plan.add(
                    new SelectiveScanBackward(
                            u,
                            delta,
                            b(bc),
                            c(bc),
                            aLog,
                            skip,
                            bias,
                            states,
                            chunk,
                            gradY,
                            plan.output("gradU", DType.FLOAT32, activation),
                            plan.output("gradDelta", DType.FLOAT32, activation),
                            b(gradBc),
                            c(gradBc),
                            gradient(aLog),
                            gradient(skip),
                            gradient(bias)));
        }

        private Gradient gradient(Tensor parameter) {
            return plan.gradient(parameter);
        }

        private static Matrix b(Tensor projection) {
            return projection.matrices(4).columns(0, STATES);
        }

        private static Matrix c(Tensor projection) {
            return projection.matrices(4).columns(STATES, STATES);
        }
    }
}
