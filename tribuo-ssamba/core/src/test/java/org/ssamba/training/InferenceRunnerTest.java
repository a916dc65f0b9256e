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
package org.ssamba.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Program;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.cpu.CpuCards;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;

/** Batches of any size, and a device on which only so many programs fit. */
class InferenceRunnerTest {
    private static final EncoderConfig CONFIG = new EncoderConfig(8, 2, 4, 4, 16, 16, 8, 8, 8, 8);
    private static final SupervisedNetwork NETWORK =
            SupervisedNetwork.embedding(CONFIG, Pooling.clip(Pooling.Kind.MEAN, CONFIG));

    /** Clips of noise. */
    private record Noise(int first, int size) implements Clips {
        @Override
        public void load(int clip, float[] logMel) {
            SplittableRandom random = new SplittableRandom(first + clip);
            for (int i = 0; i < logMel.length; i++) {
                logMel[i] = (float) random.nextDouble();
            }
        }

        @Override
        public void loadPart(int clip, double position, float[] logMel) {
            load(clip, logMel);
        }

        @Override
        public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
            load(clip, logMel);
        }
    }

    private static InferenceRunner runner(Backend backend) {
        return new InferenceRunner(
                backend,
                NETWORK,
                NETWORK.layout().initialWeights(1),
                new Normalization(0.5, 0.3),
                4);
    }

    @Test
    void everyClipGetsItsOwnEmbeddingWhateverTheBatch() {
        try (Backend backend = CpuBackend.create();
                InferenceRunner runner = runner(backend)) {
            float[][] together = runner.run(new Noise(0, 11)).embeddings();
            for (int clip = 0; clip < 11; clip++) {
                float[] alone = runner.run(new Noise(clip, 1)).embeddings()[0];
                assertArrayEquals(alone, together[clip], 1e-5f, "clip " + clip);
            }
        }
    }

    @Test
    void cardsTakeBatchesInTurnAndResultsStayInOrder() {
        try (Backend one = CpuBackend.create();
                Backend three = CpuCards.of(3);
                InferenceRunner alone = runner(one);
                InferenceRunner shared = runner(three)) {
            assertEquals(3 * alone.batch(), shared.batch());
            for (int clips : new int[] {11, 30, 1}) {
                float[][] expected = alone.run(new Noise(0, clips)).embeddings();
                float[][] actual = shared.run(new Noise(0, clips)).embeddings();
                for (int clip = 0; clip < clips; clip++) {
                    assertArrayEquals(expected[clip], actual[clip], "clip " + clip);
                }
            }
            float[][] divided = shared.run(new Noise(0, 4)).embeddings();
            for (int clip = 0; clip < 4; clip++) {
                assertArrayEquals(
                        alone.run(new Noise(clip, 1)).embeddings()[0], divided[clip], 1e-5f);
            }
        }
    }

    @Test
    void programsOfOtherBatchesMakeRoom() {
        try (Backend cpu = CpuBackend.create()) {
            AtomicInteger refusals = new AtomicInteger();
            try (InferenceRunner small = runner(withRoomFor(1, cpu, refusals));
                    InferenceRunner large = runner(cpu)) {
                for (int size : new int[] {1, 3, 6, 1, 4}) {
                    float[][] expected = large.run(new Noise(0, size)).embeddings();
                    float[][] actual = small.run(new Noise(0, size)).embeddings();
                    for (int clip = 0; clip < size; clip++) {
                        assertArrayEquals(expected[clip], actual[clip]);
                    }
                }
            }
            assertTrue(refusals.get() >= 3, "refusals: " + refusals);
        }
    }

    @Test
    void withoutRoomForAnythingTheRefusalSaysSo() {
        try (Backend cpu = CpuBackend.create()) {
            InferenceRunner runner = runner(withRoomFor(0, cpu, new AtomicInteger()));
            OutOfDeviceMemoryException e =
                    assertThrows(
                            OutOfDeviceMemoryException.class, () -> runner.run(new Noise(0, 2)));
            assertTrue(e.getMessage().contains("not even one clip"), e.getMessage());
            runner.close();
        }
    }

    /** The CPU, pretending that only so many programs fit. */
    private static Backend withRoomFor(int programs, Backend cpu, AtomicInteger refusals) {
        AtomicInteger open = new AtomicInteger();
        return wrap(
                Backend.class,
                cpu,
                (name, result) -> {
                    if (!name.equals("compile")) {
                        return result;
                    }
                    Program program = (Program) result;
                    if (open.get() >= programs) {
                        program.close();
                        refusals.incrementAndGet();
                        throw new OutOfDeviceMemoryException("A program", 2, 1);
                    }
                    open.incrementAndGet();
                    return wrap(
                            Program.class,
                            program,
                            (called, value) -> {
                                if (called.equals("close")) {
                                    open.decrementAndGet();
                                }
                                return value;
                            });
                });
    }

    private interface After {
        Object apply(String method, Object result);
    }

    private static <T> T wrap(Class<T> type, T inner, After after) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return after.apply(
                                        method.getName(), method.invoke(inner, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    @Test
    void aBatchHasAtLeastOneClip() {
        try (Backend backend = CpuBackend.create()) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    new InferenceRunner(
                                            backend,
                                            NETWORK,
                                            NETWORK.layout().initialWeights(1),
                                            new Normalization(0, 1),
                                            0));
            assertEquals("A batch has at least one clip", e.getMessage());
        }
    }
}
