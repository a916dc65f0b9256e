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

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelExtractor;
import org.ssamba.audio.LogMelSpectrogram;

/** Log-mel extraction on one core: ten seconds of noise at 16 kHz, so 10 ms is 1000 x real time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class LogMelBenchmark {
    private static final int RATE = 16000;
    private static final int SECONDS = 10;

    private final LogMelExtractor extractor = new LogMelExtractor();
    private AudioClip clip;

    /** Draws the noise. */
    @Setup
    public void prepare() {
        float[] samples = new float[RATE * SECONDS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextDouble() - 0.5);
        }
        clip = AudioClip.of(samples, RATE);
    }

    /** Waveform to spectrogram. */
    @Benchmark
    public LogMelSpectrogram extract() {
        return extractor.extract(clip);
    }
}
