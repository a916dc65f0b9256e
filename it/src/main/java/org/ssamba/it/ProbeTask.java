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
import java.util.List;
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

/** A classification of real clips, with the splits for which results are reported. */
public enum ProbeTask {
    /** Environmental sounds, each fold in turn as test. */
    ESC10("esc10", "label", ProbeTask::eachGroup),
    /** Forty Arabic words of speakers not in training. */
    ARABIC("arabic_sc", "label", ProbeTask::everyFourthGroup),
    /** Acted emotions of actors not in training. */
    RAVDESS("ravdess", "label", ProbeTask::everyFourthGroup),
    /** Thirty words of speakers not in training. */
    GSC("gsc", "label", ProbeTask::everyFourthGroup),
    /** Digits of a speaker not in training. */
    FSDD_UNSEEN("fsdd", "label", source -> List.of(Division.of("theo", source, Set.of("theo")))),
    /** Which speaker says a digit, a random tenth of the clips as test. */
    FSDD_WHO("fsdd", "group", ProbeTask::randomTenth);

    private static final double TRAINING_SHARE = 0.9;
    private static final long SPLIT_SEED = 1;
    private static final int PARTS = 4;

    private final String set;
    private final String labelColumn;
    private final Function<DataSource<Label>, List<Division>> splitter;

    ProbeTask(
            String set, String labelColumn, Function<DataSource<Label>, List<Division>> splitter) {
        this.set = set;
        this.labelColumn = labelColumn;
        this.splitter = splitter;
    }

    /**
     * One division of the clips.
     *
     * @param test a description of the test clips.
     * @param clips to train and to test on.
     * @param training the source of those to train on.
     */
    record Division(String test, RealAudioTask.Split clips, DataSource<Label> training) {
        private static Division of(String test, DataSource<Label> train, DataSource<Label> held) {
            return new Division(
                    test,
                    new RealAudioTask.Split(
                            new MutableDataset<>(train), new MutableDataset<>(held)),
                    train);
        }

        private static Division of(String test, DataSource<Label> source, Set<String> groups) {
            AudioGroupSplitter<Label> parts = new AudioGroupSplitter<>(source, groups);
            return of(test, parts.getTrain(), parts.getTest());
        }

        /**
         * Divides the training clips, so that no test clip is used for a choice.
         *
         * @param part from 1, which of the {@link #PARTS} that the groups are dealt into is held
         *     out.
         */
        Division validation(int part) {
            Set<String> held = new TreeSet<>();
            int position = 0;
            for (String group : groups(training)) {
                if (position % PARTS == part - 1) {
                    held.add(group);
                }
                position++;
            }
            return of("part " + part + " of training groups", training, held);
        }
    }

    /** The clips of the task. */
    AudioManifestDataSource<Label> clips(Path manifest) {
        return new AudioManifestDataSource<>(
                AudioManifest.builder(manifest)
                        .splitColumn("set")
                        .splits(set)
                        .labelColumn(labelColumn)
                        .build(),
                new LabelFactory());
    }

    /** Divides clips, or their features, which keep the clips' groups. */
    List<Division> divisions(DataSource<Label> source) {
        return splitter.apply(source);
    }

    private static List<Division> eachGroup(DataSource<Label> source) {
        List<Division> divisions = new ArrayList<>();
        groups(source).forEach(group -> divisions.add(Division.of(group, source, Set.of(group))));
        return divisions;
    }

    private static TreeSet<String> groups(DataSource<Label> source) {
        TreeSet<String> groups = new TreeSet<>();
        for (Example<Label> example : source) {
            groups.add(example.getMetadataValue(AudioExamples.GROUP_KEY).orElseThrow().toString());
        }
        return groups;
    }

    private static List<Division> everyFourthGroup(DataSource<Label> source) {
        return List.of(
                Division.of("every 4th group", source, RealAudioTask.everyFourthGroup(source)));
    }

    private static List<Division> randomTenth(DataSource<Label> source) {
        TrainTestSplitter<Label> parts =
                new TrainTestSplitter<>(source, TRAINING_SHARE, SPLIT_SEED);
        return List.of(Division.of("random tenth", parts.getTrain(), parts.getTest()));
    }
}
