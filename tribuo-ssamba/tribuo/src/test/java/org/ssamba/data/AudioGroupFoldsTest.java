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
package org.ssamba.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.audio.AudioClip;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.datasource.ListDataSource;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.test.Helpers;

class AudioGroupFoldsTest {
    private static final LabelFactory LABELS = new LabelFactory();

    /** Clips of speakers, so many of each, one of each in turn. */
    private static List<Example<Label>> spoken(Map<String, Integer> speakers) {
        List<Example<Label>> examples = new ArrayList<>();
        int most = Collections.max(speakers.values());
        for (int i = 0; i < most; i++) {
            for (String speaker : speakers.keySet()) {
                if (i < speakers.get(speaker)) {
                    Example<Label> clip =
                            AudioExamples.create(
                                    new Label("word" + i % 2),
                                    AudioClip.of(new float[800], 16_000));
                    clip.setMetadataValue(AudioExamples.GROUP_KEY, speaker);
                    examples.add(clip);
                }
            }
        }
        return examples;
    }

    private static Dataset<Label> dataset(List<Example<Label>> examples) {
        return new MutableDataset<>(
                new ListDataSource<>(
                        examples, LABELS, new SimpleDataSourceProvenance("spoken", LABELS)));
    }

    private static Dataset<Label> ofSize(int... sizes) {
        Map<String, Integer> speakers = new TreeMap<>();
        for (int i = 0; i < sizes.length; i++) {
            speakers.put("speaker" + i, sizes[i]);
        }
        return dataset(spoken(speakers));
    }

    private static Set<String> groups(Dataset<Label> data) {
        Set<String> groups = new TreeSet<>();
        data.forEach(example -> groups.add(AudioExamples.group(example)));
        return groups;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void eachGroupIsTestedOnOnceAndNeverTrainedOnThen(int count) {
        Dataset<Label> data = ofSize(4, 1, 3, 2, 6);
        SortedSet<String> tested = new TreeSet<>();
        for (AudioGroupFolds.Fold<Label> fold : new AudioGroupFolds(count, 1).split(data)) {
            assertEquals(fold.testGroups(), groups(fold.test()));
            assertTrue(Collections.disjoint(groups(fold.train()), groups(fold.test())));
            assertEquals(data.size(), fold.train().size() + fold.test().size());
            fold.testGroups().forEach(group -> assertTrue(tested.add(group), group));
        }
        assertEquals(groups(data), tested);
    }

    @Test
    void foldsAreBalancedByExamples() {
        Dataset<Label> data = ofSize(9, 5, 4, 3, 3, 3, 2, 1);
        for (int seed = 0; seed < 20; seed++) {
            List<Integer> sizes =
                    new AudioGroupFolds(3, seed)
                            .split(data).stream().map(fold -> fold.test().size()).toList();
            assertEquals(List.of(10, 10, 10), sizes, "seed " + seed);
        }
    }

    @Test
    void theSeedAloneDecidesNotTheOrderOfTheExamples() {
        int[] sizes = {2, 2, 2, 2, 2, 2};
        Dataset<Label> data = ofSize(sizes);
        List<Example<Label>> reversed = new ArrayList<>(data.getData());
        Collections.reverse(reversed);
        Set<List<SortedSet<String>>> drawn = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            AudioGroupFolds folds = new AudioGroupFolds(3, seed);
            assertEquals(tested(folds, data), tested(folds, dataset(reversed)));
            drawn.add(tested(folds, data));
        }
        assertTrue(drawn.size() > 10, "seeds draw different folds: " + drawn);
    }

    private static List<SortedSet<String>> tested(AudioGroupFolds folds, Dataset<Label> data) {
        return folds.split(data).stream().map(AudioGroupFolds.Fold::testGroups).toList();
    }

    @Test
    void provenanceSaysHowTheFoldWasMade() {
        AudioGroupFolds.Fold<Label> fold = new AudioGroupFolds(2, 7).split(ofSize(3, 2, 1)).get(0);
        String provenance = fold.train().getProvenance().toString();
        assertTrue(
                provenance.contains("TrainFold(seed=7,1 of 2,test groups=[speaker0])"), provenance);
        assertTrue(fold.train().storeIndicesInProvenance());
        Helpers.testProvenanceMarshalling(fold.train().getProvenance());
    }

    @Test
    void impossibleFoldsAreRefused() {
        refused("at least 2 folds, not 1", 1, ofSize(1, 1));
        refused("3 folds need as many groups, but there are only 2", 3, ofSize(4, 4));
        List<Example<Label>> examples = spoken(new TreeMap<>(Map.of("anna", 2, "bert", 2)));
        Example<Label> stranger =
                AudioExamples.create(new Label("word0"), AudioClip.of(new float[800], 16_000));
        stranger.setMetadataValue(Example.NAME, "stranger.wav");
        examples.add(stranger);
        refused("stranger.wav has no group", 2, dataset(examples));
    }

    private static void refused(String part, int folds, Dataset<Label> data) {
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new AudioGroupFolds(folds, 1).split(data));
        assertTrue(thrown.getMessage().contains(part), thrown.getMessage());
    }
}
