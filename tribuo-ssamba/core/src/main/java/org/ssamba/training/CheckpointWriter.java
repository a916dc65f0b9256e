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

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes states on a thread of its own, one after the other; steps go on meanwhile. */
final class CheckpointWriter implements AutoCloseable {
    private static final Logger logger = Logger.getLogger(CheckpointWriter.class.getName());

    private final CheckpointFiles files;
    private final AtomicReference<Path> written = new AtomicReference<>();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread thread = new Thread(task, "ssamba-checkpoints");
                        thread.setDaemon(true);
                        return thread;
                    });
    private Future<?> last;

    CheckpointWriter(CheckpointFiles files) {
        this.files = files;
    }

    boolean isBusy() {
        return last != null && !last.isDone();
    }

    void write(RunState state, Map<String, String> description, Set<RunCheckpoint.Also> also) {
        // At most one more copy of the state is in memory.
        flush();
        last = thread.submit(() -> writeNow(state, description, also));
    }

    private void writeNow(
            RunState state, Map<String, String> description, Set<RunCheckpoint.Also> also) {
        try {
            files.write(state, description, also);
            written.set(files.newest());
        } catch (IOException | RuntimeException e) {
            // Hours of training go on: the next one may succeed.
            logger.log(
                    Level.WARNING,
                    "The state of the run is not saved; the one before is still there: the"
                            + " checkpoint "
                            + e.getMessage(),
                    e);
        }
    }

    /** A state that has come to the disk since the last call. */
    Optional<Path> written() {
        return Optional.ofNullable(written.getAndSet(null));
    }

    /** Waits for the last state, interrupted or not. */
    void flush() {
        boolean interrupted = false;
        while (isBusy()) {
            try {
                last.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("Writing a checkpoint failed", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        flush();
        thread.shutdown();
    }
}
