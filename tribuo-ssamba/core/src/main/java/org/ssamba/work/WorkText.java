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

import java.util.Locale;

/** The words that the log and the display share. */
final class WorkText {
    private WorkText() {}

    /** Loss, and accuracy if there is one. */
    static String metrics(Work work, double loss, double accuracy) {
        String shown = String.format(Locale.ROOT, "loss %.3f", loss);
        if (Double.isNaN(accuracy)) {
            return shown;
        }
        String what = work.phase().equals(Work.PRETRAINING) ? "masked-patch accuracy" : "accuracy";
        return shown + String.format(Locale.ROOT, "  %s %.3f", what, accuracy);
    }

    /** What an encoder is good for by now. */
    static String probe(WorkEvent.Probe probe) {
        return String.format(
                Locale.ROOT,
                "probe accuracy %.3f  macro recall %.3f",
                probe.accuracy(),
                probe.macroRecall());
    }

    /** How far and how fast, with the time left. */
    static String progress(Work work, WorkEvent.Pace pace, String metrics) {
        StringBuilder line = new StringBuilder();
        line.append(work.name()).append(' ').append(pace.done()).append('/').append(work.steps());
        if (!metrics.isEmpty()) {
            line.append("  ").append(metrics);
        }
        if (pace.clipsPerSecond() > 0) {
            line.append(
                    String.format(Locale.ROOT, "  %.0f %s/s", pace.clipsPerSecond(), work.unit()));
        }
        long left = Math.round(pace.secondsLeft(work));
        if (left > 0) {
            line.append(String.format(Locale.ROOT, "  %d:%02d left", left / 60, left % 60));
        }
        return line.toString();
    }

    /** Time, memory, and what would be faster. */
    static String cost(Work work, WorkEvent.Estimate estimate) {
        double seconds = estimate.seconds();
        String time =
                seconds < 100
                        ? String.format(Locale.ROOT, "%.0f s", Math.max(1, seconds))
                        : seconds < 5400
                                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
        return String.format(
                Locale.ROOT,
                "%s will take about %s for %d steps and %d MB of memory%s",
                work.name(),
                time,
                work.steps(),
                Math.round(estimate.bytes() / 1e6),
                estimate.faster().isEmpty() ? "" : "; much faster would be: " + estimate.faster());
    }
}
