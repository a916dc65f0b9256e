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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.Output;
import org.tribuo.datasource.ListDataSource;

/**
 * Splits a data source into training and test data so that no group (speaker, recording, fold) is
 * in both. The group is the metadata {@link AudioExamples#GROUP_KEY}. Examples keep their order.
 *
 * @param <T> the type of output
 */
public final class AudioGroupSplitter<T extends Output<T>> {
    private final DataSource<T> train;
    private final DataSource<T> test;
    private final SortedSet<String> testGroups;

    /**
     * Draws groups for training, in random order, until they hold the given share of the examples
     * or only one group is left.
     *
     * @param source examples with groups
     * @param trainProportion the share of examples to train on, in (0, 1)
     * @param seed of the order in which groups are drawn
     * @throws IllegalArgumentException if the proportion is out of range, an example has no group,
     *     or there are fewer than two groups
     */
    public AudioGroupSplitter(DataSource<T> source, double trainProportion, long seed) {
        this(source, draw(source, trainProportion, seed), new Drawing(trainProportion, seed));
    }

    /**
     * Tests on the groups named and trains on all others.
     *
     * @param source examples with groups
     * @param testGroups groups to test on
     * @throws IllegalArgumentException if an example has no group, a group to test on does not
     *     occur, or no group is left to train on or to test on
     */
    public AudioGroupSplitter(DataSource<T> source, Set<String> testGroups) {
        this(source, new TreeSet<>(testGroups), null);
    }

    private AudioGroupSplitter(
            DataSource<T> source, SortedSet<String> testGroups, Drawing drawing) {
        this.testGroups = Collections.unmodifiableSortedSet(testGroups);
        List<Example<T>> training = new ArrayList<>();
        List<Example<T>> testing = new ArrayList<>();
        Set<String> unseen = new TreeSet<>(testGroups);
        Set<String> trainGroups = new TreeSet<>();
        for (Example<T> example : source) {
            String group = AudioExamples.group(example);
            if (testGroups.contains(group)) {
                testing.add(example);
                unseen.remove(group);
            } else {
                training.add(example);
                trainGroups.add(group);
            }
        }
        if (!unseen.isEmpty()) {
            throw new IllegalArgumentException(
                    "no example is of the test groups " + unseen + "; others are " + trainGroups);
        }
        if (training.isEmpty() || testing.isEmpty()) {
            throw new IllegalArgumentException(
                    "testing on the groups "
                            + testGroups
                            + " leaves nothing to "
                            + (training.isEmpty() ? "train" : "test")
                            + " on");
        }
        this.train = part(source, training, drawing, true);
        this.test = part(source, testing, drawing, false);
    }

    private DataSource<T> part(
            DataSource<T> source, List<Example<T>> examples, Drawing drawing, boolean isTrain) {
        return new ListDataSource<>(
                examples,
                source.getOutputFactory(),
                new GroupSplitProvenance(
                        source.getProvenance(), testGroups, drawing, examples.size(), isTrain));
    }

    private static <T extends Output<T>> SortedSet<String> draw(
            DataSource<T> source, double trainProportion, long seed) {
        if (!(trainProportion > 0 && trainProportion < 1)) {
            throw new IllegalArgumentException(
                    "train proportion " + trainProportion + " is not between 0 and 1");
        }
        Map<String, Integer> sizes = new TreeMap<>();
        int total = 0;
        for (Example<T> example : source) {
            sizes.merge(AudioExamples.group(example), 1, Integer::sum);
            total++;
        }
        if (sizes.size() < 2) {
            throw new IllegalArgumentException(
                    "cannot split by group: there is only " + sizes.keySet());
        }
        List<String> order = new ArrayList<>(sizes.keySet());
        Collections.shuffle(order, new Random(seed));
        int taken = 0;
        int drawn = 0;
        while (drawn < order.size() - 1 && (drawn == 0 || taken < trainProportion * total)) {
            taken += sizes.get(order.get(drawn));
            drawn++;
        }
        return new TreeSet<>(order.subList(drawn, order.size()));
    }

    /** The training data. */
    public DataSource<T> getTrain() {
        return train;
    }

    /** The test data. */
    public DataSource<T> getTest() {
        return test;
    }

    /** The groups tested on, sorted. */
    public SortedSet<String> getTestGroups() {
        return testGroups;
    }

    /** How groups were drawn at random. */
    record Drawing(double trainProportion, long seed) {}
}
