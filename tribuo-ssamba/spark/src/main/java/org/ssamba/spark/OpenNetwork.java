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

import java.util.List;
import org.ssamba.ComputeDevice;
import org.ssamba.compute.Backend;
import org.ssamba.data.ClipAudio;
import org.ssamba.work.WorkerPool;

/** A network on the device of one task at a time. */
final class OpenNetwork implements AutoCloseable {
    /**
     * Which networks may take each other's place.
     *
     * @param settings which network, and what of it
     * @param batchSize clips at once, at most
     * @param device where
     */
    record Key(NetworkSettings settings, int batchSize, TaskDevice device) {}

    private final Key key;
    private final Backend backend;
    private final ClipNetwork network;
    private boolean lent = true;

    OpenNetwork(Key key, byte[] file) {
        this.key = key;
        this.backend = key.device().open();
        ClipNetwork opened = null;
        try {
            opened = key.settings().open(file, ComputeDevice.of(backend), key.batchSize());
        } finally {
            if (opened == null) {
                key.device().close(backend);
            }
        }
        this.network = opened;
    }

    Key key() {
        return key;
    }

    /** The task's threads. */
    WorkerPool workers() {
        return backend.workers();
    }

    /**
     * Runs clips.
     *
     * @throws IllegalStateException if the task has ended: whatever still runs for it stops
     */
    synchronized List<Object[]> run(List<ClipAudio> clips) {
        if (!lent) {
            throw new IllegalStateException("The task of this network has ended");
        }
        return network.run(clips);
    }

    /** Begins or ends a task's use; waits for a batch that is running. */
    synchronized void lend(boolean toTask) {
        lent = toTask;
    }

    @Override
    public void close() {
        network.close();
        key.device().close(backend);
    }
}
