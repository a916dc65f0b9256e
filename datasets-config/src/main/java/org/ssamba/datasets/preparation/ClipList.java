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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The clips of a data set, each listed once, and counts of the clips left out, by reason. */
public final class ClipList {
    private static final int NAMED = 3;

    private final Path root;
    private final List<Clip> clips = new ArrayList<>();
    private final Set<String> listed = new HashSet<>();
    private final List<Path> missing = new ArrayList<>();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();

    /**
     * An empty list.
     *
     * @param root the folder that paths in the manifest are relative to.
     */
    public ClipList(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * Adds a clip; a missing file is recorded and reported by {@link #requireFiles}.
     *
     * @param clip what to add.
     * @throws DatasetException if it is listed already.
     */
    public void add(Clip clip) {
        if (!listed.add(key(clip))) {
            throw new DatasetException(
                    clip.file(),
                    "is listed twice"
                            + (clip.start() == 0 ? "" : " from " + clip.start() + " s")
                            + "; the data set's lists are damaged");
        }
        if (Files.isRegularFile(clip.file())) {
            clips.add(clip);
        } else {
            missing.add(clip.file());
        }
    }

    /** Adds the clip of a row, which an error names. */
    void add(Clip clip, PublishedTable.Row row) {
        if (listed.contains(key(clip))) {
            throw row.wrong(clip.file() + " is listed twice");
        }
        add(clip);
    }

    private static String key(Clip clip) {
        return clip.file() + " " + clip.start();
    }

    /**
     * Counts clips that the data set lists and this list leaves out.
     *
     * @param reason why they are left out.
     * @param count how many.
     */
    public void leaveOut(String reason, int count) {
        if (count > 0) {
            leftOut.merge(reason, count, Integer::sum);
        }
    }

    /**
     * Ends a list that must be complete.
     *
     * @return this list.
     * @throws DatasetException if a file was missing, or nothing is left.
     */
    public ClipList requireFiles() {
        if (!missing.isEmpty()) {
            throw new DatasetException(
                    root,
                    missing.size()
                            + " of "
                            + (missing.size() + clips.size())
                            + " audio files that its lists name are missing: "
                            + missing.stream()
                                    .limit(NAMED)
                                    .map(Path::toString)
                                    .collect(Collectors.joining(", "))
                            + (missing.size() > NAMED ? ", …" : ""));
        }
        return requireAny();
    }

    /**
     * Ends a list of a data set that has no complete copy: missing files are counted.
     *
     * @return this list.
     * @throws DatasetException if nothing is left.
     */
    public ClipList countMissing() {
        leaveOut("audio file missing", missing.size());
        missing.clear();
        return requireAny();
    }

    private ClipList requireAny() {
        if (clips.isEmpty()) {
            throw new DatasetException(root, "holds none of the clips that its lists name");
        }
        return this;
    }

    /**
     * The folder that paths in the manifest are relative to.
     *
     * @return absolute.
     */
    public Path root() {
        return root;
    }

    /**
     * The clips whose files exist.
     *
     * @return in the order they were added.
     */
    public List<Clip> clips() {
        return List.copyOf(clips);
    }

    /**
     * How many clips were left out, by reason.
     *
     * @return empty if none were.
     */
    public Map<String, Integer> leftOut() {
        return Map.copyOf(leftOut);
    }

    /**
     * Writes the manifest, whole or not at all.
     *
     * @param manifest the file to create or replace.
     * @throws IOException if it cannot be written.
     */
    public void write(Path manifest) throws IOException {
        ManifestFile.write(manifest, root, clips);
    }

    /**
     * A summary of the clips and of those left out.
     *
     * @return one line.
     */
    public String summary() {
        Set<String> labels = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        Map<String, Integer> splits = new LinkedHashMap<>();
        for (Clip clip : clips) {
            labels.addAll(clip.labels());
            groups.add(clip.group());
            splits.merge(clip.split(), 1, Integer::sum);
        }
        splits.remove("");
        return clips.size()
                + " clips, "
                + labels.size()
                + " labels, "
                + groups.size()
                + " groups"
                + (splits.isEmpty() ? "" : ", splits " + splits)
                + (leftOut.isEmpty() ? "" : "; left out: " + leftOut);
    }
}
