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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ssamba.work.WorkEvent.Pace;

class ProgressDisplayTest {
    private static final Work PRETRAINING = new Work(Work.PRETRAINING, "", 100, 40, 16);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private ProgressDisplay lines() {
        return new ProgressDisplay(out, false, Duration.ofSeconds(10));
    }

    /** A step a second. */
    private static WorkEvent.Step step(long done, long from) {
        return new WorkEvent.Step(new Pace(done, done - from, 16), 3.5, 0.25, 1e-3);
    }

    private static void steps(WorkListener listener, Work work, long from, long to) {
        listener.on(work, new WorkEvent.Started(new Pace(from, 0, 0)));
        for (long done = from + 1; done <= to; done++) {
            listener.on(work, step(done, from));
        }
        listener.on(work, new WorkEvent.Ended(new Pace(to, to - from, 16), null));
    }

    @Test
    void withoutATerminalALineAppearsEveryInterval() {
        steps(lines(), PRETRAINING, 0, 40);
        assertEquals(
                List.of(
                        "pretraining 10/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"
                                + "  0:30 left",
                        "pretraining 20/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"
                                + "  0:20 left",
                        "pretraining 30/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"
                                + "  0:10 left",
                        "pretraining 40/40  loss 3.500  masked-patch accuracy 0.250  16 clips/s"),
                shown().lines().toList());
    }

    @Test
    void fineTuningHasNoMaskedPatches() {
        ProgressDisplay display = lines();
        Work work = new Work(Work.FINE_TUNING, "", 8, 1, 8);
        Pace pace = new Pace(1, 1, 8);
        display.on(work, new WorkEvent.Started(new Pace(0, 0, 0)));
        display.on(work, new WorkEvent.Step(pace, 0.5, Double.NaN, 1e-3));
        display.on(work, new WorkEvent.Validation(pace, 0.75, 0.5));
        assertEquals(
                List.of(
                        "fine-tuning 1/1  loss 0.500  8 clips/s",
                        "fine-tuning after 1  validation loss 0.750  accuracy 0.500"),
                shown().lines().toList());
    }

    @Test
    void aRunThatGoesOnStartsItsOwnClock() {
        WorkListener display = lines().inFold("fold2");
        steps(display, PRETRAINING, 0, 5);
        steps(display, PRETRAINING, 5, 15);
        assertEquals(
                List.of(
                        "fold2 pretraining goes on from step 5",
                        "fold2 pretraining 15/40  loss 3.500  masked-patch accuracy 0.250"
                                + "  16 clips/s  0:25 left"),
                shown().lines().toList());
    }

    @Test
    void workWithoutLossesShowsHowFarItIs() {
        ProgressDisplay display = lines();
        Work work = Work.onEach(Work.LISTING, 1000);
        display.on(work, new WorkEvent.Started(new Pace(0, 0, 0)));
        display.on(work, new WorkEvent.Progress(new Pace(400, 12, 40)));
        display.on(work, new WorkEvent.Ended(new Pace(1000, 27, 40), null));
        assertEquals(
                List.of(
                        "listing 400/1000  40 clips/s  0:15 left",
                        "listing of 1000 clips took 27 s"),
                shown().lines().toList());
    }

    @Test
    void onATerminalABarShowsLossAccuracyAndSpeed() {
        steps(new ProgressDisplay(out, true, Duration.ofSeconds(10)), PRETRAINING, 0, 40);
        String last = shown().substring(shown().lastIndexOf('\r') + 1).strip();
        assertTrue(last.startsWith("pretraining 100%"), last);
        assertTrue(last.contains("640/640 clips"), last);
        assertTrue(last.contains("loss 3.500  masked-patch accuracy 0.250"), last);
        assertTrue(last.contains("clips/s"), last);
        assertFalse(last.contains("left"), last);
    }
}
