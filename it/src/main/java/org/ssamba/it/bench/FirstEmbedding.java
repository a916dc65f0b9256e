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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.ComputeDevice;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;

/**
 * Measures a whole process: the time from its start to the first embedding of a ten-second waveform
 * by the tiny encoder, then the same when warm, and the peak of resident memory.
 */
public final class FirstEmbedding {
    private static final int RATE = 16000;
    private static final int SECONDS = 10;
    private static final int WARM_RUNS = 30;
    private static final int TIMED_RUNS = 11;

    /** Held here: loggers are collected otherwise, and their levels with them. */
    private static final Logger LIBRARY = Logger.getLogger("org");

    private FirstEmbedding() {}

    /**
     * Runs it once and prints the figures.
     *
     * @param args none.
     * @throws IOException if the memory of the process cannot be read.
     */
    public static void main(String[] args) throws IOException {
        LIBRARY.setLevel(Level.WARNING);
        EncoderConfig config = EncoderConfig.tiny();
        SupervisedNetwork network =
                SupervisedNetwork.embedding(config, Pooling.clip(Pooling.Kind.MEAN, config));
        SpectrogramClips clip =
                SpectrogramClips.ofWaveforms(
                        new DecodingSpectrogramSource(LogMelConfig.standard()),
                        config.frames(),
                        List.of(noise()));
        ComputeDevice device = new ComputeDevice(ComputeDevice.Kind.CPU);
        try (InferenceRunner runner =
                new InferenceRunner(
                        device.backend(),
                        network,
                        network.layout().initialWeights(1),
                        new Normalization(-4, 4),
                        1)) {
            runner.run(clip);
            long sinceStart =
                    System.currentTimeMillis()
                            - ProcessHandle.current()
                                    .info()
                                    .startInstant()
                                    .orElseThrow()
                                    .toEpochMilli();
            for (int i = 0; i < WARM_RUNS; i++) {
                runner.run(clip);
            }
            double[] milliseconds = new double[TIMED_RUNS];
            for (int i = 0; i < TIMED_RUNS; i++) {
                long start = System.nanoTime();
                runner.run(clip);
                milliseconds[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(milliseconds);
            System.out.printf(
                    Locale.ROOT,
                    "%s%nstart to first embedding %d ms%nwarm, waveform to embedding: median %.1f"
                            + " ms (%.1f to %.1f)%npeak resident memory %s%n",
                    device.backend().device(),
                    sinceStart,
                    milliseconds[TIMED_RUNS / 2],
                    milliseconds[0],
                    milliseconds[TIMED_RUNS - 1],
                    peakMemory());
        }
    }

    private static AudioClip noise() {
        float[] samples = new float[RATE * SECONDS];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextDouble() - 0.5);
        }
        return AudioClip.of(samples, RATE);
    }

    /** A counter of Linux; other systems have no such file. */
    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "unknown: there is no " + status;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring("VmHWM:".length()).strip())
                .findFirst()
                .orElse("unknown");
    }
}
