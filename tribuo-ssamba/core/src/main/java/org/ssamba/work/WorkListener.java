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
package org.ssamba.work;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Is told how long work goes: {@link ProgressDisplay}, {@link LoggingListener}, or your own. An
 * exception that it throws ends the work, whose last checkpoint stays, and reaches the caller.
 *
 * <p>It is called by the thread that asked for the work, one event after the other. A listener that
 * is given to several threads must be thread-safe.
 */
@FunctionalInterface
public interface WorkListener {
    /** Ignores all events. */
    WorkListener SILENT = (work, event) -> {};

    /**
     * Something has happened.
     *
     * @param work to what.
     * @param event what.
     */
    void on(Work work, WorkEvent event);

    /**
     * A listener that passes events on to several.
     *
     * @param listeners in order.
     * @return one listener for all.
     */
    static WorkListener all(WorkListener... listeners) {
        WorkListener[] each = listeners.clone();
        return (work, event) -> {
            for (WorkListener listener : each) {
                listener.on(work, event);
            }
        };
    }

    /**
     * A listener that passes events on to this one as those of a fold.
     *
     * @param fold the name of the fold.
     * @return a listener for the work on that fold.
     */
    default WorkListener inFold(String fold) {
        return (work, event) -> on(work.inFold(fold), event);
    }

    /**
     * The listener of all work that was given no other, such as that of data sources; a {@link
     * LoggingListener} unless {@link #setStandard} has chosen another.
     *
     * @return passes each event on to whatever is the standard listener then.
     */
    static WorkListener standard() {
        return (work, event) -> Standard.LISTENER.get().on(work, event);
    }

    /**
     * Chooses the listener of all work in this process that is given no other.
     *
     * @param listener thread-safe; null for a {@link LoggingListener}.
     */
    static void setStandard(WorkListener listener) {
        Standard.LISTENER.set(listener == null ? new LoggingListener() : listener);
    }

    /** Holds the standard listener, which an interface cannot. */
    final class Standard {
        private static final AtomicReference<WorkListener> LISTENER =
                new AtomicReference<>(new LoggingListener());

        private Standard() {}
    }
}
