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

import java.util.ArrayDeque;

/** Jobs that one thread runs in order. */
final class JobQueue {
    private final String name;
    private final ArrayDeque<Runnable> jobs = new ArrayDeque<>();
    private boolean busy;
    private volatile boolean closed;

    JobQueue(String name) {
        this.name = name;
    }

    void submit(Runnable job) {
        synchronized (jobs) {
            requireOpen();
            jobs.add(job);
            jobs.notifyAll();
        }
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
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

    /** Runs jobs until the queue is closed and empty. */
    void runJobs() {
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

    /** Refuses further jobs. */
    void close() {
        synchronized (jobs) {
            closed = true;
            jobs.notifyAll();
        }
    }
}
