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
package org.ssamba.examples.serve;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts, in the text format that Prometheus reads. */
final class Metrics {
    /** Upper bounds of the histogram, in seconds. */
    private static final double[] BOUNDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
    };

    private final Map<Integer, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final LongAdder[] within = new LongAdder[BOUNDS.length];
    private final LongAdder clips = new LongAdder();
    private final LongAdder nanoseconds = new LongAdder();
    private final LongAdder milliseconds = new LongAdder();

    Metrics() {
        for (int i = 0; i < within.length; i++) {
            within[i] = new LongAdder();
        }
    }

    /** An answer was sent. */
    void answered(int status) {
        answers.computeIfAbsent(status, any -> new LongAdder()).increment();
    }

    /** A clip was predicted; how long it is, and how long that took from its acceptance on. */
    void predicted(double seconds, long took) {
        clips.increment();
        milliseconds.add(Math.round(1000 * seconds));
        nanoseconds.add(took);
        for (int i = 0; i < BOUNDS.length; i++) {
            if (took <= BOUNDS[i] * 1e9) {
                within[i].increment();
            }
        }
    }

    /** How many clips were predicted. */
    long clips() {
        return clips.sum();
    }

    /** As text; with how many requests are in the queue or run. */
    String text(int accepted) {
        StringBuilder text = new StringBuilder();
        text.append("# TYPE ssamba_answers_total counter\n");
        answers.forEach(
                (status, count) ->
                        text.append(
                                "ssamba_answers_total{status=\"" + status + "\"} " + count + "\n"));
        text.append("# TYPE ssamba_accepted_requests gauge\n");
        text.append("ssamba_accepted_requests " + accepted + "\n");
        text.append("# TYPE ssamba_audio_seconds_total counter\n");
        text.append("ssamba_audio_seconds_total " + milliseconds.sum() / 1e3 + "\n");
        text.append("# TYPE ssamba_prediction_seconds histogram\n");
        for (int i = 0; i < BOUNDS.length; i++) {
            text.append(bucket(String.valueOf(BOUNDS[i]), within[i].sum()));
        }
        text.append(bucket("+Inf", clips()));
        text.append("ssamba_prediction_seconds_sum " + nanoseconds.sum() / 1e9 + "\n");
        text.append("ssamba_prediction_seconds_count " + clips() + "\n");
        return text.toString();
    }

    private static String bucket(String bound, long count) {
        return "ssamba_prediction_seconds_bucket{le=\"" + bound + "\"} " + count + "\n";
    }
}
