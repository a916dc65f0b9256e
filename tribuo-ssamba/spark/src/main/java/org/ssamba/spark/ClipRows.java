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
package org.ssamba.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Adds the network's columns, and that of errors, to the rows of a partition: in batches of
 * consecutive rows, in their order, so that a task that is tried again gives the same bits.
 */
final class ClipRows implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final NetworkCall call;
    private final ClipColumns columns;
    private final Unreadable unreadable;
    private final ClipCounters counters;

    ClipRows(NetworkCall call, ClipColumns columns, Unreadable unreadable, ClipCounters counters) {
        this.call = call;
        this.columns = columns;
        this.unreadable = unreadable;
        this.counters = counters;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        TaskContext task = TaskContext.get();
        if (!rows.hasNext()) {
            return rows;
        }
        ClipBatch batch = call.batch(task, columns);
        return new Iterator<>() {
            private final Deque<Row> ready = new ArrayDeque<>();

            @Override
            public boolean hasNext() {
                while (ready.isEmpty() && rows.hasNext()) {
                    List<Row> some = new ArrayList<>(call.batchSize());
                    while (some.size() < call.batchSize() && rows.hasNext()) {
                        some.add(rows.next());
                    }
                    List<ClipBatch.Outcome> outcomes = batch.run(some);
                    for (int i = 0; i < outcomes.size(); i++) {
                        add(some.get(i), outcomes.get(i), ready);
                    }
                }
                return !ready.isEmpty();
            }

            @Override
            public Row next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return ready.remove();
            }
        };
    }

    private void add(Row row, ClipBatch.Outcome outcome, Deque<Row> ready) {
        if (outcome.failure() == null) {
            counters.read(outcome.seconds());
        } else {
            counters.failed();
            if (unreadable == Unreadable.ERROR) {
                throw outcome.failure();
            }
            if (unreadable == Unreadable.SKIP) {
                return;
            }
        }
        ready.add(with(row, outcome));
    }

    private Row with(Row row, ClipBatch.Outcome outcome) {
        Object[] added = call.values(outcome);
        Object[] values = new Object[row.size() + added.length];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.get(i);
        }
        System.arraycopy(added, 0, values, row.size(), added.length);
        return RowFactory.create(values);
    }
}
