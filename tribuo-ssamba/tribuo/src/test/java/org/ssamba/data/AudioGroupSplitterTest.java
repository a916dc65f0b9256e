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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.DataSource;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.test.Helpers;

class AudioGroupSplitterTest {
    @TempDir Path folder;
    private Path list;

    @BeforeEach
    void clipsOfFiveSpeakers() throws IOException {
        List<String> lines = new ArrayList<>(List.of("path,label,group"));
        for (String speaker : List.of("anna", "bert", "carl", "dora", "emil")) {
            for (int i = 0; i < 4; i++) {
                String name = speaker + i + ".wav";
                Wav.tone(folder.resolve(name), 200 + i, 0.05);
                lines.add(name + "," + i % 2 + "," + speaker);
            }
        }
        list = Files.write(folder.resolve("list.csv"), lines);
    }

    private DataSource<Label> source() {
        return new AudioManifestDataSource<>(new AudioManifest(list), new LabelFactory());
    }

    private static List<String> groups(DataSource<Label> source) {
        List<String> groups = new ArrayList<>();
        for (Example<Label> example : source) {
            groups.add((String) example.getMetadataValue(AudioExamples.GROUP_KEY).get());
        }
        return groups;
    }

    @Test
    void noGroupIsOnBothSides() {
        Set<Set<String>> drawn = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            AudioGroupSplitter<Label> split = new AudioGroupSplitter<>(source(), 0.6, seed);
            List<String> train = groups(split.getTrain());
            List<String> test = groups(split.getTest());
            assertTrue(Collections.disjoint(train, test));
            assertEquals(12, train.size());
            assertEquals(8, test.size());
            assertEquals(split.getTestGroups(), new HashSet<>(test));
            drawn.add(split.getTestGroups());
        }
        assertTrue(drawn.size() > 3, "seeds draw different groups: " + drawn);
    }

    @Test
    void theSameSeedDrawsTheSameGroups() {
        assertEquals(
                new AudioGroupSplitter<>(source(), 0.6, 3).getTestGroups(),
                new AudioGroupSplitter<>(source(), 0.6, 3).getTestGroups());
    }

    @Test
    void bothSidesHaveAGroupWhateverTheProportion() {
        assertEquals(4, groups(new AudioGroupSplitter<>(source(), 0.99, 1).getTest()).size());
        assertEquals(4, groups(new AudioGroupSplitter<>(source(), 0.01, 1).getTrain()).size());
    }

    @Test
    void groupsToTestOnMayBeNamed() {
        AudioGroupSplitter<Label> split =
                new AudioGroupSplitter<>(source(), Set.of("carl", "emil"));
        assertEquals(
                List.of("carl", "carl", "carl", "carl", "emil", "emil", "emil", "emil"),
                groups(split.getTest()));
        assertEquals(12, groups(split.getTrain()).size());
    }

    @Test
    void impossibleSplitsAreRefused() throws IOException {
        DataSource<Label> source = source();
        refused("[nobody]", () -> new AudioGroupSplitter<>(source, Set.of("anna", "nobody")));
        refused(
                "nothing to train",
                () ->
                        new AudioGroupSplitter<>(
                                source, Set.of("anna", "bert", "carl", "dora", "emil")));
        refused("nothing to test", () -> new AudioGroupSplitter<>(source, Set.of()));
        refused("1.0", () -> new AudioGroupSplitter<>(source, 1.0, 1));
        Files.writeString(list, "path,label,group\nanna0.wav,x,anna\nbert0.wav,x,\n");
        refused("bert0.wav", () -> new AudioGroupSplitter<>(source(), 0.5, 1));
        Files.writeString(list, "path,label,group\nanna0.wav,x,anna\nbert0.wav,x,anna\n");
        refused("only [anna]", () -> new AudioGroupSplitter<>(source(), 0.5, 1));
    }

    private static void refused(String part, Executable construction) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, construction, part);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }

    @Test
    void provenanceSurvivesInADatasetToo() {
        AudioGroupSplitter<Label> drawn = new AudioGroupSplitter<>(source(), 0.6, 3);
        AudioGroupSplitter<Label> named = new AudioGroupSplitter<>(source(), Set.of("anna"));
        Helpers.testProvenanceMarshalling(drawn.getTrain().getProvenance());
        Helpers.testProvenanceMarshalling(named.getTest().getProvenance());
        Helpers.testDatasetSerialization(new MutableDataset<>(drawn.getTest()));
    }
}
