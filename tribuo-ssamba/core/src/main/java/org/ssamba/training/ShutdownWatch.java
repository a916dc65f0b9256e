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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Holds up the end of the JVM (SIGINT, SIGTERM, {@code System.exit}) until the thread that made
 * this has ended its step and saved its state.
 */
public final class ShutdownWatch implements AutoCloseable {
    private static final Logger logger = Logger.getLogger(ShutdownWatch.class.getName());

    /** More than any step takes; whoever does not want to wait kills the process. */
    private static final long MOST_MINUTES = 10;

    private final Thread runner = Thread.currentThread();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::holdUp, "ssamba-shutdown");
    private volatile boolean requested;

    /** Begins to watch; if the JVM is already ending, the end is requested. */
    public ShutdownWatch() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            requested = true;
        }
    }

    /**
     * Whether the JVM is to end.
     *
     * @return true from then on.
     */
    public boolean requested() {
        return requested;
    }

    /**
     * Ends a run between two steps if the JVM is to end or the calling thread was interrupted.
     *
     * @param watch null for a run that has no state to save, which the JVM does not wait for.
     * @param run names the run in the message.
     * @param step the last one that has ended.
     * @throws CancellationException if the run is to end.
     */
    public static void cancelIfAsked(ShutdownWatch watch, String run, long step) {
        boolean ending = watch != null && watch.requested();
        if (ending || Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    (ending ? "The JVM is to end" : run + " was interrupted")
                            + " after step "
                            + step);
        }
    }

    private void holdUp() {
        requested = true;
        if (isExiting()) {
            return;
        }
        logger.info("The JVM is to end: the step is ended and the state of the run saved");
        try {
            over.await(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the runner itself called {@code System.exit}: it waits for the hooks then. */
    private boolean isExiting() {
        for (StackTraceElement frame : runner.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        over.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                logger.fine("The JVM began to end after the run");
            }
        }
    }
}
