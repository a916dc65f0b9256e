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
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.ssamba.work.WorkEvent.Ended;
import org.ssamba.work.WorkEvent.Pace;
import org.ssamba.work.WorkEvent.Progress;
import org.ssamba.work.WorkEvent.Started;
import org.ssamba.work.WorkEvent.Step;

/** Every piece of work begins with one event and ends with one, each with time and rate. */
class WorkReportTest {
    private static final Work WORK = new Work(Work.FINE_TUNING, "", 8, 10, 4);

    private final AtomicLong milliseconds = new AtomicLong(5000);
    private final List<WorkEvent> events = new ArrayList<>();
    private final WorkListener listener = (work, event) -> events.add(event);

    private <R> R report(
            WorkListener told, long from, java.util.function.Function<WorkReport, R> body) {
        return WorkReport.of(told, WORK, from, () -> milliseconds.get() * 1_000_000L, body);
    }

    @Test
    void eventsSayWhenAndHowFast() {
        String result =
                report(
                        listener,
                        0,
                        report -> {
                            milliseconds.addAndGet(500);
                            report.step(1, 1, Double.NaN, 1e-3);
                            milliseconds.addAndGet(500);
                            report.step(2, 0.5, Double.NaN, 1e-3);
                            return "trained";
                        });
        assertEquals("trained", result);
        assertEquals(
                List.of(
                        new Started(new Pace(0, 0, 0)),
                        new Step(new Pace(1, 0.5, 8), 1, Double.NaN, 1e-3),
                        new Step(new Pace(2, 1, 8), 0.5, Double.NaN, 1e-3),
                        new Ended(new Pace(2, 1, 8), null)),
                events);
        assertEquals(4, events.get(3).pace().secondsLeft(WORK));
        assertEquals(Double.NaN, events.get(0).pace().secondsLeft(WORK));
    }

    @Test
    void theFirstStepOfAResumedRunTellsNoRate() {
        report(
                listener,
                6,
                report -> {
                    milliseconds.addAndGet(9000);
                    report.step(7, 1, 1, 1);
                    milliseconds.addAndGet(500);
                    report.step(8, 1, 1, 1);
                    return null;
                });
        assertEquals(new Pace(7, 9, 0), events.get(1).pace());
        assertEquals(new Pace(8, 9.5, 8), events.get(2).pace());
    }

    @Test
    void theRateFollowsAChangeWithinSomeTenSeconds() {
        report(
                listener,
                0,
                report -> {
                    for (int step = 1; step <= 100; step++) {
                        milliseconds.addAndGet(1000);
                        report.step(step, 1, 1, 1);
                    }
                    for (int step = 101; step <= 140; step++) {
                        milliseconds.addAndGet(2000);
                        report.step(step, 1, 1, 1);
                    }
                    return null;
                });
        assertEquals(4, events.get(1).pace().clipsPerSecond());
        assertEquals(4, events.get(100).pace().clipsPerSecond(), 1e-9);
        // 2 clips a second from then on: about e^-1 of the difference is left after ten seconds.
        assertEquals(2 + 2 * Math.exp(-1), events.get(105).pace().clipsPerSecond(), 0.05);
        assertEquals(2, events.get(140).pace().clipsPerSecond(), 1e-2);
    }

    @Test
    void aSlowFirstStepIsSoonForgotten() {
        report(
                listener,
                0,
                report -> {
                    milliseconds.addAndGet(3000);
                    report.step(1, 1, 1, 1);
                    for (int step = 2; step <= 101; step++) {
                        milliseconds.addAndGet(20);
                        report.step(step, 1, 1, 1);
                    }
                    return null;
                });
        // 101 steps of 4 clips in 5 s.
        assertEquals(81, events.get(101).pace().clipsPerSecond(), 10);
    }

    @Test
    void progressIsToldAFewTimesASecondAndTheEndKnowsTheRest() {
        report(
                listener,
                0,
                report -> {
                    for (int done = 1; done <= 5; done++) {
                        milliseconds.addAndGet(125);
                        report.progress(done);
                    }
                    return null;
                });
        assertEquals(
                List.of(
                        new Started(new Pace(0, 0, 0)),
                        new Progress(new Pace(2, 0.25, 32)),
                        new Progress(new Pace(4, 0.5, 32)),
                        new Ended(new Pace(5, 0.625, 32), null)),
                events);
    }

    @Test
    void aFailureEndsTheWorkAndReachesTheCaller() {
        IllegalStateException failure = new IllegalStateException("no more audio");
        IllegalStateException thrown =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                report(
                                        listener,
                                        0,
                                        report -> {
                                            throw failure;
                                        }));
        assertSame(failure, thrown);
        assertEquals(new Ended(new Pace(0, 0, 0), failure), events.get(1));
    }

    @Test
    void anExceptionOfAListenerReachesTheCallerAndAllAreToldOfTheEnd() {
        WorkListener failing =
                (work, event) -> {
                    if (!(event instanceof Started)) {
                        throw new IllegalArgumentException("disk full");
                    }
                };
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                report(
                                        WorkListener.all(listener, failing),
                                        0,
                                        report -> {
                                            report.validation(1, 1);
                                            return null;
                                        }));
        assertEquals("disk full", thrown.getMessage());
        assertEquals(1, thrown.getSuppressed().length);
        assertSame(thrown, ((Ended) events.get(2)).failure());
    }

    @Test
    void aListenerOfAFoldNamesIt() {
        List<String> names = new ArrayList<>();
        WorkListener named = (work, event) -> names.add(work.name());
        report(named.inFold("fold3"), 0, report -> null);
        assertEquals(List.of("fold3 fine-tuning", "fold3 fine-tuning"), names);
        assertNull(((Ended) collected()).failure());
    }

    private WorkEvent collected() {
        report(listener, 0, report -> null);
        return events.get(1);
    }
}
