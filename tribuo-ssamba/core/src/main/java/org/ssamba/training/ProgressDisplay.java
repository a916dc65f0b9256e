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
package org.ssamba.training;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows a person how training goes: a bar on a terminal, or else a line now and then. Both have the
 * loss, the accuracy where there is one, clips per second and the time left.
 */
public final class ProgressDisplay implements TrainingListener {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int REDRAW_MILLISECONDS = 250;
    private static final int COLUMNS = 118;
    private static final double SECOND = 1e9;

    private final PrintStream out;
    private final boolean terminal;
    private final long interval;
    private final LongSupplier nanoTime;

    private ProgressBar bar;
    private String phase;
    private long start;
    private long startStep;
    private long lineTime;
    private long lineStep;

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
        this(out, terminal, interval, System::nanoTime);
    }

    ProgressDisplay(PrintStream out, boolean terminal, Duration interval, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.interval = interval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Java 22 to 24 have a console without a terminal too, but then TERM is mostly not set. */
    private static boolean onTerminal() {
        String term = System.getenv("TERM");
        boolean named = term != null && !term.isBlank() && !term.equals("dumb");
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return System.console() != null && (named || windows);
    }

    @Override
    public synchronized void step(Step step) {
        if (!step.phase().equals(phase)) {
            close();
            begin(step);
        }
        if (terminal) {
            bar.setExtraMessage(" " + metrics(step.phase(), step.loss(), step.accuracy()));
            bar.stepTo(step.step() * step.clips());
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - lineTime >= interval || step.step() == step.steps()) {
            line(step, now);
        }
    }

    /** The first step has just ended: when it began is not known, so it is not counted. */
    private void begin(Step first) {
        phase = first.phase();
        start = nanoTime.getAsLong();
        startStep = first.step();
        lineTime = start;
        lineStep = startStep;
        if (terminal) {
            bar =
                    new ProgressBarBuilder()
                            .setTaskName(phase)
                            .setInitialMax(first.steps() * first.clips())
                            .startsFrom(first.step() * first.clips(), Duration.ZERO)
                            .setUnit(" clips", 1)
                            .showSpeed()
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(REDRAW_MILLISECONDS)
                            .setConsumer(new ConsoleProgressBarConsumer(out, COLUMNS))
                            .build();
        }
    }

    private void line(Step step, long now) {
        double recent = (now - lineTime) / SECOND;
        double perStep = (now - start) / SECOND / Math.max(1, step.step() - startStep);
        StringBuilder line = new StringBuilder();
        line.append(
                String.format(
                        Locale.ROOT,
                        "%s %d/%d  %s",
                        phase,
                        step.step(),
                        step.steps(),
                        metrics(phase, step.loss(), step.accuracy())));
        if (step.step() > lineStep && recent > 0) {
            double rate = (step.step() - lineStep) * step.clips() / recent;
            line.append(String.format(Locale.ROOT, "  %.0f clips/s", rate));
        }
        if (step.step() < step.steps() && step.step() > startStep) {
            long left = Math.round(perStep * (step.steps() - step.step()));
            line.append(String.format(Locale.ROOT, "  %d:%02d left", left / 60, left % 60));
        }
        out.println(line);
        lineTime = now;
        lineStep = step.step();
    }

    private static String metrics(String phase, double loss, double accuracy) {
        String shown = String.format(Locale.ROOT, "loss %.3f", loss);
        if (Double.isNaN(accuracy)) {
            return shown;
        }
        String what = phase.equals("pretraining") ? "masked-patch accuracy" : "accuracy";
        return shown + String.format(Locale.ROOT, "  %s %.3f", what, accuracy);
    }

    @Override
    public synchronized void validation(Validation validation) {
        String shown =
                "validation "
                        + metrics(validation.phase(), validation.loss(), validation.accuracy());
        if (bar != null) {
            bar.setExtraMessage(" " + shown);
        } else {
            out.println(validation.phase() + " after " + validation.step() + "  " + shown);
        }
    }

    @Override
    public synchronized void finished(String ended) {
        close();
        phase = null;
    }

    private void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
