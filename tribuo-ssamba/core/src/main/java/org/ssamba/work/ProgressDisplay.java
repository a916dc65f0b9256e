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

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a person how work goes: a bar on a terminal, or else a line now and then. Both have the
 * loss and the accuracy where there are any, clips per second and the time left.
 */
public final class ProgressDisplay implements WorkListener {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int REDRAW_MILLISECONDS = 250;
    private static final int COLUMNS = 118;

    private final PrintStream out;
    private final boolean terminal;
    private final double interval;

    private ProgressBar bar;
    private double lineSeconds;

    /** Shows progress on standard error, as a bar if that is a terminal. */
    public ProgressDisplay() {
        this(System.err, onTerminal(), INTERVAL);
    }

    /**
     * Shows progress anywhere.
     *
     * @param out where to.
     * @param terminal whether it understands carriage returns: a bar is drawn then.
     * @param interval time from line to line where it does not.
     */
    public ProgressDisplay(PrintStream out, boolean terminal, Duration interval) {
        this.out = out;
        this.terminal = terminal;
        this.interval = interval.toNanos() / 1e9;
    }

    /** Java 22 to 24 have a console without a terminal too, but then TERM is mostly not set. */
    private static boolean onTerminal() {
        String term = System.getenv("TERM");
        boolean named = term != null && !term.isBlank() && !term.equals("dumb");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return System.console() != null && (named || windows);
    }

    @Override
    public synchronized void on(Work work, WorkEvent event) {
        if (event instanceof WorkEvent.Started started) {
            begin(work, started.pace().done());
        } else if (event instanceof WorkEvent.Estimate estimate && bar == null) {
            out.println(WorkText.cost(work, estimate));
        } else if (event instanceof WorkEvent.Step step) {
            advance(work, step.pace(), WorkText.metrics(work, step.loss(), step.accuracy()));
        } else if (event instanceof WorkEvent.Progress progress) {
            advance(work, progress.pace(), "");
        } else if (event instanceof WorkEvent.Validation validation) {
            show(
                    work,
                    event,
                    "validation "
                            + WorkText.metrics(work, validation.loss(), validation.accuracy()));
        } else if (event instanceof WorkEvent.Probe probe) {
            show(work, event, WorkText.probe(probe));
        } else if (event instanceof WorkEvent.Ended ended) {
            end(work, ended);
        }
    }

    private void begin(Work work, long from) {
        close();
        lineSeconds = 0;
        if (from > 0) {
            out.println(work.name() + " goes on from step " + from);
        }
        if (terminal) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(work.name())
                            .setInitialMax(work.steps() * work.batch())
                            .startsFrom(from * work.batch(), Duration.ZERO)
                            .setUnit(" " + work.unit(), 1)
                            .showSpeed()
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
                            .setConsumer(new ConsoleProgressBarConsumer(out, COLUMNS))
                            .build();
        }
    }

    private void advance(Work work, WorkEvent.Pace pace, String metrics) {
        if (bar != null) {
            bar.setExtraMessage(" " + metrics);
            bar.stepTo(pace.done() * work.batch());
        } else if (pace.seconds() - lineSeconds >= interval || pace.done() == work.steps()) {
            lineSeconds = pace.seconds();
            out.println(WorkText.progress(work, pace, metrics));
        }
    }

    private void show(Work work, WorkEvent event, String metrics) {
        if (bar != null) {
            bar.setExtraMessage(" " + metrics);
        } else {
            out.println(work.name() + " after " + event.pace().done() + "  " + metrics);
        }
    }

    /** Steps have said all; other work ends with a line, unless it was too short for any. */
    private void end(Work work, WorkEvent.Ended ended) {
        if (bar == null && work.batch() == 1 && lineSeconds > 0 && ended.failure() == null) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%s of %d %s took %.0f s",
                            work.name(),
                            work.clips(),
                            work.unit(),
                            ended.pace().seconds()));
        }
        close();
    }

    private void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
