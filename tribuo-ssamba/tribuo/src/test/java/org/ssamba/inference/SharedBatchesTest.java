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
package org.ssamba.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ssamba.training.ClipLoader;

/** Calls of several threads at once; a gate holds the network back until all are in the queue. */
class SharedBatchesTest {
    private static final int MOST = 4;
    private static final Numbers FIRST = new Numbers(-1);
    private static final Numbers BROKEN = new Numbers(13);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<Numbers>> ran = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final SharedBatches<Numbers> batches = new SharedBatches<>(this::network);

    /** Clips that are numbers; a clip's vector is its square. */
    private record Numbers(int... numbers) implements ClipLoader {
        @Override
        public int size() {
            return numbers.length;
        }

        @Override
        public void load(int clip, float[] logMel) {
            throw new UnsupportedOperationException("Not needed");
        }
    }

    private float[][] network(List<Numbers> calls) {
        ran.add(calls);
        if (calls.contains(FIRST)) {
            begun.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (calls.contains(BROKEN)) {
            throw new IllegalArgumentException("13");
        }
        return calls.stream()
                .flatMapToInt(call -> IntStream.of(call.numbers))
                .mapToObj(number -> new float[] {number * number})
                .toArray(float[][]::new);
    }

    /** Calls that come one after the other while the network is busy, then runs them. */
    private List<Future<float[][]>> meanwhile(Numbers... calls) throws InterruptedException {
        Future<float[][]> first = threads.submit(() -> batches.run(FIRST, MOST));
        begun.await();
        List<Future<float[][]>> results = new ArrayList<>();
        results.add(first);
        for (Numbers call : calls) {
            results.add(threads.submit(() -> batches.run(call, MOST)));
            while (batches.waiting() < results.size() - 1) {
                Thread.onSpinWait();
            }
        }
        gate.countDown();
        return results;
    }

    @AfterEach
    void endThreads() {
        gate.countDown();
        threads.shutdown();
    }

    @Test
    void whatComesWhileTheNetworkIsBusyRunsTogether() throws Exception {
        Numbers a = new Numbers(1);
        Numbers b = new Numbers(2, 3);
        Numbers c = new Numbers(4, 5, 6);
        Numbers d = new Numbers(7);
        List<Future<float[][]>> results = meanwhile(a, b, c, d);
        assertArrayEquals(new float[][] {{1}}, results.get(0).get());
        assertArrayEquals(new float[][] {{1}}, results.get(1).get());
        assertArrayEquals(new float[][] {{4}, {9}}, results.get(2).get());
        assertArrayEquals(new float[][] {{16}, {25}, {36}}, results.get(3).get());
        assertArrayEquals(new float[][] {{49}}, results.get(4).get());
        assertEquals(
                List.of(List.of(FIRST), List.of(a, b), List.of(c, d)),
                ran,
                "in order of arrival, at most " + MOST + " clips at once");
    }

    @Test
    void aCallThatFailsFailsAlone() throws Exception {
        List<Future<float[][]>> results = meanwhile(new Numbers(1), BROKEN, new Numbers(2));
        assertArrayEquals(new float[][] {{1}}, results.get(1).get());
        assertArrayEquals(new float[][] {{4}}, results.get(3).get());
        Throwable failure =
                assertThrows(ExecutionException.class, () -> results.get(2).get()).getCause();
        assertEquals("13", failure.getMessage());
        assertArrayEquals(new float[][] {{81}}, batches.run(new Numbers(9), MOST));
    }

    @Test
    void aCallAloneFailsOnce() {
        assertThrows(IllegalArgumentException.class, () -> batches.run(BROKEN, MOST));
        assertEquals(1, ran.size(), "nothing is decoded twice to fail again");
    }

    @Test
    void moreThanABatchIsABatchOfItsOwn() {
        Numbers many = new Numbers(1, 2, 3, 4, 5, 6);
        assertEquals(6, batches.run(many, MOST).length);
        assertSame(many, ran.get(0).get(0));
    }

    @Test
    void anInterruptedThreadDoesNotRunTheBatchesOfOthers() throws Exception {
        Numbers own = new Numbers(3);
        Future<float[][]> first = threads.submit(() -> batches.run(FIRST, MOST));
        begun.await();
        Future<Boolean> interrupted =
                threads.submit(
                        () -> {
                            Thread.currentThread().interrupt();
                            assertArrayEquals(new float[][] {{9}}, batches.run(own, MOST));
                            return Thread.interrupted();
                        });
        assertTrue(interrupted.get(), "it is for the caller to see");
        assertEquals(List.of(own), ran.get(1), "at once, and alone");
        gate.countDown();
        first.get();
    }
}
