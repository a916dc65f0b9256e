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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.ssamba.training.ClipLoader;

/**
 * Makes batches of what several threads ask for at the same time. A call that finds the network
 * idle runs at once and alone; those that come meanwhile wait in a queue, and run together as soon
 * as the network is free, as many as fit a batch. No call waits for others to come, and none is
 * overtaken: it waits for the batch that is running and for those ahead of it.
 *
 * @param <C> the clips of a call.
 */
final class SharedBatches<C extends ClipLoader> {
    private final Function<List<C>, float[][]> network;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition batchEnded = lock.newCondition();

    /** In order of arrival; guarded by the lock, as all below. */
    private final Deque<Call<C>> queue = new ArrayDeque<>();

    private boolean running;

    /** What a thread asks for; it belongs to a batch once it is no longer in the queue. */
    private static final class Call<C extends ClipLoader> {
        final C clips;
        boolean ended;

        /** Null where the batch failed: whose fault it was, each call finds out for itself. */
        float[][] values;

        Call(C clips) {
            this.clips = clips;
        }
    }

    /**
     * Nobody asks yet.
     *
     * @param network gives a vector for each clip of all calls of a batch; never used by two
     *     threads at once for calls of others.
     */
    SharedBatches(Function<List<C>, float[][]> network) {
        this.network = network;
    }

    /**
     * Runs clips, with those of others if there are any.
     *
     * @param clips at least one.
     * @param most clips a batch; a call with more is a batch of its own.
     * @return a vector for each.
     */
    float[][] run(C clips, int most) {
        Call<C> call = new Call<>(clips);
        lock.lock();
        try {
            queue.add(call);
            while (!call.ended) {
                if (!running) {
                    runBatch(call, most);
                } else if (Thread.currentThread().isInterrupted() && queue.remove(call)) {
                    call.ended = true;
                } else {
                    batchEnded.awaitUninterruptibly();
                }
            }
        } finally {
            lock.unlock();
        }
        return call.values != null ? call.values : network.apply(List.of(clips));
    }

    /** How many calls wait for the network. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Runs the next batch, which holds the caller's call or brings it nearer. */
    private void runBatch(Call<C> own, int most) {
        List<Call<C>> batch = nextBatch(most);
        running = true;
        lock.unlock();
        float[][] values = null;
        try {
            values = network.apply(batch.stream().map(call -> call.clips).toList());
        } catch (RuntimeException | Error e) {
            if (batch.equals(List.of(own))) {
                throw e;
            }
        } finally {
            lock.lock();
            running = false;
            give(values, batch);
            batchEnded.signalAll();
        }
    }

    private List<Call<C>> nextBatch(int most) {
        List<Call<C>> batch = new ArrayList<>();
        int clips = 0;
        do {
            Call<C> next = queue.remove();
            batch.add(next);
            clips += next.clips.size();
        } while (!queue.isEmpty() && clips + queue.element().clips.size() <= most);
        return batch;
    }

    private void give(float[][] values, List<Call<C>> batch) {
        int first = 0;
        for (Call<C> call : batch) {
            int end = first + call.clips.size();
            call.values = values == null ? null : Arrays.copyOfRange(values, first, end);
            call.ended = true;
            first = end;
        }
    }
}
