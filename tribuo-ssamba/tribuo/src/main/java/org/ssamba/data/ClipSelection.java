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

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which rows of a manifest to take.
 *
 * @param splits splits to take, all if empty
 * @param groups groups to take, all if empty
 * @param excludedGroups groups to leave out
 */
record ClipSelection(List<String> splits, List<String> groups, List<String> excludedGroups) {
    /**
     * The rows selected, in order.
     *
     * @param all all rows
     * @param manifest the file, for messages
     * @throws ManifestException if a value to select by does not occur, or no row is left
     */
    List<ListedClip> of(List<ListedClip> all, Path manifest) {
        requirePresent(all, manifest, "split", splits, ListedClip::split);
        requirePresent(all, manifest, "group", groups, ListedClip::group);
        requirePresent(all, manifest, "group", excludedGroups, ListedClip::group);
        List<ListedClip> selected = all.stream().filter(this::takes).toList();
        if (selected.isEmpty()) {
            throw new ManifestException(
                    manifest, 0, "no row is left after selecting by split and group");
        }
        return selected;
    }

    private boolean takes(ListedClip clip) {
        // Nulls, where a cell is empty, match nothing; List.of would not even look for them.
        return (splits.isEmpty() || clip.split() != null && splits.contains(clip.split()))
                && (groups.isEmpty() || clip.group() != null && groups.contains(clip.group()))
                && !(clip.group() != null && excludedGroups.contains(clip.group()));
    }

    /** A value to select by that no row has is a mistake, not an empty selection. */
    private static void requirePresent(
            List<ListedClip> all,
            Path manifest,
            String what,
            List<String> values,
            Function<ListedClip, String> column) {
        if (values.isEmpty()) {
            return;
        }
        Set<String> present = new TreeSet<>();
        for (ListedClip clip : all) {
            String value = column.apply(clip);
            if (value != null) {
                present.add(value);
            }
        }
        for (String value : values) {
            if (!present.contains(value)) {
                throw new ManifestException(
                        manifest,
                        0,
                        "no row has "
                                + what
                                + " '"
                                + value
                                + "'; "
                                + (present.isEmpty()
                                        ? "its column is empty or missing"
                                        : "there are " + present));
            }
        }
    }
}
