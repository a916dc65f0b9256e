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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tribuo.Dataset;
import org.tribuo.Output;
import org.tribuo.dataset.DatasetView;

/**
 * Divides a data set into folds so that no group (speaker, recording) is in two of them; for groups
 * what Tribuo's {@link org.tribuo.evaluation.KFoldSplitter} is for single examples. The group is
 * the metadata {@link AudioExamples#GROUP_KEY}.
 *
 * <p>Groups are put in random order and sorted by size, and each goes to the fold with the fewest
 * examples so far: folds differ by no more than the size of the largest group. The order of the
 * examples does not matter.
 */
public final class AudioGroupFolds {
    private final int count;
    private final long seed;

    /**
     * A way to divide.
     *
     * @param count how many folds, at least 2
     * @param seed of the order of the groups
     * @throws IllegalArgumentException if there are fewer than 2 folds
     */
    public AudioGroupFolds(int count, long seed) {
        if (count < 2) {
            throw new IllegalArgumentException("There must be at least 2 folds, not " + count);
        }
        this.count = count;
        this.seed = seed;
    }

    /**
     * One fold. The provenance of each view has the places of its examples in the whole data set,
     * and in its tag the seed, the fold's number and the groups tested on.
     *
     * @param <T> the type of output
     * @param train all examples of other groups, in the data set's order
     * @param test all examples of the groups tested on, in the data set's order
     * @param testGroups the groups tested on
     */
    public record Fold<T extends Output<T>>(
            DatasetView<T> train, DatasetView<T> test, SortedSet<String> testGroups) {}

    /**
     * Divides a data set.
     *
     * @param <T> the type of output
     * @param data examples with groups
     * @return the folds; each group is tested on in exactly one of them
     * @throws IllegalArgumentException if an example has no group, or there are fewer groups than
     *     folds
     */
    public <T extends Output<T>> List<Fold<T>> split(Dataset<T> data) {
        List<String> groups = data.getData().stream().map(AudioExamples::group).toList();
        Map<String, Integer> folds = assign(groups);
        List<Fold<T>> made = new ArrayList<>();
        for (int fold = 0; fold < count; fold++) {
            int number = fold;
            SortedSet<String> tested = new TreeSet<>(folds.keySet());
            tested.removeIf(group -> folds.get(group) != number);
            String which =
                    "(seed="
                            + seed
                            + ","
                            + (fold + 1)
                            + " of "
                            + count
                            + ",test groups="
                            + tested
                            + ")";
            made.add(
                    new Fold<>(
                            view(data, groups, tested, false, "TrainFold" + which),
                            view(data, groups, tested, true, "TestFold" + which),
                            Collections.unmodifiableSortedSet(tested)));
        }
        return List.copyOf(made);
    }

    /** The fold of each group. */
    private Map<String, Integer> assign(List<String> groups) {
        Map<String, Integer> sizes = new TreeMap<>();
        groups.forEach(group -> sizes.merge(group, 1, Integer::sum));
        if (sizes.size() < count) {
            throw new IllegalArgumentException(
                    count
                            + " folds need as many groups, but there are only "
                            + sizes.size()
                            + ": "
                            + sizes.keySet());
        }
        List<String> order = new ArrayList<>(sizes.keySet());
        Collections.shuffle(order, new Random(seed));
        order.sort(Comparator.comparing(sizes::get, Comparator.reverseOrder()));
        Map<String, Integer> folds = new TreeMap<>();
        int[] filled = new int[count];
        for (String group : order) {
            int emptiest =
                    IntStream.range(0, count)
                            .boxed()
                            .min(Comparator.comparing(fold -> filled[fold]))
                            .orElseThrow();
            filled[emptiest] += sizes.get(group);
            folds.put(group, emptiest);
        }
        return folds;
    }

    private static <T extends Output<T>> DatasetView<T> view(
            Dataset<T> data,
            List<String> groups,
            SortedSet<String> tested,
            boolean test,
            String tag) {
        int[] places =
                IntStream.range(0, groups.size())
                        .filter(i -> tested.contains(groups.get(i)) == test)
                        .toArray();
        return new DatasetView<>(data, places, tag);
    }

    @Override
    public String toString() {
        return "AudioGroupFolds(count=" + count + ",seed=" + seed + ")";
    }
}
