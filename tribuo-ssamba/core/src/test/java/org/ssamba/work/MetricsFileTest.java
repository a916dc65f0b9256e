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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFileTest {
    private static final Work WORK = new Work(Work.PRETRAINING, "", 8, 4, 2);

    @TempDir Path folder;

    private static void run(MetricsFile metrics, long from, long to) {
        WorkReport.of(
                metrics,
                WORK,
                from,
                () -> 0,
                report -> {
                    report.measure(() -> new DeviceUse(4096, Double.NaN));
                    for (long step = from + 1; step <= to; step++) {
                        report.step(step, step, Double.NaN, 0.5);
                    }
                    report.validation(0.25, 0.75);
                    report.probe(0.5, 0.25);
                    return null;
                });
    }

    @Test
    void aRunThatGoesOnReplacesTheStepsItTakesAgain() throws IOException {
        Path file = folder.resolve("metrics.csv");
        MetricsFile metrics = new MetricsFile(file, Work.PRETRAINING);
        run(metrics, 0, 3);
        Files.writeString(file, "4,0.0", StandardOpenOption.APPEND);
        run(metrics, 2, 4);
        assertEquals(
                List.of(
                        "step,seconds,clips_per_second,loss,accuracy,rate,validation_loss,validation_accuracy,"
                            + "probe_accuracy,probe_macro_recall,memory_bytes,device_utilization",
                        "1,0.000,0.0,1.0,,0.5,,,,,,",
                        "1,0.000,,,,,,,,,4096.0,",
                        "2,0.000,0.0,2.0,,0.5,,,,,,",
                        "3,0.000,0.0,3.0,,0.5,,,,,,",
                        "3,0.000,,,,,,,,,4096.0,",
                        "4,0.000,0.0,4.0,,0.5,,,,,,",
                        "4,0.000,,,,,0.25,0.75,,,,",
                        "4,0.000,,,,,,,0.5,0.25,,"),
                Files.readAllLines(file));
        run(metrics, 0, 1);
        assertEquals(5, Files.readAllLines(file).size(), "a new run begins a new file");
    }

    @Test
    void stepsThatARestoredRunTakesAgainAreReplaced() throws IOException {
        Path file = folder.resolve("metrics.csv");
        WorkReport.of(
                new MetricsFile(file, Work.PRETRAINING),
                WORK,
                0,
                () -> 0,
                report -> {
                    for (long step : new long[] {1, 2, 3, 2, 3, 4}) {
                        report.step(step, 0, Double.NaN, 0.5);
                    }
                    return null;
                });
        assertEquals(
                List.of("1", "2", "3", "4"),
                Files.readAllLines(file).stream()
                        .skip(1)
                        .map(row -> row.substring(0, row.indexOf(',')))
                        .toList());
    }

    @Test
    void otherWorkIsIgnoredAndAMissingFolderSaid() {
        Path file = folder.resolve("missing/metrics.csv");
        run(new MetricsFile(file, Work.FINE_TUNING), 0, 1);
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> run(new MetricsFile(file, Work.PRETRAINING), 0, 1));
        assertEquals(true, e.getMessage().contains(file.toString()), e.getMessage());
    }
}
