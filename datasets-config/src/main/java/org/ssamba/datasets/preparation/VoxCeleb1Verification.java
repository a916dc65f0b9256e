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
package org.ssamba.datasets.preparation;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * VoxCeleb1, whether two utterances are by the same speaker: {@code veri_test.txt}, whose lines are
 * 1 (the same) or 0 and two utterances. Those utterances are the test clips; training clips are all
 * clips of {@code iden_split.txt} by other speakers.
 */
public final class VoxCeleb1Verification implements DatasetPreparation {
    @Config(description = "The list of trials: veri_test.txt, list_test_hard.txt, …")
    private String trialList = "veri_test.txt";

    /** The original trials; also used by OLCUT. */
    public VoxCeleb1Verification() {}

    /**
     * Two utterances, by one speaker or by two.
     *
     * @param same whether the speaker is the same.
     * @param first an audio file.
     * @param second an audio file.
     */
    public record Trial(boolean same, Path first, Path second) {}

    /**
     * Reads the trials.
     *
     * @param folder the data set.
     * @return in the order of the list.
     * @throws DatasetException if a line is damaged.
     */
    public List<Trial> trials(Path folder) {
        List<Trial> trials = new ArrayList<>();
        for (PublishedTable.Row row :
                PublishedTable.withoutHeader(
                                folder.resolve(trialList),
                                PublishedTable.separatedBy(' '),
                                "same",
                                "first",
                                "second")
                        .rows()) {
            boolean same = row.number("same", 0, 1) == 1;
            String first = VoxCeleb1Audio.speaker(row, row.get("first"));
            String second = VoxCeleb1Audio.speaker(row, row.get("second"));
            if (same != first.equals(second)) {
                throw row.wrong(
                        "says " + (same ? 1 : 0) + " of speakers " + first + " and " + second);
            }
            trials.add(
                    new Trial(
                            same,
                            VoxCeleb1Audio.find(folder, row.get("first"))
                                    .toAbsolutePath()
                                    .normalize(),
                            VoxCeleb1Audio.find(folder, row.get("second"))
                                    .toAbsolutePath()
                                    .normalize()));
        }
        return trials;
    }

    @Override
    public ClipList clips(Path folder, Path output) {
        Map<Path, String> test = new LinkedHashMap<>();
        for (Trial trial : trials(folder)) {
            test.put(trial.first(), speaker(trial.first()));
            test.put(trial.second(), speaker(trial.second()));
        }
        Set<String> testSpeakers = new HashSet<>(test.values());
        ClipList clips = new ClipList(folder);
        int unused = 0;
        for (VoxCeleb1Identification.Utterance each : VoxCeleb1Identification.utterances(folder)) {
            if (testSpeakers.contains(each.speaker())) {
                unused++;
            } else {
                clips.add(
                        Clip.whole(each.file(), each.speaker(), each.video(), "train"), each.row());
            }
        }
        test.forEach((file, speaker) -> clips.add(Clip.whole(file, speaker, speaker, "test")));
        clips.leaveOut("identification clips of test speakers", unused);
        return clips.requireFiles();
    }

    private static String speaker(Path file) {
        return file.getParent().getParent().getFileName().toString();
    }
}
