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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * VoxCeleb1 (A. Nagrani et al., 2017), which of 1,251 speakers is heard: {@code iden_split.txt},
 * whose lines are 1 (training), 2 (validation) or 3 (test) and SPEAKER/VIDEO/FILE. The same
 * speakers are in all three, in different videos. Audio is below {@code wav}, {@code dev/wav} or
 * {@code test/wav}. Groups are videos.
 */
public final class VoxCeleb1Identification implements DatasetPreparation {
    private static final Map<Integer, String> SPLITS =
            Map.of(1, "train", 2, "validation", 3, "test");

    /** Also used by OLCUT. */
    public VoxCeleb1Identification() {}

    @Override
    public ClipList clips(Path folder, Path output) {
        ClipList clips = new ClipList(folder);
        for (Utterance utterance : utterances(folder)) {
            clips.add(
                    Clip.whole(
                            utterance.file(),
                            utterance.speaker(),
                            utterance.video(),
                            SPLITS.get(utterance.part())),
                    utterance.row());
        }
        return clips.requireFiles();
    }

    /** A line of the list. */
    record Utterance(int part, Path file, String speaker, String video, PublishedTable.Row row) {}

    static List<Utterance> utterances(Path folder) {
        return PublishedTable.withoutHeader(
                        folder.resolve("iden_split.txt"),
                        PublishedTable.separatedBy(' '),
                        "part",
                        "path")
                .rows()
                .stream()
                .map(row -> utterance(folder, row))
                .toList();
    }

    private static Utterance utterance(Path folder, PublishedTable.Row row) {
        String path = row.get("path");
        return new Utterance(
                row.number("part", 1, 3),
                VoxCeleb1Audio.find(folder, path),
                VoxCeleb1Audio.speaker(row, path),
                path.substring(0, path.lastIndexOf('/')),
                row);
    }
}
