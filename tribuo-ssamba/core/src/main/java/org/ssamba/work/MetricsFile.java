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

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A listener that writes the metrics of training as CSV, a row for each step, validation, probe and
 * look at the device, flushed as it is written. A run that goes on appends to its file; rows of
 * steps that it takes again, in another process or after it has diverged, are replaced.
 *
 * <p>One file is for one kind of work, {@link Work#PRETRAINING} or {@link Work#FINE_TUNING}.
 */
public final class MetricsFile implements WorkListener {
    private static final List<String> METRICS =
            List.of(
                    "clips_per_second",
                    "loss",
                    "accuracy",
                    "rate",
                    "validation_loss",
                    "validation_accuracy",
                    "probe_accuracy",
                    "probe_macro_recall",
                    "memory_bytes",
                    "device_utilization");
    private static final String HEADER = "step,seconds," + String.join(",", METRICS);

    private final Path file;
    private final String phase;
    private BufferedWriter writer;
    private long lastStep;

    /**
     * A file of metrics.
     *
     * @param file to begin or to append to, in a folder that exists.
     * @param phase of the work whose metrics are written.
     */
    public MetricsFile(Path file, String phase) {
        this.file = Objects.requireNonNull(file, "file");
        this.phase = Objects.requireNonNull(phase, "phase");
    }

    @Override
    public void on(Work work, WorkEvent event) {
        if (!work.phase().equals(phase)) {
            return;
        }
        try {
            if (event instanceof WorkEvent.Started started) {
                continueAfter(started.pace().done());
            } else if (event instanceof WorkEvent.Ended) {
                close();
            } else if (!event.metrics().isEmpty()) {
                if (event instanceof WorkEvent.Step step) {
                    if (step.pace().done() <= lastStep) {
                        continueAfter(step.pace().done() - 1);
                    }
                    lastStep = step.pace().done();
                }
                row(event.pace(), event.metrics());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Metrics could not be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private void continueAfter(long step) throws IOException {
        close();
        keepUntil(step);
        writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        lastStep = step;
    }

    /** The rows of earlier processes, or before a restored state, up to the step to go on from. */
    private void keepUntil(long step) throws IOException {
        List<String> rows = new ArrayList<>(List.of(HEADER));
        if (step > 0 && Files.exists(file)) {
            for (String row : Files.readAllLines(file)) {
                int comma = row.indexOf(',');
                // The last row may be half of one.
                if (comma > 0
                        && row.chars().filter(c -> c == ',').count() == METRICS.size() + 1
                        && row.substring(0, comma).chars().allMatch(Character::isDigit)
                        && Long.parseLong(row.substring(0, comma)) <= step) {
                    rows.add(row);
                }
            }
        }
        Path whole = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(whole, rows);
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Nothing for what there is not, as spreadsheets and pandas have it. */
    private void row(WorkEvent.Pace pace, Map<String, Double> metrics) throws IOException {
        StringBuilder row =
                new StringBuilder(
                        String.format(Locale.ROOT, "%d,%.3f", pace.done(), pace.seconds()));
        for (String name : METRICS) {
            Double value = metrics.get(name);
            row.append(',').append(value == null ? "" : Float.toString(value.floatValue()));
        }
        writer.write(row.append(System.lineSeparator()).toString());
        writer.flush();
    }

    private void close() throws IOException {
        if (writer != null) {
            writer.close();
            writer = null;
        }
    }
}
