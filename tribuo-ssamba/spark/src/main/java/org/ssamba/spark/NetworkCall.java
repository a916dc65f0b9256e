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

import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What tasks get of a network: its bytes come to an executor once, however many tasks it runs.
 *
 * @param settings which network, and what of it
 * @param file the network's bytes
 * @param hadoop the configuration of file systems
 * @param kind which devices may be used
 * @param float32 whether a GPU keeps activations in float32
 * @param batchSize clips at once, at most
 */
record NetworkCall(
        NetworkSettings settings,
        Broadcast<byte[]> file,
        Broadcast<SerializableConfiguration> hadoop,
        TaskDevice.Kind kind,
        boolean float32,
        int batchSize)
        implements Serializable {
    Configuration configuration() {
        return hadoop.value().value();
    }

    OpenNetwork.Key key(TaskContext task) {
        return new OpenNetwork.Key(settings, batchSize, TaskDevice.of(task, kind, float32));
    }

    /** Runs rows of a task with a network that it has until it ends. */
    ClipBatch batch(TaskContext task, ClipColumns columns) {
        OpenNetwork network = OpenNetworks.of(task, key(task), file::value);
        return new ClipBatch(columns, configuration(), network, TaskAttempts.isLast(task));
    }

    /** What is added to a row: the network's values, or nulls, and the reason of the nulls. */
    Object[] values(ClipBatch.Outcome outcome) {
        int columns = settings.columns();
        Object[] values = new Object[columns + 1];
        if (outcome.failure() == null) {
            System.arraycopy(outcome.values(), 0, values, 0, columns);
        } else {
            values[columns] = outcome.failure().getMessage();
        }
        return values;
    }
}
