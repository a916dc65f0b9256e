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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ssamba.datasets.preparation.Clip;

class FoldSchemesTest {
    private static final List<Clip> CLIPS =
            IntStream.range(0, 40)
                    .mapToObj(
                            i ->
                                    Clip.whole(
                                            Path.of(i + ".wav"),
                                            "a",
                                            "speaker" + i % 8,
                                            i % 4 == 0 ? "test" : i % 4 == 1 ? "dev" : "train"))
                    .toList();

    private static Set<String> testGroups(Fold fold) {
        Set<String> groups = new TreeSet<>();
        fold.test().forEach(clip -> groups.add(clip.group()));
        return groups;
    }

    private static void assertDivides(Fold fold) {
        Set<Clip> all = new HashSet<>(fold.train());
        all.addAll(fold.test());
        assertEquals(new HashSet<>(CLIPS), all);
        assertEquals(CLIPS.size(), fold.train().size() + fold.test().size());
    }

    @Test
    void eachGroupInTurn() {
        List<Fold> folds = new GroupFolds().folds(CLIPS);
        assertEquals(8, folds.size());
        for (Fold fold : folds) {
            assertDivides(fold);
            assertEquals(Set.of(fold.name()), testGroups(fold));
        }
        assertEquals(
                List.of("speaker3"),
                new GroupFolds(List.of("speaker3")).folds(CLIPS).stream().map(Fold::name).toList());
        assertThrows(
                IllegalArgumentException.class, () -> new GroupFolds(List.of("theo")).folds(CLIPS));
    }

    @Test
    void everySecondGroupOfEachSet() {
        Fold fold = new EveryNthGroup(2, true).folds(CLIPS).get(0);
        assertDivides(fold);
        assertEquals("every-2nd-group", fold.name());
        // Speakers 0 and 4 are in the test split, 1 and 5 in dev, the others in train.
        assertEquals(Set.of("speaker3", "speaker4", "speaker5", "speaker7"), testGroups(fold));
    }

    @Test
    void everyFourthGroup() {
        Fold fold = new EveryNthGroup().folds(CLIPS).get(0);
        assertDivides(fold);
        assertEquals("every-4th-group", fold.name());
        assertEquals(Set.of("speaker3", "speaker7"), testGroups(fold));
        assertThrows(
                IllegalArgumentException.class,
                () -> new EveryNthGroup().folds(CLIPS.subList(0, 3)));
    }

    @Test
    void theOfficialSplitLeavesValidationOut() {
        Fold fold = new OfficialSplit().folds(CLIPS).get(0);
        assertEquals(20, fold.train().size());
        assertEquals(10, fold.test().size());
        assertThrows(
                IllegalArgumentException.class,
                () -> new OfficialSplit().folds(CLIPS.subList(1, 4)));
    }

    @Test
    void aRandomShareIsTheSameEachTime() {
        Fold fold = new RandomShare().folds(CLIPS).get(0);
        assertDivides(fold);
        assertEquals(4, fold.test().size());
        assertEquals(fold, new RandomShare().folds(CLIPS).get(0));
        assertTrue(testGroups(fold).size() > 1);
    }

    @Test
    void clipsWithoutGroupsCannotBeDividedByThem() {
        List<Clip> clips = List.of(Clip.whole(Path.of("a.wav"), "a", "", ""));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new GroupFolds().folds(clips));
        assertTrue(e.getMessage().contains("a.wav has no group"), e.getMessage());
        List<Clip> videos =
                List.of(
                        Clip.whole(Path.of("a.wav"), "a", "../other", ""),
                        Clip.whole(Path.of("b.wav"), "a", "b", ""));
        e = assertThrows(IllegalArgumentException.class, () -> new GroupFolds().folds(videos));
        assertTrue(e.getMessage().contains("'../other'"), e.getMessage());
    }
}
