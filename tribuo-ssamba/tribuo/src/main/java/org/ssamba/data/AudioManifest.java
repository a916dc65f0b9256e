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

import com.oracle.labs.mlrg.olcut.config.Config;
import com.oracle.labs.mlrg.olcut.config.Configurable;
import com.oracle.labs.mlrg.olcut.provenance.ConfiguredObjectProvenance;
import com.oracle.labs.mlrg.olcut.provenance.Provenancable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.settings.SettingException;

/**
 * A CSV file that lists clips: a header line, then one clip a line. Immutable.
 *
 * <p>It is in UTF-8, or in UTF-16 with a byte order mark; semicolons, tabs or bars may stand for
 * commas; blank rows and columns without a name are passed over.
 *
 * <table>
 *   <caption>Columns</caption>
 *   <tr><th>path</th><td>the audio file, absolute or relative to the root; required</td></tr>
 *   <tr><th>label</th><td>what is to be predicted; required for a data source, and several may be
 *       separated by the label separator</td></tr>
 *   <tr><th>start</th><td>seconds from the beginning of the file; 0 if empty or absent</td></tr>
 *   <tr><th>duration</th><td>seconds; up to the end of the file if empty or absent</td></tr>
 *   <tr><th>end</th><td>seconds from the beginning of the file, instead of a duration</td></tr>
 *   <tr><th>split</th><td>train, test, …; optional</td></tr>
 *   <tr><th>group</th><td>what must not be divided between training and test (speaker, recording,
 *       fold); optional</td></tr>
 * </table>
 *
 * <p>{@code stop} is read as {@code end}, {@code onset} and {@code offset} as start and end, {@code
 * offset} and {@code duration} as start and length; any other column that looks like a time is
 * refused. A part may reach beyond the end of its file by the rounding of its times, by less than a
 * centisecond each. Other columns are ignored. Columns may have other names, an empty one for none,
 * and rows may be selected by split and group; see {@link Builder}.
 */
