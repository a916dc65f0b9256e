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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;

/** One clip of ten seconds through the tiny encoder: 512 patches. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 3, time = 3)
public abstract class InferenceBenchmark {
    private CpuBackend backend;
    private InferenceRunner runner;

    /** With the vector provider. */
    @Fork(
            value = 1,
            jvmArgs = {"--add-modules=jdk.incubator.vector", "-Xmx4g"})
    public static class Vector extends InferenceBenchmark {}

    /** With the portable provider. */
    @Fork(
            value = 1,
            jvmArgs = {"-Xmx4g"})
    public static class Portable extends InferenceBenchmark {}

    /** Puts fresh weights on the CPU. */
    @Setup(Level.Trial)
    public void prepare() {
        EncoderConfig config = EncoderConfig.tiny();
        SupervisedNetwork network =
                SupervisedNetwork.embedding(config, Pooling.clip(Pooling.Kind.MEAN, config));
        backend = CpuBackend.create();
        runner =
                new InferenceRunner(
                        backend,
                        network,
                        network.layout().initialWeights(1),
                        new Normalization(1, 0.5),
                        1);
    }

    /** Frees them. */
    @TearDown(Level.Trial)
    public void close() {
        runner.close();
        backend.close();
    }

    /** Spectrogram to embedding. */
    @Benchmark
    public float[][] embed() {
        return runner.run(new NoiseClips(1)).embeddings();
    }
}
