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
package org.ssamba.compute.cards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.ssamba.compute.BackendException;

/**
 * A thread for each card, on which its commands follow one another in the same order as on the
 * other cards, and the watch over them: when one fails, or does not answer, all are given up, since
 * the others would wait for it for ever.
 */
final class CardThreads implements AutoCloseable {
    private static final long POLL_MILLIS = 500;

    /** How long cards that were let go have to show that they still live. */
    private static final long SIGN_OF_LIFE_MILLIS = 2000;

    private final List<String> names;
    private final CardLink link;
    private final Duration patience;
    private final List<ExecutorService> commands = new ArrayList<>();
    private final ExecutorService waiting;
    private volatile BackendException failure;
    private volatile boolean closed;

    /** Something that a card is to do. */
    record Command(int card, CompletableFuture<Void> done) {}

    /**
     * Starts the threads.
     *
     * @param names of the cards, for messages.
     * @param patience how long a run may last.
     */
    CardThreads(List<String> names, CardLink link, Duration patience) {
        this.names = names;
        this.link = link;
        this.patience = patience;
        names.forEach(
                name -> commands.add(Executors.newSingleThreadExecutor(daemon("ssamba " + name))));
        waiting = Executors.newCachedThreadPool(daemon("ssamba cards"));
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private void requireUsable() {
        if (closed) {
            throw new IllegalStateException("The backend of " + names + " is closed");
        }
        if (failure != null) {
            throw new BackendException(
                    "The cards cannot be used by this process any more, because an earlier run"
                            + " failed: "
                            + failure.getMessage(),
                    failure);
        }
    }

    /** Hands a command to one card. */
    Command start(int card, Runnable command) {
        requireUsable();
        return new Command(card, CompletableFuture.runAsync(command, commands.get(card)));
    }

    /** Hands a command to every card. No other command comes between them on some cards only. */
    synchronized List<Command> start(IntConsumer command) {
        return IntStream.range(0, names.size())
                .mapToObj(card -> start(card, () -> command.accept(card)))
                .toList();
    }

    /** Once a command is given, waits for its effect, beside the commands to come. */
    Command then(Command given, Runnable wait) {
        return new Command(given.card, given.done.thenRunAsync(wait, waiting));
    }

    /**
     * Waits for what must succeed on all cards or none: allocations, compilation.
     *
     * @throws RuntimeException what the first card threw that did not succeed, once all have ended.
     */
    void all(List<Command> works) {
        Throwable first = null;
        for (Command work : works) {
            Throwable thrown = work.done.handle((done, e) -> cause(e)).join();
            first = first == null ? thrown : first;
        }
        if (first != null) {
            throw unchecked(first);
        }
    }

    /** Closes what each card has: on its thread, unless that may hang or is gone. */
    void closeAll(List<? extends AutoCloseable> ofCards) {
        IntConsumer close = card -> close(ofCards.get(card));
        if (closed || failure != null) {
            IntStream.range(0, ofCards.size()).forEach(close);
        } else {
            all(start(close));
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new BackendException("Closing a card's part failed: " + e, e);
        }
    }

    /**
     * Waits for runs or copies; cannot be interrupted.
     *
     * @param what is waited for, for messages.
     * @throws BackendException if a card fails or does not answer; all are given up then.
     */
    void await(String what, List<Command> works) {
        CompletableFuture<Command> ended = new CompletableFuture<>();
        for (Command work : works) {
            work.done.whenComplete((done, e) -> completeIf(e != null, ended, work));
        }
        CompletableFuture.allOf(works.stream().map(Command::done).toArray(CompletableFuture[]::new))
                .thenRun(() -> ended.complete(null));
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    Command failed = ended.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (failed != null) {
                        throw thrownBy(failed);
                    }
                    return;
                } catch (TimeoutException e) {
                    link.failure()
                            .ifPresent(
                                    reason -> {
                                        throw giveUp(reason, null);
                                    });
                    if (System.nanoTime() > end) {
                        throw giveUp(silence(what, works), null);
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("Waiting itself does not fail", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void completeIf(boolean failed, CompletableFuture<Command> ended, Command work) {
        if (failed) {
            ended.complete(work);
        }
    }

    private RuntimeException thrownBy(Command failed) {
        Throwable thrown = failed.done.handle((done, e) -> cause(e)).join();
        boolean refused =
                thrown instanceof IllegalStateException
                        || thrown instanceof IllegalArgumentException;
        return refused
                ? unchecked(thrown)
                : giveUp(names.get(failed.card) + " failed: " + thrown.getMessage(), thrown);
    }

    /** After being let go, cards that work end their run: those that do not are to blame. */
    private String silence(String what, List<Command> works) {
        String late = what + " has not ended within " + patience.toSeconds() + " s";
        link.abort(new BackendException(late));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SIGN_OF_LIFE_MILLIS);
        List<String> silent = new ArrayList<>();
        for (Command work : works) {
            try {
                work.done
                        .handle((done, e) -> null)
                        .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                silent.add(names.get(work.card));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Waiting itself does not fail", e);
            }
        }
        return silent.isEmpty() ? late : late + "; no answer from " + String.join(", ", silent);
    }

    /**
     * Gives all cards up.
     *
     * @param reason what happened.
     * @param cause may be null.
     * @return that reason, and what to do.
     */
    synchronized BackendException giveUp(String reason, Throwable cause) {
        if (failure == null) {
            failure =
                    new BackendException(
                            reason
                                    + ". "
                                    + String.join(", ", names)
                                    + " were stopped. A checkpoint stays: start again to go on"
                                    + " from it, with other cards if one is broken.",
                            cause);
            link.abort(failure);
        }
        return failure;
    }

    private static Throwable cause(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof RuntimeException exception) {
            return exception;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(e);
    }

    @Override
    public void close() {
        closed = true;
        commands.forEach(ExecutorService::shutdown);
        waiting.shutdown();
    }
}
