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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.VerifiedAudio;

/**
 * Runs rows together. A clip that cannot be read does not keep the others from being run; which
 * clips those are depends on the rows alone, and so do the values.
 */
final class ClipBatch {
    private final ClipColumns columns;
    private final Configuration configuration;
    private final OpenNetwork network;
    private final boolean lastAttempt;

    /**
     * Rows of a task.
     *
     * @param columns where rows name clips
     * @param configuration of Hadoop's file systems
     * @param network runs them
     * @param lastAttempt whether a clip that storage fails to give counts as unreadable: otherwise
     *     the task fails and is tried again
     */
    ClipBatch(
            ClipColumns columns,
            Configuration configuration,
            OpenNetwork network,
            boolean lastAttempt) {
        this.columns = columns;
        this.configuration = configuration;
        this.network = network;
        this.lastAttempt = lastAttempt;
    }

    /** What came of a row: values, or why there are none; the length is known with both. */
    static final class Outcome {
        private double seconds;
        private ClipAudio clip;
        private Object[] values;
        private RuntimeException failure;

        double seconds() {
            return seconds;
        }

        /** Null where the clip cannot be read. */
        Object[] values() {
            return values;
        }

        /** Null where there are values. */
        RuntimeException failure() {
            return failure;
        }
    }

    /** What comes of each row. */
    List<Outcome> run(List<Row> rows) {
        Outcome[] outcomes = new Outcome[rows.size()];
        network.workers().forEach(outcomes.length, i -> outcomes[i] = load(rows.get(i)));
        List<Outcome> loaded = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome.failure == null) {
                loaded.add(outcome);
            } else if (!lastAttempt && StorageException.caused(outcome.failure)) {
                throw outcome.failure;
            }
        }
        VerifiedAudio.duringPass(
                () -> {
                    runLoaded(loaded);
                    return null;
                });
        return Arrays.asList(outcomes);
    }

    private Outcome load(Row row) {
        Outcome outcome = new Outcome();
        try {
            RowClip.Loaded loaded =
                    columns.clip(row, configuration).load(network.key().settings().holdsClips());
            outcome.clip = loaded.audio();
            outcome.seconds = loaded.seconds();
        } catch (AudioFormatException e) {
            outcome.failure = e;
        }
        return outcome;
    }

    private void runLoaded(List<Outcome> loaded) {
        if (loaded.isEmpty()) {
            return;
        }
        try {
            List<Object[]> values =
                    network.run(loaded.stream().map(outcome -> outcome.clip).toList());
            for (int i = 0; i < values.size(); i++) {
                loaded.get(i).values = values.get(i);
                loaded.get(i).clip = null;
            }
        } catch (AudioFormatException | IllegalArgumentException e) {
            // Too short for a frame, too long for a whole: one of them is, and it may not say
            // which.
            if (loaded.size() > 1) {
                loaded.forEach(outcome -> runLoaded(List.of(outcome)));
            } else if (!lastAttempt && StorageException.caused(e)) {
                throw e;
            } else {
                loaded.get(0).failure = e;
            }
        }
    }
}
