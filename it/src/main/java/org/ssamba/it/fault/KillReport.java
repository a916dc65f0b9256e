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
package org.ssamba.it.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What killed runs have come to. */
final class KillReport {
    private final Map<KillMoment, Integer> moments = new EnumMap<>(KillMoment.class);
    private final Map<String, Integer> last = new TreeMap<>();
    private int halfWritten;
    private int ended;
    private int mismatches;
    private int stepsAgain;
    private int mostStepsAgain;

    void killed(KillMoment moment, WatchedRun run, WatchedRun before) throws IOException {
        moments.merge(moment, 1, Integer::sum);
        List<String> lines = run.lines();
        String line = lines.isEmpty() ? "nothing yet" : lines.get(lines.size() - 1);
        last.merge(line.replaceAll("[0-9]+", "…"), 1, Integer::sum);
        halfWritten += run.isHalfWritten() ? 1 : 0;
        count(run, before);
    }

    void ended(boolean same, WatchedRun run, WatchedRun before) throws IOException {
        ended++;
        mismatches += same ? 0 : 1;
        count(run, before);
    }

    /** Steps that the killed process had taken, and the next one took again. */
    private void count(WatchedRun run, WatchedRun before) throws IOException {
        if (before == null) {
            return;
        }
        List<String> again = new ArrayList<>(run.steps());
        again.retainAll(before.steps());
        stepsAgain += again.size();
        mostStepsAgain = Math.max(mostStepsAgain, again.size());
    }

    int kills() {
        return moments.values().stream().mapToInt(Integer::intValue).sum();
    }

    int mismatches() {
        return mismatches;
    }

    @Override
    public String toString() {
        return kills()
                + " kills "
                + moments
                + ", "
                + halfWritten
                + " of them with a half-written file\nThe last that a killed process told: "
                + last
                + "\n"
                + ended
                + " runs ended, "
                + mismatches
                + " of them with other weights\nSteps taken again: "
                + stepsAgain
                + ", at most "
                + mostStepsAgain
                + " after one kill";
    }
}
