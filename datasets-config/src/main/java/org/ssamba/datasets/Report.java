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
package org.ssamba.datasets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.ssamba.checkpoint.AtomicFile;

/** The results of a recipe, in Markdown. */
final class Report {
    static final String FILE = "report.md";

    private final StringBuilder text = new StringBuilder();

    private Report() {}

    /**
     * Describes finished folds.
     *
     * @param recipe the recipe.
     * @param experiment the experiment.
     * @param data a line on the clips.
     * @param encoder a line on what training started from.
     * @param results at least one.
     * @param planned how many folds there are.
     */
    static Report of(
            RecipeFile recipe,
            Experiment experiment,
            String data,
            String encoder,
            List<FoldResult> results,
            int planned) {
        Report report = new Report();
        report.line("# " + recipe.name() + ": " + experiment.title());
        report.line("");
        report.table(results);
        report.line("");
        if (results.size() < planned) {
            report.line("- only " + results.size() + " of " + planned + " folds were run");
        }
        report.line("- published: " + experiment.published());
        if (!experiment.differences().isEmpty()) {
            report.line("- differences: " + experiment.differences());
        }
        report.line("- data: " + data);
        report.line("- encoder: " + encoder);
        report.line("- recipe: `" + recipe.file() + "`, changed: " + recipe.changes());
        report.line("");
        report.facts(results);
        return report;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void row(List<String> cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void table(List<FoldResult> results) {
        Set<String> names = results.get(0).outcome().scores().keySet();
        List<String> header = new ArrayList<>(List.of("fold"));
        header.addAll(names);
        header.add("seconds");
        row(header);
        line("|---" + "|---:".repeat(names.size() + 1) + "|");
        for (FoldResult result : results) {
            List<String> cells = new ArrayList<>(List.of(result.fold()));
            names.forEach(name -> cells.add(number(result.outcome().scores().get(name))));
            cells.add(number(result.seconds()));
            row(cells);
        }
        List<String> mean = new ArrayList<>(List.of("**mean**"));
        List<String> deviation = new ArrayList<>(List.of("standard deviation"));
        for (String name : names) {
            double[] values =
                    results.stream()
                            .mapToDouble(each -> each.outcome().scores().get(name))
                            .toArray();
            mean.add("**" + number(mean(values)) + "**");
            deviation.add(values.length < 2 ? "" : number(deviation(values)));
        }
        mean.add("");
        deviation.add("");
        row(mean);
        row(deviation);
    }

    /** Facts that all folds share are listed once, the others by fold. */
    private void facts(List<FoldResult> results) {
        Map<String, String> first = results.get(0).outcome().facts();
        for (Map.Entry<String, String> fact : first.entrySet()) {
            String name = fact.getKey();
            List<String> values =
                    results.stream()
                            .map(each -> each.outcome().facts().getOrDefault(name, ""))
                            .distinct()
                            .toList();
            line("- " + name + ": " + String.join("; ", values));
        }
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The standard deviation of a sample: divides by the number of values minus one. */
    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    void write(Path folder) throws IOException {
        AtomicFile.write(
                folder.resolve(FILE),
                out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
