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

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.PretrainingPlan;
import org.ssamba.pretraining.PretrainingRun;
import org.ssamba.pretraining.PretrainingSettings;
import org.ssamba.training.Normalization;
import org.ssamba.work.WorkListener;

/**
 * Joint pretraining steps of the tiny encoder: 8 clips, 512 patches, 400 of them hidden, one mask
 * for both objectives. Times a run of a few steps, including its allocation and fresh weights.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public abstract class PretrainingStepBenchmark {
    private static final int STEPS = 3;
    private static final int CLIPS = 8;
    private static final int MASKED = 400;

    private CpuBackend backend;

    /** With the vector provider. */
    @Fork(
            value = 1,
            jvmArgs = {"--add-modules=jdk.incubator.vector", "-Xmx4g"})
    public static class Vector extends PretrainingStepBenchmark {}

    /** With the portable provider. */
    @Fork(
            value = 1,
            jvmArgs = {"-Xmx4g"})
    public static class Portable extends PretrainingStepBenchmark {}

    /** Opens the CPU. */
    @Setup(Level.Trial)
    public void prepare() {
        backend = CpuBackend.create();
    }

    /** Ends the CPU's threads. */
    @TearDown(Level.Trial)
    public void close() {
        backend.close();
    }

    /** A few steps from fresh weights. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public PretrainingRun.Result steps() {
        PretrainingSettings settings =
                PretrainingSettings.builder()
                        .maskedPatches(MASKED)
                        .validationMaskedPatches(MASKED)
                        .batchSize(CLIPS)
                        .steps(STEPS)
                        .learningRate(1e-4)
                        .dropPath(true)
                        .validationInterval(STEPS)
                        .seed(1)
                        .build();
        return new PretrainingRun(
                        EncoderConfig.tiny(),
                        settings,
                        new Normalization(1, 0.5),
                        new NoiseClips(CLIPS * STEPS),
                        null,
                        WorkListener.SILENT)
                .run(
                        backend,
                        new PretrainingPlan.Network(EncoderConfig.tiny())
                                .layout()
                                .initialWeights(settings.seed()),
                        null);
    }
}
