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

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes to the log, so that work is never silent for long and the log never long: at INFO what
 * training will cost, each kind of event every five seconds, checkpoints, and the end; all else,
 * and whatever is predicted within five seconds, at FINE. It is the log and not standard error
 * because Tribuo logs, too, and whoever configures logging is to be heard by both.
 */
public final class LoggingListener implements WorkListener {
    private static final double INTERVAL_SECONDS = 5;
    private static final Logger logger = Logger.getLogger(LoggingListener.class.getName());

    private record Kind(Work work, Class<?> event) {}

    /** When events of a kind were last written of work that is under way, in its own seconds. */
    private final Map<Kind, Double> written = new ConcurrentHashMap<>();

    /** A listener that writes to the logger named after this class. */
    public LoggingListener() {}

    @Override
    public void on(Work work, WorkEvent event) {
        Level level = level(work, event);
        if (logger.isLoggable(level)) {
            logger.log(level, capitalised(describe(work, event)));
        }
    }

    private Level level(Work work, WorkEvent event) {
        // RunCheckpoint logs from which step a run goes on.
        if (event instanceof WorkEvent.Started || event instanceof WorkEvent.Usage) {
            return Level.FINE;
        } else if (event instanceof WorkEvent.Ended) {
            boolean wasLong = written.keySet().removeIf(kind -> kind.work().equals(work));
            return wasLong || !work.phase().equals(Work.PREDICTION) ? Level.INFO : Level.FINE;
        } else if (event instanceof WorkEvent.Estimate
                || event instanceof WorkEvent.Checkpoint
                || event instanceof WorkEvent.Probe) {
            return Level.INFO;
        }
        Kind kind = new Kind(work, event.getClass());
        double now = event.pace().seconds();
        if (now - written.getOrDefault(kind, 0.0) < INTERVAL_SECONDS) {
            return Level.FINE;
        }
        written.put(kind, now);
        return Level.INFO;
    }

    private static String describe(Work work, WorkEvent event) {
        WorkEvent.Pace pace = event.pace();
        String name = work.name() + " of " + work.clips() + " " + work.unit();
        String at = work.name() + " " + pace.done() + "/" + work.steps() + ": ";
        if (event instanceof WorkEvent.Started) {
            return name
                    + (pace.done() > 0 ? " goes on from step " + pace.done() : " starts")
                    + (work.batch() > 1 ? ", " + work.steps() + " steps" : "");
        } else if (event instanceof WorkEvent.Estimate estimate) {
            return WorkText.cost(work, estimate);
        } else if (event instanceof WorkEvent.Step step) {
            return WorkText.progress(
                    work, pace, WorkText.metrics(work, step.loss(), step.accuracy()));
        } else if (event instanceof WorkEvent.Epoch epoch) {
            return String.format(
                    Locale.ROOT, "%sepoch %d, mean loss %.3f", at, epoch.epoch(), epoch.loss());
        } else if (event instanceof WorkEvent.Validation validation) {
            return at
                    + "validation "
                    + WorkText.metrics(work, validation.loss(), validation.accuracy());
        } else if (event instanceof WorkEvent.Probe probe) {
            return at + WorkText.probe(probe);
        } else if (event instanceof WorkEvent.Usage usage) {
            return at + usage.device();
        } else if (event instanceof WorkEvent.Checkpoint checkpoint) {
            return at + "saved to " + checkpoint.file();
        } else if (event instanceof WorkEvent.Ended ended) {
            return ended.failure() == null
                    ? name + String.format(Locale.ROOT, " took %.1f s", pace.seconds())
                    : at + "ended by " + ended.failure();
        }
        return WorkText.progress(work, pace, "");
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