public final class AudioManifest
        implements Configurable, Provenancable<ConfiguredObjectProvenance> {
    @Config(mandatory = true, description = "The CSV file.")
    private Path path;

    @Config(description = "Folder that paths are relative to; if not set, the manifest's own.")
    private Path root;

    @Config(description = "Name of the column of audio files.")
    private String pathColumn = "path";

    @Config(description = "Name of the column of labels.")
    private String labelColumn = "label";

    @Config(description = "Name of the column of start times in seconds.")
    private String startColumn = "start";

    @Config(description = "Name of the column of lengths in seconds.")
    private String durationColumn = "duration";

    @Config(description = "Name of the column of end times in seconds.")
    private String endColumn = "end";

    @Config(description = "Name of the column of splits.")
    private String splitColumn = "split";

    @Config(description = "Name of the column of groups.")
    private String groupColumn = "group";

    @Config(description = "Separates several labels of one clip.")
    private String labelSeparator = "|";

    @Config(description = "Splits to take; all if empty.")
    private List<String> splits = new ArrayList<>();

    @Config(description = "Groups to take; all if empty.")
    private List<String> groups = new ArrayList<>();

    @Config(description = "Groups to leave out.")
    private List<String> excludedGroups = new ArrayList<>();

    private List<ListedClip> clips;
    private String fileHash;
    private boolean labelled;
    private ConfiguredObjectProvenance provenance;

    /** For OLCUT. */
    private AudioManifest() {}

    /**
     * A manifest with the standard column names, all of whose rows are taken.
     *
     * @param path the CSV file
     * @throws ManifestException if it cannot be read or is malformed
     */
    public AudioManifest(Path path) {
        this.path = path;
        postConfig();
    }

    private AudioManifest(Builder builder) {
        AudioManifest settings = builder.settings;
        path = settings.path;
        root = settings.root;
        pathColumn = settings.pathColumn;
        labelColumn = settings.labelColumn;
        startColumn = settings.startColumn;
        durationColumn = settings.durationColumn;
        endColumn = settings.endColumn;
        splitColumn = settings.splitColumn;
        groupColumn = settings.groupColumn;
        labelSeparator = settings.labelSeparator;
        splits = settings.splits;
        groups = settings.groups;
        excludedGroups = settings.excludedGroups;
        postConfig();
    }

    /**
     * Says how to read a manifest.
     *
     * @param path the CSV file
     * @return a builder with the standard column names that takes all rows
     */
    public static Builder builder(Path path) {
        return new Builder(path);
    }

    /** Called by OLCUT; reads the file. */
    @Override
    public void postConfig() {
        if (labelSeparator.isEmpty()) {
            throw new SettingException(
                    "labelSeparator", "must not be empty; clips with one label need none");
        }
        ManifestReader reader =
                new ManifestReader(
                        path,
                        root == null ? path.toAbsolutePath().getParent() : root.toAbsolutePath(),
                        new ManifestColumns(
                                pathColumn,
                                labelColumn,
                                startColumn,
                                durationColumn,
                                endColumn,
                                splitColumn,
                                groupColumn));
        List<ListedClip> all = reader.read();
        fileHash = reader.fileHash();
        labelled = reader.labelled();
        clips =
                new ClipSelection(normal(splits), normal(groups), normal(excludedGroups))
                        .of(all, path);
    }

    /** As the manifest's own values are read. */
    private static List<String> normal(List<String> values) {
        return values.stream().map(LabelText::normal).toList();
    }

    /** The CSV file. */
    public Path path() {
        return path;
    }

    /** Number of clips selected. */
    public int size() {
        return clips.size();
    }

    List<ListedClip> clips() {
        return clips;
    }

    /** Whether it has the column of labels. */
    boolean labelled() {
        return labelled;
    }

    String labelSeparator() {
        return labelSeparator;
    }

    String labelColumn() {
        return labelColumn;
    }

    @Override
    public synchronized ConfiguredObjectProvenance getProvenance() {
        if (provenance == null) {
            provenance = new ManifestProvenance(this, fileHash);
        }
        return provenance;
    }

    @Override
    public String toString() {
        return "AudioManifest(" + path + ", " + size() + " clips)";
    }

    /** Says how to read a manifest. Each method returns this builder. */
    public static final class Builder {
        private final AudioManifest settings = new AudioManifest();

        private Builder(Path path) {
            settings.path = path;
        }

        /** Folder that paths are relative to; otherwise the manifest's own. */
        public Builder root(Path root) {
            settings.root = root;
            return this;
        }

        /** Name of the column of audio files, otherwise {@code path}. */
        public Builder pathColumn(String name) {
            settings.pathColumn = name;
            return this;
        }

        /** Name of the column of labels, otherwise {@code label}. */
        public Builder labelColumn(String name) {
            settings.labelColumn = name;
            return this;
        }

        /** Name of the column of start times in seconds, otherwise {@code start}. */
        public Builder startColumn(String name) {
            settings.startColumn = name;
            return this;
        }

        /** Name of the column of lengths in seconds, otherwise {@code duration}. */
        public Builder durationColumn(String name) {
            settings.durationColumn = name;
            return this;
        }

        /** Name of the column of end times in seconds, otherwise {@code end}. */
        public Builder endColumn(String name) {
            settings.endColumn = name;
            return this;
        }

        /** Name of the column of splits, otherwise {@code split}. */
        public Builder splitColumn(String name) {
            settings.splitColumn = name;
            return this;
        }

        /** Name of the column of groups, otherwise {@code group}. */
        public Builder groupColumn(String name) {
            settings.groupColumn = name;
            return this;
        }

        /** Separates several labels of one clip, otherwise {@code |}. */
        public Builder labelSeparator(String separator) {
            settings.labelSeparator = separator;
            return this;
        }

        /** Takes only rows of these splits. */
        public Builder splits(String... values) {
            settings.splits = List.of(values);
            return this;
        }

        /** Takes only rows of these groups. */
        public Builder groups(String... values) {
            settings.groups = List.of(values);
            return this;
        }

        /** Leaves out rows of these groups. */
        public Builder excludedGroups(String... values) {
            settings.excludedGroups = List.of(values);
            return this;
        }

        /**
         * Reads the manifest.
         *
         * @throws ManifestException if it cannot be read or is malformed
         */
        public AudioManifest build() {
            return new AudioManifest(this);
        }
    }
}
