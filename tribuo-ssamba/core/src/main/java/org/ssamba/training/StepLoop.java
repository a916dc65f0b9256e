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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;

/** Runs a program step after step while another thread prepares the inputs of the steps to come. */
public final class StepLoop implements AutoCloseable {
    /** One slot running, one ready, one being filled. */
    private static final int SLOTS = 3;

    private final Program program;
    private final List<Slot> slots = new ArrayList<>();
    private final ExecutorService feeder;

    /** Writes the inputs of a step. */
    @FunctionalInterface
    public interface Filler {
        /**
         * Called on the feeding thread, in the order of steps.
         *
         * @param slot where to write.
         * @param step which step; the inputs must depend on nothing else.
         */
        void fill(Slot slot, long step);
    }

    /** Reads the outputs of a step. */
    @FunctionalInterface
    public interface Observer {
        /**
         * Called on the caller's thread, in the order of steps; a later step may already run.
         *
         * @param slot what to read.
         * @param step which step.
         */
        void observe(Slot slot, long step);
    }

    /**
     * A loop over a program.
     *
     * @param program what to run; closed by its owner.
     */
    public StepLoop(Program program) {
        this.program = program;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(program.newSlot());
        }
        feeder =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread thread = new Thread(task, "ssamba-feeder");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    private record Filled(Slot slot, long step) {}

    /**
     * Runs steps {@code first} to {@code last - 1}; when it returns all have ended.
     *
     * @param first the first step.
     * @param last one past the last step.
     * @param filler writes inputs.
     * @param observer reads outputs.
     * @throws CancellationException if the thread was interrupted; the steps run so far count.
     */
    public void run(long first, long last, Filler filler, Observer observer) {
        BlockingQueue<Slot> free = new LinkedBlockingQueue<>(slots);
        BlockingQueue<Filled> ready = new LinkedBlockingQueue<>();
        Future<?> feeding =
                feeder.submit(
                        () -> {
                            try {
                                for (long step = first; step < last; step++) {
                                    Slot slot = free.take();
                                    filler.fill(slot, step);
                                    ready.put(new Filled(slot, step));
                                }
                            } finally {
                                // Ends the wait of the consumer, whether by success or failure.
                                ready.add(new Filled(null, last));
                            }
                            return null;
                        });
        try {
            Filled running = null;
            while (true) {
                Filled next = ready.take();
                if (next.slot() != null) {
                    program.submit(next.slot());
                }
                if (running != null) {
                    program.await(running.slot());
                    observer.observe(running.slot(), running.step());
                    free.put(running.slot());
                }
                if (next.slot() == null) {
                    break;
                }
                running = next;
            }
            feeding.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Training was interrupted");
        } catch (ExecutionException e) {
            throw unchecked(e.getCause());
        } finally {
            feeding.cancel(true);
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof RuntimeException exception) {
            return exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("Preparing a batch failed: " + cause, cause);
    }

    @Override
    public void close() {
        feeder.shutdownNow();
        boolean interrupted = false;
        // A slot's memory may be freed with the program: nothing may still be written to it.
        while (!feeder.isTerminated()) {
            try {
                feeder.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
