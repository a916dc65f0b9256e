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

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Daemon threads of one backend. The first runs what callers submit, in order; the others help it
 * with the pieces of {@link #forEach}. No caller's thread ever computes, so settings made on the
 * workers (one BLAS thread each) touch nobody else.
 */
final class WorkerPool implements Workers, AutoCloseable {
    /** Polls before an idle helper sleeps: some tens of microseconds, longer than most gaps. */
    private static final int SPINS = 4000;

    /** The lower half of a ticket between two generations: beyond every count. */
    private static final long NO_PIECE = Integer.MAX_VALUE;

    private final Thread[] threads;
    private final Runnable onStart;

    /** Generation in the upper half, next unclaimed piece in the lower: one atomic claim. */
    private final AtomicLong ticket = new AtomicLong();

    private final AtomicInteger ended = new AtomicInteger();
    private volatile int pieces;
    private volatile IntConsumer body;
    private volatile Throwable failure;
    private volatile boolean closed;
    private final boolean[] asleep;

    private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
    private boolean busy;

    /**
     * Starts the threads.
     *
     * @param count how many, at least 1.
     * @param onStart called once on each before anything else.
     */
    WorkerPool(int count, Runnable onStart) {
        this.threads = new Thread[count];
        this.asleep = new boolean[count];
        this.onStart = onStart;
        for (int i = 0; i < count; i++) {
            int index = i;
            threads[i] = new Thread(() -> start(index), "ssamba-cpu-" + i);
            threads[i].setDaemon(true);
        }
        for (Thread thread : threads) {
            thread.start();
        }
    }

    int size() {
        return threads.length;
    }

    private void start(int index) {
        onStart.run();
        if (index == 0) {
            runJobs();
        } else {
            help(index);
        }
    }

    /** Queues a job for the first worker; it must not throw. */
    void submit(Runnable job) {
        synchronized (jobs) {
            if (closed) {
                throw new IllegalStateException("The CPU backend is closed");
            }
            jobs.add(job);
            jobs.notifyAll();
        }
    }

    /** Waits until every job submitted before has ended. */
    void drain() {
        boolean interrupted = false;
        synchronized (jobs) {
            while (busy || !jobs.isEmpty()) {
                try {
                    jobs.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void runJobs() {
        while (true) {
            Runnable job;
            synchronized (jobs) {
                busy = false;
                jobs.notifyAll();
                while (jobs.isEmpty()) {
                    if (closed) {
                        return;
                    }
                    try {
                        jobs.wait();
                    } catch (InterruptedException e) {
                        // Nobody owns a reason to interrupt a worker; only close() ends it.
                        continue;
                    }
                }
                job = jobs.poll();
                busy = true;
            }
            job.run();
        }
    }

    @Override
    public void forEach(int count, IntConsumer work) {
        if (threads.length == 1 || count <= 1) {
            for (int i = 0; i < count; i++) {
                work.accept(i);
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
        takePieces();
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
    private void takePieces() {
        while (true) {
            long claim = ticket.get();
            IntConsumer work = body;
            int count = pieces;
            int piece = (int) claim;
            if (work == null || piece >= count) {
                return;
            }
            if (!ticket.compareAndSet(claim, claim + 1)) {
                continue;
            }
            try {
                work.accept(piece);
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                if (ended.incrementAndGet() == count) {
                    LockSupport.unpark(threads[0]);
                }
            }
        }
    }

    private void help(int index) {
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
            takePieces();
        }
    }

    private boolean isAsleep(int index) {
        synchronized (asleep) {
            return asleep[index];
        }
    }

    /** Ends the threads after the jobs already submitted. */
    @Override
    public void close() {
        drain();
        synchronized (jobs) {
            closed = true;
            jobs.notifyAll();
        }
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
