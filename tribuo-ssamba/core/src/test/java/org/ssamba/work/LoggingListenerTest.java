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

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log has of long work at INFO. */
class LoggingListenerTest {
    private static final Logger LOGGER = Logger.getLogger(LoggingListener.class.getName());

    private final List<String> lines = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                        lines.add(record.getMessage());
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    private final LoggingListener listener = new LoggingListener();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
    }

    private static WorkEvent.Pace after(double seconds) {
        return new WorkEvent.Pace((long) seconds * 10, seconds, 160);
    }

    /** A step a second. */
    private void work(Work work, int seconds) {
        listener.on(work, new WorkEvent.Started(after(0)));
        for (int second = 1; second <= seconds; second++) {
            listener.on(
                    work,
                    work.batch() == 1
                            ? new WorkEvent.Progress(after(second))
                            : new WorkEvent.Step(after(second), 0.5, Double.NaN, 1e-3));
        }
        listener.on(work, new WorkEvent.Ended(after(seconds), null));
    }

    @Test
    void trainingSaysEveryFiveSecondsHowItGoes() {
        Work training = new Work(Work.FINE_TUNING, "", 320, 120, 16);
        listener.on(training, new WorkEvent.Estimate(after(0), 130, 12_000_000, "a GPU"));
        work(training, 12);
        assertEquals(
                List.of(
                        "Fine-tuning will take about 2 min for 120 steps and 12 MB of memory; much"
                                + " faster would be: a GPU",
                        "Fine-tuning 50/120  loss 0.500  160 clips/s  0:07 left",
                        "Fine-tuning 100/120  loss 0.500  160 clips/s  0:02 left",
                        "Fine-tuning of 320 clips took 12.0 s"),
                lines);
    }

    @Test
    void epochsAreToldUnlessTheyAreShort() {
        Work training = new Work(Work.FINE_TUNING, "", 320, 120, 16);
        for (int epoch = 1; epoch <= 4; epoch++) {
            listener.on(training, new WorkEvent.Step(after(3 * epoch), 0.5, Double.NaN, 1e-3));
            listener.on(training, new WorkEvent.Epoch(after(3 * epoch), epoch, 0.4));
        }
        assertEquals(
                List.of(
                        "Fine-tuning 60/120: epoch 2, mean loss 0.400",
                        "Fine-tuning 120/120: epoch 4, mean loss 0.400"),
                lines.stream().filter(line -> line.contains("epoch")).toList());
    }

    @Test
    void predictionIsToldOfWhenItIsLong() {
        work(Work.onEach(Work.PREDICTION, 30), 3);
        assertEquals(List.of(), lines);
        work(Work.onEach(Work.PREDICTION, 3200), 6);
        assertEquals(
                List.of(
                        "Prediction 50/3200  160 clips/s  0:20 left",
                        "Prediction of 3200 clips took 6.0 s"),
                lines);
    }
}
