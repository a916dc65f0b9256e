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
package org.ssamba.compute.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    @Test
    void everyPieceRunsExactlyOnce() {
        try (WorkerPool pool = new WorkerPool(4, () -> {})) {
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
        try (WorkerPool pool = new WorkerPool(3, () -> {})) {
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
        WorkerPool pool = new WorkerPool(2, () -> {});
        pool.close();
        assertThrows(IllegalStateException.class, () -> pool.submit(() -> {}));
    }
}
