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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.SavedModels.assertSamePredictions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/**
 * Of a loaded model one may change device, threads and batch size, at any time, and nothing else.
 */
class ServedModelTest {
    private static final int THREADS = 64;

    @TempDir static Path folder;
    private static MutableDataset<Label> clips;
    private static SSAMBAModel<Label> trained;
    private SSAMBAModel<Label> served;

    @BeforeAll
    static void trainAModel() throws IOException {
        GuideTones tones = new GuideTones(folder);
        clips = tones.test;
        trained = tones.model;
        trained.setDevice(threads(0));
    }

    @BeforeEach
    void loadIt() throws IOException {
        Path file = folder.resolve("served.tribuo");
        trained.serializeToFile(file);
        served = (SSAMBAModel<Label>) Model.deserializeFromFile(file).castModel(Label.class);
        served.setDevice(threads(0));
    }

    private static ComputeDevice threads(int count) {
        return new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, count);
    }

    private static void assertClose(List<Prediction<Label>> a, List<Prediction<Label>> b) {
        assertEquals(a.size(), b.size());
        for (int i = 0; i < a.size(); i++) {
            assertTrue(a.get(i).distributionEquals(b.get(i), 1e-5), "clip " + i);
        }
    }

    @Test
    void threadsChangeNoBitAndBatchesRoundingOnly() {
        for (int count : new int[] {1, 2, 5}) {
            served.setDevice(threads(count));
            assertSamePredictions(trained, served, clips);
        }
        for (int batch : new int[] {1, 5, 100}) {
            served.setBatchSize(batch);
            assertClose(trained.predict(clips), served.predict(clips));
        }
        assertEquals(trained.serialize(), served.serialize(), "what is saved is what was loaded");
    }

    @Test
    void aClosedModelPredictsAgain() {
        List<Prediction<Label>> before = served.predict(clips);
        served.close();
        served.close();
        assertClose(before, served.predict(clips));
    }

    @Test
    void allOfItMayChangeWhileOthersPredict() throws Exception {
        List<Prediction<Label>> expected = trained.predict(clips);
        AtomicBoolean changing = new AtomicBoolean(true);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> predicting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                predicting.add(
                        pool.submit(
                                () -> {
                                    do {
                                        assertClose(expected, served.predict(clips));
                                    } while (changing.get());
                                }));
            }
            for (int i = 0; i < 60; i++) {
                switch (i % 3) {
                    case 0 -> served.setDevice(threads(1 + i % 2));
                    case 1 -> served.setBatchSize(1 + i % 7);
                    default -> served.close();
                }
                assertTrue(served.getExcuse(clips.getExample(i % clips.size())).isPresent());
            }
            changing.set(false);
            for (Future<?> each : predicting) {
                each.get();
            }
        } finally {
            changing.set(false);
            pool.shutdown();
        }
    }

    /** Concurrent calls share batches: which, is chance. */
    @Test
    void manyThreadsOfSingleClipsGetWhatOneGets() throws Exception {
        List<Prediction<Label>> alone = new ArrayList<>();
        clips.forEach(clip -> alone.add(trained.predict(clip)));
        AtomicBoolean closing = new AtomicBoolean(true);
        ExecutorService pool = Executors.newFixedThreadPool(THREADS + 1);
        try {
            Future<?> closer =
                    pool.submit(
                            () -> {
                                while (closing.get()) {
                                    served.close();
                                    Thread.yield();
                                }
                            });
            List<Future<?>> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int clip = t % clips.size();
                threads.add(
                        pool.submit(
                                () -> {
                                    for (int i = 0; i < 3; i++) {
                                        Prediction<Label> shared =
                                                served.predict(clips.getExample(clip));
                                        assertClose(List.of(alone.get(clip)), List.of(shared));
                                    }
                                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
            closing.set(false);
            closer.get();
        } finally {
            closing.set(false);
            pool.shutdown();
        }
    }
}
