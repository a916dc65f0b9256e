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

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.ssamba.checkpoint.AtomicFile;

/**
 * A finished fold. It is written last, so if the file exists, all other files of the fold exist
 * too.
 *
 * @param fold its name.
 * @param run identifies the recipe, its settings, the encoder and the data.
 * @param outcome scores and facts.
 * @param seconds the duration of the run.
 */
record FoldResult(String fold, String run, Outcome outcome, double seconds) {
    static final String FILE = "result.csv";

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180
                    .builder()
                    .setHeader("kind", "name", "value")
                    .setSkipHeaderRecord(true)
                    .get();

    void write(Path folder) throws IOException {
        AtomicFile.write(
                folder.resolve(FILE),
                out -> {
                    // Not closed: the stream is the caller's.
                    BufferedWriter writer =
                            new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    CSVFormat.RFC4180.printRecord(writer, "kind", "name", "value");
                    CSVFormat.RFC4180.printRecord(writer, "fold", "name", fold);
                    CSVFormat.RFC4180.printRecord(writer, "fold", "run", run);
                    CSVFormat.RFC4180.printRecord(writer, "fold", "seconds", seconds);
                    for (Map.Entry<String, Double> score : outcome.scores().entrySet()) {
                        CSVFormat.RFC4180.printRecord(
                                writer, "score", score.getKey(), score.getValue());
                    }
                    for (Map.Entry<String, String> fact : outcome.facts().entrySet()) {
                        CSVFormat.RFC4180.printRecord(
                                writer, "fact", fact.getKey(), fact.getValue());
                    }
                    writer.flush();
                });
    }

    static FoldResult read(Path folder) throws IOException {
        Map<String, String> fold = new LinkedHashMap<>();
        Map<String, Double> scores = new LinkedHashMap<>();
        Map<String, String> facts = new LinkedHashMap<>();
        try (Reader reader = Files.newBufferedReader(folder.resolve(FILE), StandardCharsets.UTF_8);
                CSVParser parser = CSVParser.parse(reader, FORMAT)) {
            for (CSVRecord row : parser) {
                String name = row.get("name");
                String value = row.get("value");
                switch (row.get("kind")) {
                    case "fold" -> fold.put(name, value);
                    case "score" -> scores.put(name, Double.valueOf(value));
                    default -> facts.put(name, value);
                }
            }
        }
        return new FoldResult(
                fold.get("name"),
                fold.get("run"),
                new Outcome(scores, facts),
                Double.parseDouble(fold.get("seconds")));
    }
}
