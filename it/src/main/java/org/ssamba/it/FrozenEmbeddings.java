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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.features.AudioFeatureDataSource;
import org.ssamba.features.AudioFeatureExtractor;
import org.ssamba.features.LogMelStatisticsExtractor;
import org.ssamba.features.SSAMBAFeatureExtractor;
import org.tribuo.classification.Label;

/**
 * Prints, as a Markdown table, the accuracies of simple classifiers on real audio with the
 * embeddings of a frozen encoder, and for comparison with log-mel means and deviations.
 */
public final class FrozenEmbeddings {
    private final FrozenEmbeddingsOptions options;
    private final List<Probe> probes;
    private final Map<String, AudioFeatureExtractor<Label>> extractors;

    private FrozenEmbeddings(
            FrozenEmbeddingsOptions options, Map<String, AudioFeatureExtractor<Label>> extractors) {
        this.options = options;
        this.extractors = extractors;
        this.probes =
                options.xgboost ? List.of(Probe.values()) : List.of(Probe.LINEAR, Probe.NEIGHBOURS);
    }

    /**
     * Runs the probes.
     *
     * @param args see {@link FrozenEmbeddingsOptions}, or {@code --help}.
     */
    public static void main(String[] args) {
        FrozenEmbeddingsOptions options = new FrozenEmbeddingsOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        options.program.applyLogging();
        DataFolder.manifest().ifPresent(manifest -> run(options, manifest));
    }

    private static void run(FrozenEmbeddingsOptions options, Path manifest) {
        Map<String, AudioFeatureExtractor<Label>> extractors = new LinkedHashMap<>();
        extractors.put("log-mel", new LogMelStatisticsExtractor<>());
        if (options.encoder == null) {
            new FrozenEmbeddings(options, extractors).print(manifest);
            return;
        }
        try (SSAMBAFeatureExtractor<Label> encoder =
                SSAMBAFeatureExtractor.<Label>builder(options.encoder)
                        .embedding(options.embedding)
                        .clipLength(options.clipLength)
                        .device(options.program.computeDevice())
                        .batchSize(options.batchSize)
                        .build()) {
            extractors.put("encoder", encoder);
            System.out.println(
                    "`"
                            + options.encoder.getFileName()
                            + "`, "
                            + options.embedding
                            + ", "
                            + options.clipLength
                            + ", on "
                            + options.program.computeDevice().backend().device());
            new FrozenEmbeddings(options, extractors).print(manifest);
        }
    }

    private void print(Path manifest) {
        List<String> columns = new ArrayList<>(List.of("task", "tested on", "train", "test"));
        for (String extractor : extractors.keySet()) {
            probes.forEach(probe -> columns.add(extractor + ", " + probe.title()));
        }
        System.out.println(row(columns));
        System.out.println("|---|---|" + "---:|".repeat(columns.size() - 2));
        for (ProbeTask task : options.tasks) {
            rows(task, manifest).forEach(cells -> System.out.println(row(cells)));
        }
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    /** A row for each split of the task. */
    private List<List<String>> rows(ProbeTask task, Path manifest) {
        AudioManifestDataSource<Label> clips = task.clips(manifest);
        List<List<String>> rows = new ArrayList<>();
        for (AudioFeatureExtractor<Label> extractor : extractors.values()) {
            // Every extractor sees the same divisions.
            List<ProbeTask.Division> divisions =
                    task.divisions(new AudioFeatureDataSource<>(clips, extractor, options.cache));
            for (int i = 0; i < divisions.size(); i++) {
                ProbeTask.Division division = divisions.get(i);
                if (rows.size() == i) {
                    rows.add(new ArrayList<>(description(task, division)));
                }
                for (Probe probe : probes) {
                    rows.get(i)
                            .add(
                                    String.format(
                                            Locale.ROOT, "%.3f", probe.accuracy(division.clips())));
                }
            }
        }
        return rows;
    }

    private static List<String> description(ProbeTask task, ProbeTask.Division division) {
        return List.of(
                task.name().toLowerCase(Locale.ROOT),
                division.test(),
                Integer.toString(division.clips().train().size()),
                Integer.toString(division.clips().test().size()));
    }
}
