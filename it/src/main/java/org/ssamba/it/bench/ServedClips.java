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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.audio.AudioClip;
import org.ssamba.data.AudioExamples;
import org.ssamba.head.LabelHead;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * Compares a model that is given all clips at once with the same model asked by 64 threads, each
 * for one clip at a time, as a server would. Rounds of both alternate, so that what else the
 * machine does concerns both.
 */
public final class ServedClips {
    private static final int RATE = 16000;
    private static final int THREADS = 64;
    private static final int CALLS = 4;
    private static final int ROUNDS = 7;

    /** Held here: loggers are collected otherwise, and their levels with them. */
    private static final Logger LIBRARY = Logger.getLogger("org");

    private final SSAMBAModel<Label> model;
    private final List<Example<Label>> clips = new ArrayList<>();

    private ServedClips(double seconds) {
        LabelFactory labels = new LabelFactory();
        for (int i = 0; i < THREADS; i++) {
            clips.add(AudioExamples.create(new Label(i % 2 == 0 ? "a" : "b"), noise(i, seconds)));
        }
        MutableDataset<Label> some =
                new MutableDataset<>(
                        new ListDataSource<>(
                                clips.subList(0, 4),
                                labels,
                                new SimpleDataSourceProvenance("noise", labels)));
        EncoderShape shape = EncoderShape.tiny().frames((int) (seconds * 100) / 16 * 16);
        model =
                new SSAMBATrainer<>(new LabelHead(), shape, new FineTuningRecipe().epochs(1))
                        .train(some);
    }

    /**
     * Runs it and prints the figures.
     *
     * @param args the length of a clip in seconds; 1 if there are none.
     * @throws Exception if a prediction fails.
     */
    public static void main(String[] args) throws Exception {
        LIBRARY.setLevel(Level.WARNING);
        ServedClips served = new ServedClips(args.length == 0 ? 1 : Double.parseDouble(args[0]));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            served.compare(threads);
        } finally {
            threads.shutdown();
            served.model.close();
        }
    }

    private void compare(ExecutorService threads) throws Exception {
        double[] together = new double[ROUNDS];
        double[] apart = new double[ROUNDS];
        double[] alone = new double[ROUNDS];
        List<Double> waits = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                model.predict(clips);
            }
            double batches = seconds(start);
            start = System.nanoTime();
            List<Double> calls = askAll(threads);
            double threaded = seconds(start);
            start = System.nanoTime();
            clips.forEach(model::predict);
            double single = seconds(start);
            // The first round warms up.
            if (round >= 0) {
                together[round] = CALLS * clips.size() / batches;
                apart[round] = CALLS * clips.size() / threaded;
                alone[round] = clips.size() / single;
                waits.addAll(calls);
            }
        }
        double[] latencies = waits.stream().mapToDouble(s -> 1000 * s).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "clips a second, medians of %d rounds: all at once %.1f; %d threads of single"
                        + " clips %.1f (%.0f %%); one thread of single clips %.1f%n"
                        + "a call of one of %d threads: median %.0f ms, 99 %% %.0f ms, longest"
                        + " %.0f ms%n",
                ROUNDS,
                median(together),
                THREADS,
                median(apart),
                100 * median(apart) / median(together),
                median(alone),
                THREADS,
                median(latencies),
                latencies[latencies.length * 99 / 100],
                latencies[latencies.length - 1]);
    }

    /** How long each call took, in seconds. */
    private List<Double> askAll(ExecutorService threads)
            throws InterruptedException, ExecutionException {
        List<Future<List<Double>>> asking = new ArrayList<>();
        for (Example<Label> clip : clips) {
            asking.add(
                    threads.submit(
                            () -> {
                                List<Double> calls = new ArrayList<>();
                                for (int i = 0; i < CALLS; i++) {
                                    long start = System.nanoTime();
                                    model.predict(clip);
                                    calls.add(seconds(start));
                                }
                                return calls;
                            }));
        }
        List<Double> all = new ArrayList<>();
        for (Future<List<Double>> thread : asking) {
            all.addAll(thread.get());
        }
        return all;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static AudioClip noise(long seed, double seconds) {
        float[] samples = new float[(int) (RATE * seconds)];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (random.nextDouble() - 0.5);
        }
        return AudioClip.of(samples, RATE);
    }
}
