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
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;

/**
 * AudioSet (J. F. Gemmeke et al., 2017): the published lists of segments, {@code
 * class_labels_indices.csv}, and audio files in any subfolder.
 *
 * <p>The audio is not published; copies are cut from videos and are never complete, so missing
 * segments are counted. A file holds one segment, not the video, and is called, with any extension,
 * YTID or YTID_start or YTID_start_end (seconds with or without decimals, or milliseconds), with or
 * without a Y in front. Labels are display names with semicolons for their commas, which Tribuo
 * does not allow in a label.
 */
public final class AudioSet implements DatasetPreparation {
    private static final CSVFormat SEGMENTS =
            CSVFormat.DEFAULT
                    .builder()
                    .setCommentMarker('#')
                    .setIgnoreSurroundingSpaces(true)
                    .get();
    private static final String[] COLUMNS = {"id", "start", "end", "labels"};

    @Config(description = "Lists of segments for training.")
    private List<String> trainingLists = new ArrayList<>(List.of("balanced_train_segments.csv"));

    @Config(description = "Lists of segments for testing.")
    private List<String> testLists = new ArrayList<>(List.of("eval_segments.csv"));

    /** Balanced training and evaluation; also used by OLCUT. */
    public AudioSet() {}

    @Override
    public ClipList clips(Path folder, Path output) {
        Map<String, String> names = classes(folder.resolve("class_labels_indices.csv"));
        Map<String, Path> files = new HashMap<>();
        for (Path file : Folders.allAudio(folder)) {
            Path other = files.putIfAbsent(Folders.stem(file), file);
            if (other != null) {
                throw new DatasetException(file, "has the same name as " + other);
            }
        }
        ClipList clips = new ClipList(folder);
        Set<String> listed = new HashSet<>();
        for (String list : trainingLists) {
            add(folder, folder.resolve(list), "train", names, files, clips, listed);
        }
        for (String list : testLists) {
            add(folder, folder.resolve(list), "test", names, files, clips, listed);
        }
        return clips.countMissing();
    }

    private static Map<String, String> classes(Path table) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (PublishedTable.Row row :
                PublishedTable.withHeader(table, "index", "mid", "display_name").rows()) {
            String name = row.get("display_name").replace(", ", "; ").replace(',', ';');
            if (names.put(row.get("mid"), name) != null) {
                throw row.wrong("class " + row.get("mid") + " is listed twice");
            }
            if (!taken.add(name)) {
                throw row.wrong("two classes are called '" + name + "'");
            }
        }
        return names;
    }

    private static void add(
            Path folder,
            Path list,
            String split,
            Map<String, String> names,
            Map<String, Path> files,
            ClipList clips,
            Set<String> listed) {
        for (PublishedTable.Row row :
                PublishedTable.withoutHeader(list, SEGMENTS, COLUMNS).rows()) {
            String id = row.get("id");
            List<String> labels = new ArrayList<>();
            for (String mid : row.get("labels").split(",")) {
                String name = names.get(mid.strip());
                if (name == null) {
                    throw row.wrong("class '" + mid + "' is not in class_labels_indices.csv");
                }
                labels.add(name);
            }
            if (!listed.add(id)) {
                throw row.wrong("video " + id + " is listed twice");
            }
            Path file = find(id, seconds(row, "start"), seconds(row, "end"), files);
            // A missing file: its plain name is used in the count.
            clips.add(
                    new Clip(
                            file == null ? folder.resolve(id + ".wav") : file,
                            0,
                            Double.NaN,
                            labels,
                            id,
                            split));
        }
    }

    private static double seconds(PublishedTable.Row row, String column) {
        try {
            return Double.parseDouble(row.get(column));
        } catch (NumberFormatException e) {
            throw row.wrong(column + " '" + row.get(column) + "' is no number of seconds");
        }
    }

    private static Path find(String id, double start, double end, Map<String, Path> files) {
        for (String prefix : List.of("", "Y")) {
            Path plain = files.get(prefix + id);
            if (plain != null) {
                return plain;
            }
            for (String from : spellings(start)) {
                Path started = files.get(prefix + id + "_" + from);
                if (started != null) {
                    return started;
                }
                for (String to : spellings(end)) {
                    Path both = files.get(prefix + id + "_" + from + "_" + to);
                    if (both != null) {
                        return both;
                    }
                }
            }
        }
        return null;
    }

    private static List<String> spellings(double seconds) {
        return Arrays.asList(
                Long.toString((long) seconds),
                String.format(Locale.ROOT, "%.3f", seconds),
                Double.toString(seconds),
                Long.toString(Math.round(seconds * 1000)));
    }
}
