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

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Pieces that a caller has asked a pool for and waits for. */
final class PoolJob implements Runnable {
    /** Between two looks at how far the workers have come. */
    private static final int LOOK_MILLISECONDS = 100;

    private final WorkerPool pool;
    private final int first;
    private final int count;
    private final IntConsumer work;
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean cancelled;
    private boolean ended;
    private Throwable failure;

    PoolJob(WorkerPool pool, int first, int count, IntConsumer work) {
        this.pool = pool;
        this.first = first;
        this.count = count;
        this.work = work;
    }

    @Override
    public void run() {
        Throwable thrown = null;
        try {
            pool.spread(count, this::piece);
        } catch (RuntimeException | Error e) {
            thrown = e;
        }
        synchronized (this) {
            failure = thrown;
            ended = true;
            notifyAll();
        }
    }

    private void piece(int index, int worker) {
        if (!cancelled) {
            work.accept(first + index);
            done.incrementAndGet();
        }
    }

    /**
     * Waits until no piece runs any more, whatever happens.
     *
     * @param progress is told on this thread how many pieces are done, those before the first
     *     included; if it throws, no further piece is begun.
     */
    void await(IntConsumer progress) {
        Throwable stopped = null;
        boolean interrupted = false;
        while (!endedSoon()) {
            if (Thread.interrupted()) {
                interrupted = true;
                cancelled = true;
            } else if (!cancelled) {
                try {
                    progress.accept(first + done.get());
                } catch (RuntimeException | Error e) {
                    stopped = e;
                    cancelled = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new CancellationException("The thread was interrupted");
        }
        rethrow(stopped);
        rethrow(failure);
        progress.accept(first + count);
    }

    private synchronized boolean endedSoon() {
        try {
            if (!ended) {
                wait(cancelled ? 0 : LOOK_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            cancelled = true;
            Thread.currentThread().interrupt();
        }
        return ended;
    }

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
