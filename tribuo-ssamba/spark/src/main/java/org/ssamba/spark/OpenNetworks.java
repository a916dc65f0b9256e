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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The networks that are open in an executor. A task has one to itself, so that which tasks run
 * beside it does not change its batches, and with them its bits; when it ends, the next task gets
 * it, already compiled. So there are as many as tasks that run at once.
 */
final class OpenNetworks {
    /** Networks that no task has asked for so long are closed when another one is opened. */
    private static final long UNUSED = Duration.ofMinutes(5).toNanos();

    private record Idle(OpenNetwork network, long since) {}

    /** The last one used first; guarded by the class, as all below. */
    private static final Deque<Idle> IDLE = new ArrayDeque<>();

    private static final Map<Long, Map<OpenNetwork.Key, OpenNetwork>> BY_TASK = new HashMap<>();

    private OpenNetworks() {}

    /**
     * The network of a task, which it has until it ends.
     *
     * @param task the task
     * @param key which network
     * @param file its bytes
     */
    static OpenNetwork of(TaskContext task, OpenNetwork.Key key, Supplier<byte[]> file) {
        long attempt = task.taskAttemptId();
        boolean first;
        synchronized (OpenNetworks.class) {
            Map<OpenNetwork.Key, OpenNetwork> had = BY_TASK.get(attempt);
            if (had != null && had.containsKey(key)) {
                return had.get(key);
            }
            first = had == null;
            if (first) {
                BY_TASK.put(attempt, new HashMap<>());
            }
        }
        if (first) {
            TaskCompletionListener end = ended -> giveBack(attempt);
            task.addTaskCompletionListener(end);
        }
        OpenNetwork network = take(key, file);
        synchronized (OpenNetworks.class) {
            BY_TASK.get(attempt).put(key, network);
        }
        return network;
    }

    /** One that is idle, or a new one. */
    static OpenNetwork take(OpenNetwork.Key key, Supplier<byte[]> file) {
        List<OpenNetwork> unused = new ArrayList<>();
        OpenNetwork found = null;
        synchronized (OpenNetworks.class) {
            long now = System.nanoTime();
            for (Iterator<Idle> each = IDLE.iterator(); each.hasNext(); ) {
                Idle idle = each.next();
                if (found == null && idle.network().key().equals(key)) {
                    found = idle.network();
                    each.remove();
                } else if (now - idle.since() > UNUSED) {
                    unused.add(idle.network());
                    each.remove();
                }
            }
        }
        unused.forEach(OpenNetwork::close);
        if (found == null) {
            return new OpenNetwork(key, file.get());
        }
        found.lend(true);
        return found;
    }

    private static void giveBack(long attempt) {
        Map<OpenNetwork.Key, OpenNetwork> had;
        synchronized (OpenNetworks.class) {
            had = BY_TASK.remove(attempt);
        }
        had.values().forEach(OpenNetworks::giveBack);
    }

    /** Ends the use of a network, for the next who wants it. */
    static void giveBack(OpenNetwork network) {
        network.lend(false);
        synchronized (OpenNetworks.class) {
            IDLE.addFirst(new Idle(network, System.nanoTime()));
        }
    }

    /** How many are open and lent to nobody. */
    static synchronized int idle() {
        return IDLE.size();
    }
}
