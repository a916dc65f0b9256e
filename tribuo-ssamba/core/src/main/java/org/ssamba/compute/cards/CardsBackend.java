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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.ssamba.compute.Backend;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OpenResources;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.work.DeviceUse;
import org.ssamba.work.WorkerPool;

/**
 * Several equal cards as one backend. All have the same weights. Of a plan with a share for each
 * card all compute at the same time; other plans run on one card after the other, slot by slot.
 */
public final class CardsBackend implements Backend {
    private final List<Backend> cards;
    private final CardLink link;
    private final Map<String, String> facts;
    private final CardThreads threads;
    private final OpenResources open = new OpenResources();
    private boolean closed;

    /**
     * A backend of at least two others.
     *
     * @param cards equal ones, closed with this; the first one's threads load clips for all.
     * @param names of the cards, for messages.
     * @param link what joins them, closed with this.
     * @param facts of the link, for provenance.
     * @param patience how long a run may last before its cards are given up.
     */
    public CardsBackend(
            List<? extends Backend> cards,
            List<String> names,
            CardLink link,
            Map<String, String> facts,
            Duration patience) {
        this.cards = List.copyOf(cards);
        this.link = link;
        this.facts = facts;
        this.threads = new CardThreads(names, link, patience);
    }

    private Backend first() {
        return cards.get(0);
    }

    @Override
    public int cards() {
        return cards.size();
    }

    @Override
    public DeviceInfo device() {
        DeviceInfo one = first().device();
        Map<String, String> details = new LinkedHashMap<>(one.details());
        details.put("cards", Integer.toString(cards.size()));
        details.putAll(facts);
        return new DeviceInfo(
                one.backend(), cards.size() + " × " + one.name(), one.precision(), details);
    }

    @Override
    public Precision precision() {
        return first().precision();
    }

    @Override
    public WorkerPool workers() {
        return first().workers();
    }

    @Override
    public int scanChunk(int tokens) {
        return first().scanChunk(tokens);
    }

    @Override
    public ModelMemory allocate(long parameters, int stateValues, boolean trainable) {
        ModelMemory[] each = new ModelMemory[cards.size()];
        forAll(
                each,
                card -> each[card] = cards.get(card).allocate(parameters, stateValues, trainable));
        return open.add(new CardsMemory(List.of(each), threads));
    }

    /** On each card; if one fails, what the others made is closed. */
    private void forAll(AutoCloseable[] made, IntConsumer work) {
        try {
            threads.all(threads.start(work));
        } catch (RuntimeException e) {
            for (AutoCloseable one : made) {
                if (one != null) {
                    close(one, e);
                }
            }
            throw e;
        }
    }

    private static void close(AutoCloseable made, RuntimeException failure) {
        try {
            made.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** Of the card that needs most. */
    @Override
    public long requiredBytes(Plan plan) {
        return plan.shares().stream().mapToLong(first()::requiredBytes).max().orElseThrow();
    }

    /** Of the card that has least. */
    @Override
    public long availableBytes() {
        return cards.stream().mapToLong(Backend::availableBytes).min().orElseThrow();
    }

    /** The memory of all, and how busy they are on average. */
    @Override
    public DeviceUse use() {
        List<DeviceUse> each = cards.stream().map(Backend::use).toList();
        return new DeviceUse(
                each.stream().mapToLong(DeviceUse::bytes).sum(),
                each.stream().mapToDouble(DeviceUse::utilization).average().orElseThrow());
    }

    @Override
    public int clipsAtOnce(int tokens, int channels) {
        return first().clipsAtOnce(tokens, channels);
    }

    @Override
    public Program compile(Plan plan, ModelMemory memory) {
        if (!(memory instanceof CardsMemory own) || !own.belongsTo(threads)) {
            throw new IllegalArgumentException(
                    "The model's memory belongs to another backend than " + device().name());
        }
        List<Plan> shares = plan.shares();
        if (shares.size() == 1 && plan.gradients().isEmpty()) {
            return open.add(new TurnsProgram(cards, plan, own, threads));
        }
        plan.requireShares(cards.size());
        Program[] programs = new Program[cards.size()];
        IntConsumer compile =
                card -> programs[card] = cards.get(card).compile(shares.get(card), own.of(card));
        forAll(
                programs,
                card -> {
                    // The others find its kernels compiled.
                    if (card == 0) {
                        compile.accept(0);
                    }
                });
        forAll(
                programs,
                card -> {
                    if (card > 0) {
                        compile.accept(card);
                    }
                });
        return open.add(new SharedProgram(plan, new ArrayList<>(List.of(programs)), own, threads));
    }

    /** Stops at cards that were given up: what they hold goes back when the process ends. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            open.close();
            threads.close();
            link.close();
            IntStream.range(0, cards.size()).forEach(card -> cards.get(card).close());
        }
    }
}
