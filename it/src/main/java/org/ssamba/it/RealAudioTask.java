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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioGroupSplitter;
import org.ssamba.data.AudioManifest;
import org.ssamba.data.AudioManifestDataSource;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.evaluation.TrainTestSplitter;

/** A classification of real clips, with a split that keeps test groups out of all training. */
public enum RealAudioTask {
    /** Digits of a speaker not in training. */
    FSDD_SPEAKER("fsdd", new Defaults(64, 128, 4, 6), source -> byGroups(source, Set.of("theo"))),
    /** Digits, a random tenth of the clips as test. */
    FSDD_RANDOM("fsdd", new Defaults(64, 128, 4, 6), RealAudioTask::randomTenth),
    /** Thirty words of speakers not in training. */
    GSC("gsc", new Defaults(128, 128, 4, 15), source -> byGroups(source, everyFourthGroup(source))),
    /** Environmental sounds, fold 5 as test. */
    ESC10("esc10", new Defaults(512, 32, 16, 30), source -> byGroups(source, Set.of("fold5"))),
    /** Forty Arabic words of speakers not in training. */
    ARABIC(
            "arabic_sc",
            new Defaults(128, 128, 4, 15),
            source -> byGroups(source, everyFourthGroup(source)));

    private static final double TRAINING_SHARE = 0.9;
    private static final long SPLIT_SEED = 1;
    private static final int TEST_GROUP_INTERVAL = 4;

    private final String set;
    private final Defaults defaults;
    private final Function<DataSource<Label>, Split> splitter;

    RealAudioTask(String set, Defaults defaults, Function<DataSource<Label>, Split> splitter) {
        this.set = set;
        this.defaults = defaults;
        this.splitter = splitter;
    }

    /**
     * Labelled clips for training and for testing.
     *
     * @param train to train and pretrain on.
     * @param test used only in the evaluation.
     */
    record Split(MutableDataset<Label> train, MutableDataset<Label> test) {
        private static Split of(DataSource<Label> train, DataSource<Label> test) {
            return new Split(new MutableDataset<>(train), new MutableDataset<>(test));
        }
    }

    /**
     * Settings that suit the clips of a task.
     *
     * @param frames of 10 ms, to which clips are cut or padded.
     * @param patchMels mel bins of a patch; all of them for speech, where a patch is then a short
     *     time.
     * @param patchFrames frames of a patch.
     * @param epochs of fine-tuning.
     */
    record Defaults(int frames, int patchMels, int patchFrames, int epochs) {}

    Defaults defaults() {
        return defaults;
    }

    /** Reads the clips of the task. */
    Split split(Path manifest) {
        AudioManifest clips =
                AudioManifest.builder(manifest).splitColumn("set").splits(set).build();
        return splitter.apply(new AudioManifestDataSource<>(clips, new LabelFactory()));
    }

    private static Split byGroups(DataSource<Label> source, Set<String> testGroups) {
        AudioGroupSplitter<Label> parts = new AudioGroupSplitter<>(source, testGroups);
        return Split.of(parts.getTrain(), parts.getTest());
    }

    private static Split randomTenth(DataSource<Label> source) {
        TrainTestSplitter<Label> parts =
                new TrainTestSplitter<>(source, TRAINING_SHARE, SPLIT_SEED);
        return Split.of(parts.getTrain(), parts.getTest());
    }

    /** The 4th, 8th, 12th … of the sorted groups. */
    static Set<String> everyFourthGroup(DataSource<Label> source) {
        TreeSet<String> sorted = new TreeSet<>();
        for (Example<Label> example : source) {
            example.getMetadataValue(AudioExamples.GROUP_KEY)
                    .ifPresent(group -> sorted.add(group.toString()));
        }
        Set<String> chosen = new TreeSet<>();
        int position = 0;
        for (String group : sorted) {
            position++;
            if (position % TEST_GROUP_INTERVAL == 0) {
                chosen.add(group);
            }
        }
        return chosen;
    }
}
