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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The threads of a pool take the pieces of one job at a time: thread 0 leads, the others help. */
final class PieceSharing {
    /** Polls before an idle helper sleeps: some tens of microseconds, longer than most gaps. */
    private static final int SPINS = 4000;

    /** The lower half of a ticket between two generations: beyond every count. */
    private static final long NO_PIECE = Integer.MAX_VALUE;

    private final Thread[] threads;

    /** Generation in the upper half, next unclaimed piece in the lower: one atomic claim. */
    private final AtomicLong ticket = new AtomicLong();

    private final AtomicInteger ended = new AtomicInteger();
    private volatile int pieces;
    private volatile WorkerPool.Piece body;
    private volatile Throwable failure;
    private volatile boolean closed;
    private final boolean[] asleep;

    /**
     * Shares nothing yet.
     *
     * @param threads none of which has been started.
     */
    PieceSharing(Thread[] threads) {
        this.threads = threads;
        this.asleep = new boolean[threads.length];
    }

    /** Whether pieces are being shared out. */
    boolean busy() {
        return body != null;
    }

    /** Shares out pieces; called by thread 0. */
    void spread(int count, WorkerPool.Piece work) {
        if (threads.length == 1 || count <= 1) {
            for (int i = 0; i < count; i++) {
                work.run(i, 0);
            }
            return;
        }
        // No claim may succeed while the fields below belong to neither generation.
        long generation = (ticket.get() >>> 32) + 1;
        ticket.set(generation << 32 | NO_PIECE);
        body = work;
        pieces = count;
        failure = null;
        ended.set(0);
        ticket.set(generation + 1 << 32);
        wakeHelpers();
        takePieces(0);
        for (int spins = 0; ended.get() < count; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(this, 100_000);
            }
        }
        body = null;
        Throwable thrown = failure;
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void wakeHelpers() {
        for (int i = 1; i < threads.length; i++) {
            boolean wake;
            synchronized (asleep) {
                wake = asleep[i];
                asleep[i] = false;
            }
            if (wake) {
                LockSupport.unpark(threads[i]);
            }
        }
    }

    /**
     * Claims pieces until none is left. A claim succeeds only if the ticket has not moved since it
     * was read, and the body and the count change only under a ticket without pieces, so those read
     * in between belong to the claimed piece.
     */
    private void takePieces(int worker) {
        while (true) {
            long claim = ticket.get();
            WorkerPool.Piece work = body;
            int count = pieces;
            int piece = (int) claim;
            if (work == null || piece >= count) {
                return;
            }
            if (!ticket.compareAndSet(claim, claim + 1)) {
                continue;
            }
            try {
                if (failure == null) {
                    work.run(piece, worker);
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                if (ended.incrementAndGet() == count) {
                    LockSupport.unpark(threads[0]);
                }
            }
        }
    }

    /** Takes pieces until {@link #close}; called by every thread but the first. */
    void help(int index) {
        long seen = 0;
        while (!closed) {
            int spins = 0;
            while (ticket.get() >>> 32 == seen && !closed) {
                if (++spins < SPINS) {
                    Thread.onSpinWait();
                    continue;
                }
                synchronized (asleep) {
                    asleep[index] = ticket.get() >>> 32 == seen;
                }
                while (isAsleep(index) && !closed) {
                    LockSupport.park(this);
                }
            }
            seen = ticket.get() >>> 32;
            takePieces(index);
        }
    }

    private boolean isAsleep(int index) {
        synchronized (asleep) {
            return asleep[index];
        }
    }

    /** Ends {@link #help}. */
    void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
