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

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;

/**
 * A fixed number of daemon threads that share out work: operations of the CPU backend, and whatever
 * else a backend needs of its host, such as loading clips. The first runs what callers submit, in
 * order; the others help it with the pieces of {@link #forEach}. No caller's thread ever computes,
 * so the number of threads bounds all work given to the pool, and settings made on the workers (one
 * BLAS thread each) touch nobody else.
 */
public final class WorkerPool implements AutoCloseable {
    /** The system property that sets the number of threads where the caller does not. */
    public static final String THREADS_PROPERTY = "ssamba.cpu.threads";

    /**
     * Pieces a thread in each job of a caller: others who share the pool wait no longer than that.
     */
    private static final int PIECES_A_JOB = 32;

    /** A piece of work for one of the workers. */
    @FunctionalInterface
    public interface Piece {
        /**
         * Does one piece.
         *
         * @param index which, from 0.
         * @param worker who does it, from 0 to {@link #size} - 1; nobody else does with this number
         *     at the same time.
         */
        void run(int index, int worker);
    }

    /** Threads of the process for work that belongs to no device, started at first use. */
    private static final class Shared {
        static final WorkerPool POOL = new WorkerPool("ssamba", standardThreads(), () -> {});
    }

    private final Thread[] threads;
    private final Runnable onStart;

    private final JobQueue jobs;
    private final PieceSharing sharing;

    /**
     * Starts the threads.
     *
     * @param name of whatever they work for.
     * @param count how many, at least 1.
     * @param onStart called once on each before anything else.
     */
    public WorkerPool(String name, int count, Runnable onStart) {
        if (count < 1) {
            throw new IllegalArgumentException(name + " needs at least 1 thread, not " + count);
        }
        this.jobs = new JobQueue(name);
        this.threads = new Thread[count];
        this.sharing = new PieceSharing(threads);
        this.onStart = onStart;
        for (int i = 0; i < count; i++) {
            int index = i;
            threads[i] = new Thread(() -> start(index), name + " worker " + i);
            threads[i].setDaemon(true);
        }
        for (Thread thread : threads) {
            thread.start();
        }
    }

    /**
     * The threads of this process for work that belongs to no device: listing, and extraction of
     * features. As many as system property {@value #THREADS_PROPERTY} says, or else as there are
     * processors.
     *
     * @return the same pool each time; not to be closed.
     * @throws IllegalArgumentException if the property is not a positive number.
     */
    public static WorkerPool shared() {
        // Checked here: an exception in the holder's initialiser would not name its cause again.
        standardThreads();
        return Shared.POOL;
    }

    /**
     * How many threads to take where nobody has said it.
     *
     * @return the value of system property {@value #THREADS_PROPERTY}, or else the number of
     *     processors.
     * @throws IllegalArgumentException if the property is not a positive number.
     */
    public static int standardThreads() {
        String threads = System.getProperty(THREADS_PROPERTY);
        if (threads == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int count = Integer.parseInt(threads.trim());
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Refused below, as numbers below 1 are.
        }
        throw new IllegalArgumentException(
                "System property "
                        + THREADS_PROPERTY
                        + " must be a number of threads, at least 1, but is "
                        + threads);
    }

    /**
     * How many threads there are.
     *
     * @return at least 1.
     */
    public int size() {
        return threads.length;
    }

    private void start(int index) {
        onStart.run();
        if (index == 0) {
            jobs.runJobs();
        } else {
            sharing.help(index);
        }
    }

    /**
     * Queues a job for the first worker.
     *
     * @param job must not throw.
     * @throws IllegalStateException if the pool is closed.
     */
    public void submit(Runnable job) {
        jobs.submit(job);
    }

    /**
     * Refuses further use.
     *
     * @throws IllegalStateException if the pool is closed.
     */
    public void requireOpen() {
        jobs.requireOpen();
    }

    /** Waits until every job submitted before has ended. */
    public void drain() {
        jobs.drain();
    }

    /**
     * Runs pieces of work, in any order, and returns when all have ended. Called by any thread: a
     * worker that is already busy with a piece does them all itself. After the first failure no
     * further piece is begun.
     *
     * @param count how many.
     * @param work called once with each index from 0.
     * @throws CancellationException if the calling thread was interrupted; what was begun has ended
     *     then, and the thread's interrupt status is set.
     * @throws IllegalStateException if the pool is closed.
     */
    public void forEach(int count, IntConsumer work) {
        forEach(count, work, done -> {});
    }

    /**
     * Does long work in which each clip is a piece, and tells a listener, on the calling thread, of
     * its start, progress and end.
     *
     * @param phase of the work, see {@link Work}.
     * @param clips how many.
     * @param work called once with each index from 0.
     * @param listener is told; if it throws, no further piece is begun.
     * @throws CancellationException if the calling thread was interrupted.
     * @throws IllegalStateException if the pool is closed.
     */
    public void forEachClip(String phase, int clips, IntConsumer work, WorkListener listener) {
        WorkReport.of(
                listener,
                Work.onEach(phase, clips),
                0,
                report -> {
                    forEach(clips, work, report::progress);
                    return null;
                });
    }

    private void forEach(int count, IntConsumer work, IntConsumer progress) {
        Thread caller = Thread.currentThread();
        if (caller == threads[0] && !sharing.busy()) {
            spread(count, (piece, worker) -> work.accept(piece));
        } else if (List.of(threads).contains(caller)) {
            for (int i = 0; i < count; i++) {
                work.accept(i);
            }
        } else {
            int most = PIECES_A_JOB * threads.length;
            for (int first = 0; first < count; first += most) {
                int begin = first;
                PoolJob job = new PoolJob(this, begin, Math.min(most, count - begin), work);
                submit(job);
                job.await(progress);
            }
        }
    }

    /**
     * Shares out pieces in a {@linkplain #submit submitted} job, which is the only work then.
     *
     * @param count how many.
     * @param work called once with each index from 0.
     */
    public void spread(int count, Piece work) {
        sharing.spread(count, work);
    }

    /** Ends the threads after the jobs already submitted, and waits for their end. */
    @Override
    public void close() {
        jobs.close();
        sharing.close();
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
