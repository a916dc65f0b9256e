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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.ssamba.compute.Backend;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.cards.CardLink;
import org.ssamba.compute.cards.CardsBackend;

/**
 * Several cards without a card: CPU backends that add up gradients in memory, in the order of their
 * ranks.
 */
public final class CpuCards implements CardLink {
    private final CyclicBarrier barrier;
    private final FloatBuffer[] values;
    private volatile boolean closed;

    /** The backend of all cards. */
    public final CardsBackend backend;

    /**
     * Opens cards of one thread each.
     *
     * @param cards how many.
     * @param patience how long a run may last.
     * @param allocated is told of the memory of each rank.
     */
    public CpuCards(int cards, Duration patience, BiConsumer<Integer, ModelMemory> allocated) {
        barrier = new CyclicBarrier(cards);
        values = new FloatBuffer[cards];
        List<Backend> backends = new ArrayList<>();
        for (int rank = 0; rank < cards; rank++) {
            int own = rank;
            backends.add(
                    telling(
                            new CpuBackend(1, MatrixProducts.chosen(), mine -> sum(own, mine)),
                            memory -> allocated.accept(own, memory)));
        }
        backend =
                new CardsBackend(
                        backends,
                        IntStream.range(0, cards).mapToObj(rank -> "card:" + rank).toList(),
                        this,
                        Map.of("sum", "in memory"),
                        patience);
    }

    /** Cards without faults. */
    public static CardsBackend of(int cards) {
        return new CpuCards(cards, Duration.ofMinutes(1), (rank, memory) -> {}).backend;
    }

    private static Backend telling(Backend card, Consumer<ModelMemory> allocated) {
        return (Backend)
                Proxy.newProxyInstance(
                        Backend.class.getClassLoader(),
                        new Class<?>[] {Backend.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(card, arguments);
                                if (result instanceof ModelMemory memory) {
                                    allocated.accept(memory);
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    /** Whether the link was closed, rather than aborted. */
    public boolean closed() {
        return closed;
    }

    /** Each rank adds up its slice of everybody's values, and writes it to everybody. */
    private void sum(int rank, FloatBuffer own) {
        values[rank] = own;
        meet();
        int length = own.limit();
        int first = (int) ((long) length * rank / values.length);
        int end = (int) ((long) length * (rank + 1) / values.length);
        for (int i = first; i < end; i++) {
            float sum = 0;
            for (FloatBuffer each : values) {
                sum += each.get(i);
            }
            for (FloatBuffer each : values) {
                each.put(i, sum);
            }
        }
        meet();
    }

    private void meet() {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new BackendException("The sum was aborted", e);
        } catch (InterruptedException e) {
            throw new BackendException("The sum was interrupted", e);
        }
    }

    @Override
    public Optional<String> failure() {
        return Optional.empty();
    }

    @Override
    public void abort(BackendException reason) {
        // Somebody who comes late must not wait either.
        new Thread(this::breakForGood).start();
    }

    private void breakForGood() {
        Thread.currentThread().interrupt();
        try {
            barrier.await();
        } catch (BrokenBarrierException | InterruptedException e) {
            // The barrier is broken now, which was the purpose.
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
