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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong seconds = new AtomicLong(1000);

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static TrainingListener.Step pretrainingStep(long step) {
        return new TrainingListener.Step("pretraining", step, 40, 16, 3.5, 0.25, 1e-3);
    }

    private ProgressDisplay lines() {
        return new ProgressDisplay(
                out, false, Duration.ofSeconds(10), () -> seconds.get() * 1_000_000_000L);
    }

    @Test
    void withoutATerminalALineAppearsEveryInterval() {
        ProgressDisplay display = lines();
        for (long step = 1; step <= 40; step++) {
            display.step(pretrainingStep(step));
            seconds.incrementAndGet();
        }
        display.finished("pretraining");
        assertEquals(
                List.of(
                        "pretraining 11/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"
                                + "  0:29 left",
                        "pretraining 21/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"
                                + "  0:19 left",
                        "pretraining 31/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"
                                + "  0:09 left",
                        "pretraining 40/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"),
                shown().lines().toList());
    }

    @Test
    void fineTuningHasNoMaskedPatches() {
        ProgressDisplay display = lines();
        display.step(new TrainingListener.Step("fine-tuning", 1, 1, 8, 0.5, Double.NaN, 1e-3));
        display.validation(new TrainingListener.Validation("fine-tuning", 1, 0.75, 0.5));
        assertEquals(
                List.of(
                        "fine-tuning 1/1  loss 0.500",
                        "fine-tuning after 1  validation loss 0.750  accuracy 0.500"),
                shown().lines().toList());
    }

    @Test
    void aSecondRunStartsAnew() {
        ProgressDisplay display = lines();
        display.step(pretrainingStep(39));
        seconds.addAndGet(3600);
        display.finished("pretraining");
        display.step(pretrainingStep(1));
        seconds.addAndGet(10);
        display.step(pretrainingStep(11));
        assertEquals(
                "pretraining 11/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s  0:29 left",
                shown().strip());
    }

    @Test
    void onATerminalABarShowsLossAccuracyAndSpeed() {
        ProgressDisplay display = new ProgressDisplay(out, true, Duration.ofSeconds(10));
        display.step(pretrainingStep(1));
        display.step(pretrainingStep(40));
        display.finished("pretraining");
        String last = shown().substring(shown().lastIndexOf('\r') + 1).strip();
        assertTrue(last.startsWith("pretraining 100%"), last);
        assertTrue(last.contains("640/640 clips"), last);
        assertTrue(last.contains("loss 3.500  masked-patch accuracy 0.250"), last);
        assertTrue(last.contains("clips/s"), last);
        assertFalse(last.contains("left"), last);
    }
}
