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
import java.util.function.BooleanSupplier;
import org.ssamba.compute.Program;
import org.ssamba.compute.Slot;

/** Runs a program step after step while another thread prepares the inputs of the steps to come. */
public final class StepLoop implements AutoCloseable {
    /** One slot running, one ready, one being filled. */
    private static final int SLOTS = 3;

    private final Program program;
    private final List<Slot> slots = new ArrayList<>();
    private final ExecutorService feeder;
    private long reached;

    /** Whether the last run that was waited for ended well. */
    private boolean whole = true;

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
        run(first, last, filler, observer, () -> false);
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("Training was interrupted after step " + reached);
        }
    }

    /**
     * Runs steps until the last has ended, it is asked to pause, or the thread is interrupted.
     * Whether and where it pauses changes no step.
     *
     * @param first the first step.
     * @param last one past the last step.
     * @param filler writes inputs; those of some steps after a pause are written in vain.
     * @param observer reads outputs.
     * @param pause asked before each step.
     * @return the first step that has not run.
     */
    public long run(
            long first, long last, Filler filler, Observer observer, BooleanSupplier pause) {
        reached = first;
        whole = true;
        Feeding feeding = new Feeding(first, last, filler);
        Future<?> fed = feeder.submit(feeding);
        Filled running = null;
        Filled next = null;
        boolean interrupted = false;
        try {
            do {
                try {
                    next = feeding.ready.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                    next = feeding.end();
                }
                if (next.slot() != null && pause.getAsBoolean()) {
                    next = feeding.end();
                }
                if (next.slot() != null) {
                    program.submit(next.slot());
                }
                if (running != null) {
                    finish(running);
                    observer.observe(running.slot(), running.step());
                    feeding.free.add(running.slot());
                }
                running = next;
            } while (next.slot() != null);
        } catch (RuntimeException | Error e) {
            settle(next, e);
            throw e;
        } finally {
            feeding.stop();
            awaitUninterruptibly(fed);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (feeding.failure != null && !interrupted && reached < last && !feeding.asked) {
            throw unchecked(feeding.failure);
        }
        return reached;
    }

    /**
     * Up to where the model's memory has come, also after {@link #run} threw: every step before has
     * run, none after.
     *
     * @return the first step that has not run; -1 if the device failed, so that nobody knows.
     */
    public long reached() {
        return whole ? reached : -1;
    }

    private void finish(Filled step) {
        whole = false;
        program.await(step.slot());
        whole = true;
        reached = step.step() + 1;
    }

    /** After a failure on this thread: the step that was submitted meanwhile runs to its end. */
    private void settle(Filled submitted, Throwable failure) {
        if (whole && submitted != null && submitted.slot() != null && submitted.step() >= reached) {
            try {
                finish(submitted);
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Fills slots on the feeder's thread. */
    private final class Feeding implements Runnable {
        private final BlockingQueue<Slot> free = new LinkedBlockingQueue<>(slots);
        private final BlockingQueue<Filled> ready = new LinkedBlockingQueue<>();
        private final long first;
        private final long last;
        private final Filler filler;
        private volatile boolean stopped;
        private volatile Throwable failure;

        /** Whether the loop was asked to end before its last step. */
        private boolean asked;

        Feeding(long first, long last, Filler filler) {
            this.first = first;
            this.last = last;
            this.filler = filler;
        }

        @Override
        public void run() {
            try {
                for (long step = first; step < last; step++) {
                    Slot slot = free.take();
                    if (stopped) {
                        break;
                    }
                    filler.fill(slot, step);
                    ready.put(new Filled(slot, step));
                }
            } catch (InterruptedException | RuntimeException | Error e) {
                failure = e;
            } finally {
                // Ends the wait of the consumer, whether by success or failure.
                ready.add(new Filled(null, last));
            }
        }

        Filled end() {
            asked = true;
            return new Filled(null, last);
        }

        /** Wakes it if it waits for a slot. */
        void stop() {
            stopped = true;
            free.add(slots.get(0));
        }
    }

    private static void awaitUninterruptibly(Future<?> fed) {
        boolean interrupted = false;
        while (true) {
            try {
                fed.get();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("Feeding keeps its failures", e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
