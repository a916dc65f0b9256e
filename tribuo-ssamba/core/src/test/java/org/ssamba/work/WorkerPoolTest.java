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
package org.ssamba.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    @Test
    void everyPieceRunsExactlyOnce() {
        try (WorkerPool pool = new WorkerPool("The test", 4, () -> {})) {
            AtomicReference<AssertionError> wrong = new AtomicReference<>();
            pool.submit(
                    () -> {
                        try {
                            for (int round = 0; round < 100_000; round++) {
                                checkRound(pool, round);
                            }
                        } catch (AssertionError e) {
                            wrong.set(e);
                        }
                    });
            pool.drain();
            assertSame(null, wrong.get());
        }
    }

    private static void checkRound(WorkerPool pool, int round) {
        if (round % 1000 == 0) {
            // Long enough for the helpers to fall asleep.
            LockSupport.parkNanos(2_000_000);
        }
        int pieces = round % 13;
        AtomicIntegerArray calls = new AtomicIntegerArray(13);
        pool.forEach(pieces, calls::incrementAndGet);
        for (int i = 0; i < 13; i++) {
            assertEquals(i < pieces ? 1 : 0, calls.get(i), "round " + round + ", piece " + i);
        }
    }

    @Test
    void aFailureInAnyPieceReachesTheCaller() {
        try (WorkerPool pool = new WorkerPool("The test", 3, () -> {})) {
            AtomicReference<RuntimeException> seen = new AtomicReference<>();
            IllegalStateException failure = new IllegalStateException("piece 5");
            pool.submit(
                    () -> {
                        try {
                            pool.forEach(
                                    9,
                                    piece -> {
                                        if (piece == 5) {
                                            throw failure;
                                        }
                                    });
                        } catch (RuntimeException e) {
                            seen.set(e);
                        }
                    });
            pool.drain();
            assertSame(failure, seen.get());
        }
    }

    @Test
    void aClosedPoolRefusesWork() {
        WorkerPool pool = new WorkerPool("The test", 2, () -> {});
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.submit(() -> {}));
    }

    @Test
    void anyThreadMaySpreadPiecesAndTheyMaySpreadFurther() {
        try (WorkerPool pool = new WorkerPool("The test", 3, () -> {})) {
            AtomicIntegerArray calls = new AtomicIntegerArray(1000);
            Thread caller = Thread.currentThread();
            pool.forEach(
                    100,
                    piece ->
                            pool.forEach(
                                    10,
                                    part -> {
                                        assertNotSame(caller, Thread.currentThread());
                                        calls.incrementAndGet(10 * piece + part);
                                    }));
            for (int i = 0; i < 1000; i++) {
                assertEquals(1, calls.get(i));
            }
        }
    }

    @Test
    void afterAFailureNoFurtherPieceIsBegun() {
        try (WorkerPool pool = new WorkerPool("The test", 2, () -> {})) {
            AtomicInteger begun = new AtomicInteger();
            IllegalStateException failure = new IllegalStateException("piece 0");
            IllegalStateException thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    pool.forEach(
                                            1_000_000,
                                            piece -> {
                                                begun.incrementAndGet();
                                                throw failure;
                                            }));
            assertSame(failure, thrown);
            assertTrue(begun.get() <= 2, () -> begun + " pieces were begun");
        }
    }

    @Test
    void anInterruptedCallerStopsItsPiecesAndStaysInterrupted() {
        try (WorkerPool pool = new WorkerPool("The test", 2, () -> {})) {
            Thread caller = Thread.currentThread();
            AtomicInteger begun = new AtomicInteger();
            assertThrows(
                    CancellationException.class,
                    () ->
                            pool.forEach(
                                    1_000_000_000,
                                    piece -> {
                                        begun.incrementAndGet();
                                        caller.interrupt();
                                        LockSupport.parkNanos(1_000_000);
                                    }));
            assertTrue(Thread.interrupted());
            int atReturn = begun.get();
            pool.drain();
            assertEquals(atReturn, begun.get(), "pieces ran on after the call");
        }
    }

    @Test
    void aListenerThatFailsStopsThePieces() {
        try (WorkerPool pool = new WorkerPool("The test", 2, () -> {})) {
            WorkListener failing =
                    (work, event) -> {
                        if (event instanceof WorkEvent.Progress) {
                            throw new IllegalStateException("no more events");
                        }
                    };
            IllegalStateException thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    pool.forEachClip(
                                            Work.LISTING,
                                            1_000_000_000,
                                            piece -> LockSupport.parkNanos(100_000),
                                            failing));
            assertEquals("no more events", thrown.getMessage());
        }
    }
}
