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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.ssamba.compute.Backend;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.EncoderConfig;

/**
 * A network on a backend, ready to embed and predict. Thread-safe: calls take turns. Programs are
 * kept for batches of 1, 2, 4, … clips up to a limit, as long as memory lasts; the limit is what
 * keeps the backend busy and fits into its memory. While a batch runs, the next one is loaded.
 */
public final class InferenceRunner implements AutoCloseable {
    private final Backend backend;
    private final SupervisedNetwork network;
    private final BatchWriter writer;
    private final int largestBatch;
    private final ModelMemory memory;
    private final boolean ownsMemory;
    private final Map<Integer, Ready> programs = new HashMap<>();

    /** A program with the slots it has needed so far. */
    private record Ready(InferencePlan plan, Program program, List<Slot> slots) {
        Slot slot(int number) {
            while (slots.size() <= number) {
                slots.add(program.newSlot());
            }
            return slots.get(number);
        }
    }

    private record Running(Ready ready, Slot slot, int first, int count) {}

    /**
     * Puts weights on a backend.
     *
     * @param backend where to run; closed by its owner, after this.
     * @param network what to run.
     * @param weights of the network's layout.
     * @param normalization of the clips.
     * @param largestBatch clips a run at most, at least 1; fewer are taken if fewer keep the
     *     backend busy or no more fit into its memory.
     */
    public InferenceRunner(
            Backend backend,
            SupervisedNetwork network,
            float[] weights,
            Normalization normalization,
            int largestBatch) {
        this(
                backend,
                network,
                backend.allocate(network.layout().size(), Adam.STATE_VALUES, false),
                true,
                normalization,
                largestBatch);
        memory.write(Region.PARAMETERS, 0, weights);
    }

    private InferenceRunner(
            Backend backend,
            SupervisedNetwork network,
            ModelMemory memory,
            boolean ownsMemory,
            Normalization normalization,
            int largestBatch) {
        if (largestBatch < 1) {
            throw new IllegalArgumentException("A batch has at least one clip");
        }
        EncoderConfig config = network.encoder().config();
        this.backend = backend;
        this.network = network;
        this.memory = memory;
        this.ownsMemory = ownsMemory;
        this.writer = new BatchWriter(backend.workers(), config, normalization);
        this.largestBatch =
                fitting(
                        Math.min(
                                largestBatch,
                                backend.clipsAtOnce(config.tokens(), config.innerWidth())));
    }

    /** As many clips as there is memory for, or one. */
    private int fitting(int clips) {
        long available = backend.availableBytes();
        int fitting = clips;
        while (fitting > 1 && required(fitting) > available) {
            fitting = (fitting + 1) / 2;
        }
        return fitting;
    }

    private long required(int clips) {
        return backend.requiredBytes(InferencePlan.of(network, clips).plan());
    }

    /**
     * Runs weights where they are: those of a network in training.
     *
     * @param backend where the memory is.
     * @param network what to run.
     * @param memory the weights, closed by its owner after this.
     * @param normalization of the clips.
     * @param largestBatch clips a run at most, at least 1; fewer are taken if fewer keep the
     *     backend busy or no more fit into its memory.
     * @return a runner of whatever the weights are then.
     */
    static InferenceRunner inPlace(
            Backend backend,
            SupervisedNetwork network,
            ModelMemory memory,
            Normalization normalization,
            int largestBatch) {
        return new InferenceRunner(backend, network, memory, false, normalization, largestBatch);
    }

    /**
     * How many clips run at once, on all cards together.
     *
     * @return at least 1.
     */
    public int batch() {
        return largestBatch * backend.cards();
    }

    /**
     * What comes out for each clip.
     *
     * @param embeddings per clip (S, D).
     * @param scores per clip (S, outputs); null without a head.
     */
    public record Result(float[][] embeddings, float[][] scores) {}

    /**
     * Runs clips in batches.
     *
     * @param clips what to run; at least one.
     * @return embeddings and scores by clip.
     */
    public Result run(ClipLoader clips) {
        return run(clips, done -> {});
    }

    /**
     * Runs clips in batches.
     *
     * @param clips what to run; at least one.
     * @param progress is told, on this thread, how many clips have been loaded.
     * @return embeddings and scores by clip.
     */
    public synchronized Result run(ClipLoader clips, LongConsumer progress) {
        int n = clips.size();
        float[][] embeddings = new float[n][];
        float[][] scores = network.head() == null ? null : new float[n][];
        Deque<Running> running = new ArrayDeque<>();
        int cards = backend.cards();
        int most = Math.min(largestBatch, (n + cards - 1) / cards);
        int runs = 0;
        for (int first = 0; first < n; ) {
            int count = Math.min(most, n - first);
            Ready ready = programs.get(batchFor(count));
            if (ready == null) {
                collect(running, 0, embeddings, scores);
                ready = prepare(batchFor(count));
            }
            // One running and one being filled on each card.
            Slot slot = ready.slot(runs++ % (2 * cards));
            int start = first;
            writer.write(
                    slot,
                    ready.plan().spectrogram(),
                    count,
                    i -> logMel -> clips.load(start + i, logMel));
            ready.program().submit(slot);
            collect(running, 2 * cards - 2, embeddings, scores);
            running.add(new Running(ready, slot, first, count));
            first += count;
            progress.accept(first);
        }
        collect(running, 0, embeddings, scores);
        return new Result(embeddings, scores);
    }

    /** Waits for the oldest runs until no more than so many are left. */
    private static void collect(
            Deque<Running> runs, int left, float[][] embeddings, float[][] scores) {
        while (runs.size() > left) {
            Running running = runs.remove();
            Ready ready = running.ready();
            ready.program().await(running.slot());
            for (int i = 0; i < running.count(); i++) {
                embeddings[running.first() + i] = row(running, ready.plan().embeddings(), i);
                if (scores != null) {
                    scores[running.first() + i] = row(running, ready.plan().scores(), i);
                }
            }
        }
    }

    private int batchFor(int count) {
        int batch = 1;
        while (batch < count) {
            batch *= 2;
        }
        return Math.min(batch, largestBatch);
    }

    /** Nothing runs now: where memory is short, the programs of other batches make room. */
    private Ready prepare(int batch) {
        InferencePlan plan = InferencePlan.of(network, batch);
        Program program;
        try {
            program = backend.compile(plan.plan(), memory);
        } catch (OutOfDeviceMemoryException e) {
            if (programs.isEmpty()) {
                throw e.advising(batch, this::required);
            }
            closePrograms();
            return prepare(batch);
        }
        Ready ready = new Ready(plan, program, new ArrayList<>());
        programs.put(batch, ready);
        return ready;
    }

    private void closePrograms() {
        programs.values().forEach(ready -> ready.program().close());
        programs.clear();
    }

    private static float[] row(Running running, Tensor tensor, int clip) {
        int batch = running.ready().plan().spectrogram().extent(0);
        float[] values = new float[(int) (tensor.size() / batch)];
        running.slot().floats(tensor).get(clip * values.length, values, 0, values.length);
        return values;
    }

    @Override
    public synchronized void close() {
        closePrograms();
        if (ownsMemory) {
            memory.close();
        }
    }
}
