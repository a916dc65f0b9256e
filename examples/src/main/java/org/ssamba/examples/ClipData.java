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
package org.ssamba.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioGroupSplitter;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.ssamba.data.AudioReference;
import org.ssamba.data.SkippedAudio;
import org.ssamba.data.UnreadableAudio;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.evaluation.TrainTestSplitter;

/**
 * Labelled clips, divided into training and test clips.
 *
 * @param train clips to train on.
 * @param test clips to test on.
 * @param division a description of the division.
 * @param skipped files that were left out because they cannot be used.
 */
record ClipData(
        MutableDataset<Label> train,
        MutableDataset<Label> test,
        String division,
        List<SkippedAudio> skipped) {
    private static final double TRAIN_SHARE = 0.75;
    private static final String TEST = "test";

    /** A folder for each label; divided at random. */
    static ClipData ofFolder(Path folder, UnreadableAudio policy, long seed) {
        AudioDirectoryDataSource<Label> source =
                new AudioDirectoryDataSource<>(folder, new LabelFactory(), policy);
        return atRandom(source, seed, source.skipped());
    }

    /** Divided by the column split if a row says test, else by the column group, else at random. */
    static ClipData ofManifest(Path manifest, UnreadableAudio policy, long seed) {
        AudioManifestDataSource<Label> source = source(new AudioManifest(manifest), policy);
        Set<String> splits = values(source, AudioExamples.SPLIT_KEY);
        if (splits.remove(TEST) && !splits.isEmpty()) {
            AudioManifest.Builder rows = AudioManifest.builder(manifest);
            return new ClipData(
                    new MutableDataset<>(
                            source(rows.splits(splits.toArray(String[]::new)).build(), policy)),
                    new MutableDataset<>(
                            source(AudioManifest.builder(manifest).splits(TEST).build(), policy)),
                    "by the manifest's column split",
                    source.skipped());
        }
        if (values(source, AudioExamples.GROUP_KEY).size() > 1) {
            AudioGroupSplitter<Label> groups = new AudioGroupSplitter<>(source, TRAIN_SHARE, seed);
            return new ClipData(
                    new MutableDataset<>(groups.getTrain()),
                    new MutableDataset<>(groups.getTest()),
                    "by group; tested on " + groups.getTestGroups(),
                    source.skipped());
        }
        return atRandom(source, seed, source.skipped());
    }

    private static AudioManifestDataSource<Label> source(
            AudioManifest manifest, UnreadableAudio policy) {
        return new AudioManifestDataSource<>(manifest, new LabelFactory(), policy);
    }

    private static ClipData atRandom(
            DataSource<Label> source, long seed, List<SkippedAudio> skipped) {
        TrainTestSplitter<Label> random = new TrainTestSplitter<>(source, TRAIN_SHARE, seed);
        return new ClipData(
                new MutableDataset<>(random.getTrain()),
                new MutableDataset<>(random.getTest()),
                "at random: the same speaker may be in both",
                skipped);
    }

    private static Set<String> values(DataSource<Label> source, String key) {
        Set<String> values = new TreeSet<>();
        for (Example<Label> example : source) {
            example.getMetadataValue(key).ifPresent(value -> values.add(value.toString()));
        }
        return values;
    }

    /** The 95th percentile of the training clips' lengths, in seconds. */
    double longSeconds() {
        double[] seconds =
                train.getData().stream()
                        .mapToDouble(example -> AudioReference.of(example).durationSeconds())
                        .sorted()
                        .toArray();
        return seconds[(int) (0.95 * (seconds.length - 1))];
    }

    static List<Path> files(MutableDataset<Label> clips) {
        List<Path> files = new ArrayList<>();
        for (Example<Label> clip : clips) {
            files.add(AudioReference.of(clip).path());
        }
        return files;
    }
}
