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
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes to the log: epochs, validations, checkpoints and the end of work as INFO; its start,
 * steps, progress and all of prediction as FINE.
 */
public final class LoggingListener implements WorkListener {
    private static final Logger logger = Logger.getLogger(LoggingListener.class.getName());

    /** A listener that writes to the logger named after this class. */
    public LoggingListener() {}

    @Override
    public void on(Work work, WorkEvent event) {
        Level level = level(work, event);
        if (logger.isLoggable(level)) {
            logger.log(level, capitalised(describe(work, event)));
        }
    }

    private static Level level(Work work, WorkEvent event) {
        boolean often =
                event instanceof WorkEvent.Started
                        || event instanceof WorkEvent.Step
                        || event instanceof WorkEvent.Progress;
        return often || work.phase().equals(Work.PREDICTION) ? Level.FINE : Level.INFO;
    }

    private static String describe(Work work, WorkEvent event) {
        WorkEvent.Pace pace = event.pace();
        String name = work.name() + " of " + work.clips() + " clips";
        String at = work.name() + " " + pace.done() + "/" + work.steps() + ": ";
        if (event instanceof WorkEvent.Started) {
            return name
                    + " starts"
                    + (work.batch() > 1 ? ", " + work.steps() + " steps" : "")
                    + (pace.done() > 0 ? ", going on from step " + pace.done() : "");
        } else if (event instanceof WorkEvent.Step step) {
            return at + WorkText.metrics(work, step.loss(), step.accuracy()) + rate(pace);
        } else if (event instanceof WorkEvent.Epoch epoch) {
            return String.format(
                    Locale.ROOT, "%sepoch %d, mean loss %.3f", at, epoch.epoch(), epoch.loss());
        } else if (event instanceof WorkEvent.Validation validation) {
            return at
                    + "validation "
                    + WorkText.metrics(work, validation.loss(), validation.accuracy());
        } else if (event instanceof WorkEvent.Checkpoint checkpoint) {
            return at + "saved to " + checkpoint.file();
        } else if (event instanceof WorkEvent.Ended ended) {
            return ended.failure() == null
                    ? name + String.format(Locale.ROOT, " took %.1f s", pace.seconds())
                    : at + "ended by " + ended.failure();
        }
        return at.substring(0, at.length() - 2) + rate(pace);
    }

    private static String rate(WorkEvent.Pace pace) {
        return String.format(Locale.ROOT, "  %.1f clips/s", pace.clipsPerSecond());
    }

    private static String capitalised(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
