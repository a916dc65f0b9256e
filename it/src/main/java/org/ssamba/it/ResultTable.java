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
package org.ssamba.it;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Outcomes by method, averaged over seeds. */
final class ResultTable {
    private static final String ROW = "%-13s %-17s %9s %13s %9s %9s%n";

    private final Map<String, List<Comparison.Outcome>> outcomes = new LinkedHashMap<>();

    void add(String method, Comparison.Outcome outcome) {
        outcomes.computeIfAbsent(method, name -> new ArrayList<>()).add(outcome);
    }

    static void printHeader() {
        System.out.printf(
                Locale.ROOT, ROW, "task", "method", "accuracy", "from - to", "seconds", "clips/s");
    }

    /**
     * A line for each method: mean accuracy and its range over the seeds, mean seconds, clips/s.
     */
    void print(String task) {
        outcomes.forEach(
                (method, each) -> {
                    DoubleSummaryStatistics accuracy =
                            each.stream()
                                    .mapToDouble(Comparison.Outcome::accuracy)
                                    .summaryStatistics();
                    double seconds = each.stream().mapToDouble(Comparison.Outcome::seconds).sum();
                    long clips = each.stream().mapToLong(Comparison.Outcome::clips).sum();
                    System.out.printf(
                            Locale.ROOT,
                            ROW,
                            task,
                            method,
                            number("%.3f", accuracy.getAverage()),
                            Double.isNaN(accuracy.getAverage())
                                    ? ""
                                    : number("%.3f", accuracy.getMin())
                                            + " - "
                                            + number("%.3f", accuracy.getMax()),
                            number("%.1f", seconds / each.size()),
                            clips == 0 ? "" : number("%.0f", clips / seconds));
                });
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
