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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;

/**
 * LibriSpeech (V. Panayotov et al., 2015) as published: {@code SPEAKERS.TXT} and {@code
 * SUBSET/SPEAKER/CHAPTER/} with FLAC files and a {@code .trans.txt} that lists them. Labels and
 * groups are speakers; for pretraining labels are not read.
 */
public final class LibriSpeech implements DatasetPreparation {
    private static final CSVFormat SPEAKERS =
            PublishedTable.separatedBy('|').builder().setCommentMarker(';').get();

    @Config(description = "Folders of the data set to use; the default is all 960 hours.")
    private List<String> subsets =
            new ArrayList<>(List.of("train-clean-100", "train-clean-360", "train-other-500"));

    /** All 960 hours of training data; also used by OLCUT. */
    public LibriSpeech() {}

    /**
     * A choice of subsets.
     *
     * @param subsets folders of the data set.
     */
    public LibriSpeech(List<String> subsets) {
        this.subsets = new ArrayList<>(subsets);
    }

    @Override
    public ClipList clips(Path folder, Path output) {
        Map<String, String> speakers = new HashMap<>();
        for (PublishedTable.Row row :
                PublishedTable.ragged(
                                folder.resolve("SPEAKERS.TXT"), SPEAKERS, "id", "sex", "subset")
                        .rows()) {
            speakers.put(row.get("id"), row.get("subset"));
        }
        ClipList clips = new ClipList(folder);
        for (String subset : subsets) {
            for (Path speaker : folders(folder.resolve(subset))) {
                String id = speaker.getFileName().toString();
                if (!subset.equals(speakers.get(id))) {
                    throw new DatasetException(
                            speaker,
                            "SPEAKERS.TXT has speaker "
                                    + id
                                    + " in "
                                    + speakers.getOrDefault(id, "no subset"));
                }
                for (Path chapter : folders(speaker)) {
                    addChapter(chapter, id, subset, clips);
                }
            }
        }
        return clips.requireFiles();
    }

    private static List<Path> folders(Path folder) {
        return Folders.list(folder).stream().filter(Files::isDirectory).toList();
    }

    private static void addChapter(Path chapter, String speaker, String subset, ClipList clips) {
        Path transcripts = chapter.resolve(speaker + "-" + chapter.getFileName() + ".trans.txt");
        Set<String> unlisted = new HashSet<>();
        Folders.audio(chapter).forEach(file -> unlisted.add(Folders.stem(file)));
        for (PublishedTable.Row row :
                PublishedTable.ragged(transcripts, PublishedTable.separatedBy(' '), "utterance")
                        .rows()) {
            String utterance = row.get("utterance");
            unlisted.remove(utterance);
            Path file = chapter.resolve(utterance + ".flac");
            clips.add(Clip.whole(file, speaker, speaker, subset), row);
        }
        if (!unlisted.isEmpty()) {
            throw new DatasetException(
                    transcripts, "does not list " + unlisted + ", which lie beside it");
        }
    }
}
