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

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells a listener of one piece of work, adding time and rate. For use by one thread, that which
 * does the work or waits for it.
 */
public final class WorkReport {
    private static final double SECOND = 1e9;

    /** Over about this time the rate is a mean. */
    private static final double RATE_SECONDS = 10;

    /** Between two looks at the device. */
    private static final double USAGE_SECONDS = 10;

    /** Between two events of progress. */
    private static final double PROGRESS_SECONDS = 0.2;

    private final WorkListener listener;
    private final Work work;
    private final LongSupplier nanoTime;
    private final long start;

    private long done;

    /** What the rate is of: steps, and when the last of them was done. */
    private long rated;

    private double seconds;

    private double rate;

    /** The time that the rate is a mean over; what is long ago counts for little. */
    private double ratedSeconds;

    /**
     * Whether the first step is not rated, which also loads and compiles what others find ready.
     */
    private boolean warmsUp;

    private double progressSeconds;
    private Supplier<DeviceUse> device;
    private double usageSeconds = Double.NEGATIVE_INFINITY;

    private WorkReport(WorkListener listener, Work work, long from, LongSupplier nanoTime) {
        this.listener = listener;
        this.work = work;
        this.done = from;
        this.rated = from;
        this.warmsUp = from > 0;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    /**
     * Does work, telling a listener of its start and its end.
     *
     * @param <R> what comes of it.
     * @param listener is told.
     * @param work what is done.
     * @param from steps that an earlier process has done.
     * @param body does it and reports what happens meanwhile.
     * @return what comes of it.
     */
    public static <R> R of(
            WorkListener listener, Work work, long from, Function<WorkReport, R> body) {
        return of(listener, work, from, System::nanoTime, body);
    }

    static <R> R of(
            WorkListener listener,
            Work work,
            long from,
            LongSupplier nanoTime,
            Function<WorkReport, R> body) {
        WorkReport report = new WorkReport(listener, work, from, nanoTime);
        R result;
        try {
            report.tell(new WorkEvent.Started(report.pace()));
            result = body.apply(report);
        } catch (RuntimeException | Error e) {
            try {
                report.tell(new WorkEvent.Ended(report.pace(), e));
            } catch (RuntimeException | Error second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        report.tell(new WorkEvent.Ended(report.pace(), null));
        return result;
    }

    /**
     * What the work is expected to cost.
     *
     * @param expectedSeconds of all of it.
     * @param bytes of memory on its device.
     * @param faster what would make it much faster; empty for nothing.
     */
    public void estimate(double expectedSeconds, long bytes, String faster) {
        // What was tried until now does not slow the rate.
        seconds = elapsed();
        tell(new WorkEvent.Estimate(pace(), expectedSeconds, bytes, faster));
    }

    /**
     * Lets steps tell now and then how much of a device is used.
     *
     * @param use measures it.
     */
    public void measure(Supplier<DeviceUse> use) {
        device = use;
    }

    /**
     * So much is done. Not all calls reach the listener.
     *
     * @param steps done by now.
     */
    public void progress(long steps) {
        moveTo(steps);
        if (seconds - progressSeconds >= PROGRESS_SECONDS) {
            progressSeconds = seconds;
            tell(new WorkEvent.Progress(pace()));
        }
    }

    /**
     * A step of training has ended.
     *
     * @param steps done by now.
     * @param loss of the step.
     * @param accuracy of the step; NaN if there is none.
     * @param learningRate of the step.
     */
    public void step(long steps, double loss, double accuracy, double learningRate) {
        moveTo(steps);
        tell(new WorkEvent.Step(pace(), loss, accuracy, learningRate));
        if (device != null && elapsed() - usageSeconds >= USAGE_SECONDS) {
            usageSeconds = elapsed();
            tell(new WorkEvent.Usage(pace(), device.get()));
        }
    }

    /**
     * An epoch has ended.
     *
     * @param epoch which, from 1.
     * @param loss its mean loss.
     */
    public void epoch(int epoch, double loss) {
        tell(new WorkEvent.Epoch(pace(), epoch, loss));
    }

    /**
     * A validation has ended.
     *
     * @param loss the mean loss.
     * @param accuracy NaN if there is none.
     */
    public void validation(double loss, double accuracy) {
        tell(new WorkEvent.Validation(pace(), loss, accuracy));
    }

    /**
     * An encoder was judged by a task that it is not trained for.
     *
     * @param accuracy the share of right predictions.
     * @param macroRecall the mean recall of labels; NaN if there is none.
     */
    public void probe(double accuracy, double macroRecall) {
        tell(new WorkEvent.Probe(pace(), accuracy, macroRecall));
    }

    /**
     * The state was saved.
     *
     * @param file what was written.
     */
    public void checkpoint(Path file) {
        tell(new WorkEvent.Checkpoint(pace(), file));
    }

    /** The rate forgets exponentially, however many steps there are to a second. */
    private void moveTo(long steps) {
        done = steps;
        double now = elapsed();
        double interval = now - seconds;
        if (done > rated && interval > 0) {
            if (!warmsUp) {
                double recent = (done - rated) * (double) work.batch() / interval;
                ratedSeconds = interval + ratedSeconds * Math.exp(-interval / RATE_SECONDS);
                rate += interval / ratedSeconds * (recent - rate);
            }
            warmsUp = false;
            rated = done;
            seconds = now;
        }
    }

    private WorkEvent.Pace pace() {
        return new WorkEvent.Pace(done, elapsed(), rate);
    }

    private double elapsed() {
        return (nanoTime.getAsLong() - start) / SECOND;
    }

    private void tell(WorkEvent event) {
        listener.on(work, event);
    }
}
