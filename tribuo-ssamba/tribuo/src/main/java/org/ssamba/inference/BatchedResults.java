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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Results in the order in which their examples are added, made batch by batch.
 *
 * @param <E> an example.
 * @param <R> what comes of it.
 */
final class BatchedResults<E, R> {
    private final ClipInference inference;
    private final Function<List<E>, List<R>> network;
    private final LongConsumer report;
    private final List<E> batch = new ArrayList<>();
    private final List<R> results = new ArrayList<>();

    /**
     * No results yet.
     *
     * @param inference knows the size of a batch.
     * @param network gives a result for each example of a batch.
     * @param report is told how many results there are.
     */
    BatchedResults(
            ClipInference inference, Function<List<E>, List<R>> network, LongConsumer report) {
        this.inference = inference;
        this.network = network;
        this.report = report;
    }

    /** Adds an example, which waits until a batch is full. */
    void add(E example) {
        batch.add(example);
        // Another thread may have made batches smaller meanwhile.
        if (batch.size() >= inference.batchSize()) {
            runBatch();
        }
    }

    /** Adds an example that fits no batch. */
    void addAlone(E example, Function<E, R> alone) {
        runBatch();
        results.add(alone.apply(example));
        report.accept(results.size());
    }

    /** Runs what still waits; all results. */
    List<R> all() {
        runBatch();
        return results;
    }

    private void runBatch() {
        if (!batch.isEmpty()) {
            results.addAll(network.apply(batch));
            batch.clear();
            report.accept(results.size());
        }
    }
}
