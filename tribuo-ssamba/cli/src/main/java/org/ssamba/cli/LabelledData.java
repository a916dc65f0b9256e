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
package org.ssamba.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioGroupSplitter;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioSequenceDataSource;
import org.ssamba.data.SecondLabels;
import org.ssamba.data.SkippedAudio;
import org.ssamba.data.UnreadableAudio;
import org.tribuo.DataSource;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.evaluation.TrainTestSplitter;
import org.tribuo.sequence.MutableSequenceDataset;
import picocli.CommandLine.Option;

/** Clips whose outputs are known. */
final class LabelledData {
    static final String DATA =
            "A folder with a folder of clips for each label; or a CSV file with columns path and"
                    + " label, and if wanted start, end, group, split.";

    @Option(
            names = "--split",
            split = ",",
            paramLabel = "NAME",
            description = "Take the rows whose column split says so, such as train.")
    private List<String> splits = List.of();

    @Option(
            names = "--skip-unreadable",
            description = "Leave out files that cannot be read, instead of failing.")
    private boolean skip;

    @Option(
            names = "--second-labels",
            paramLabel = "RANGES|LISTED",
            description =
                    "How seconds are labelled: a row for each labelled range of a file (start and"
                            + " end), or one row a file whose labels are divided by bars. RANGES if"
                            + " not given.")
    private SecondLabels secondLabels = SecondLabels.RANGES;

    /** Used by picocli. */
    LabelledData() {}

    /** Data to learn from, and data to test on, which may be empty. */
    record Divided<T extends Output<T>>(MutableDataset<T> training, MutableDataset<T> test) {}

    private UnreadableAudio policy() {
        return skip ? UnreadableAudio.SKIP : UnreadableAudio.FAIL;
    }

    private AudioManifest manifest(Path data) {
        AudioManifest.Builder rows = AudioManifest.builder(data);
        return splits.isEmpty() ? rows.build() : rows.splits(splits.toArray(String[]::new)).build();
    }

    private <T extends Output<T>> DataSource<T> source(Path data, OutputFactory<T> outputs) {
        if (Files.isDirectory(data)) {
            if (!splits.isEmpty()) {
                throw new WrongUsage(
                        data + " is a folder, which has no splits; --split is for CSV files");
            }
            var source = new AudioDirectoryDataSource<>(data, outputs, policy());
            report(source.skipped());
            return source;
        }
        var source = new AudioManifestDataSource<>(manifest(data), outputs, policy());
        report(source.skipped());
        return source;
    }

    private static void report(List<SkippedAudio> skipped) {
        skipped.forEach(
                file ->
                        System.err.println(
                                "ssamba: left out " + file.name() + ": " + file.reason()));
    }

    /** All of it. */
    <T extends Output<T>> MutableDataset<T> all(Path data, OutputFactory<T> outputs) {
        return new MutableDataset<>(source(data, outputs));
    }

    /** Divided by group if the clips have more than one, else at random. */
    <T extends Output<T>> Divided<T> divided(
            Path data, OutputFactory<T> outputs, double test, long seed) {
        DataSource<T> source = source(data, outputs);
        if (test == 0) {
            return new Divided<>(new MutableDataset<>(source), null);
        }
        MutableDataset<T> all = new MutableDataset<>(source);
        boolean groups =
                all.getData().stream()
                                .map(clip -> clip.getMetadataValue(AudioExamples.GROUP_KEY))
                                .distinct()
                                .count()
                        > 1;
        if (groups) {
            AudioGroupSplitter<T> split = new AudioGroupSplitter<>(source, 1 - test, seed);
            return new Divided<>(
                    new MutableDataset<>(split.getTrain()), new MutableDataset<>(split.getTest()));
        }
        TrainTestSplitter<T> split = new TrainTestSplitter<>(source, 1 - test, seed);
        return new Divided<>(
                new MutableDataset<>(split.getTrain()), new MutableDataset<>(split.getTest()));
    }

    /** A label for each second. */
    MutableSequenceDataset<Label> seconds(Path data) {
        if (Files.isDirectory(data)) {
            throw new IllegalArgumentException(
                    data + " is a folder; seconds are labelled in a CSV file");
        }
        return new MutableSequenceDataset<>(
                new AudioSequenceDataSource<>(manifest(data), new LabelFactory(), secondLabels));
    }
}
