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

import com.oracle.labs.mlrg.olcut.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.ssamba.datasets.preparation.Clip;

/** Tests on each group in turn, or on each of the named groups, and trains on all others. */
public final class GroupFolds implements FoldScheme {
    @Config(description = "Groups to test on, each in a fold of its own; all if empty.")
    private List<String> testGroups = new ArrayList<>();

    /** Each group in turn; also used by OLCUT. */
    public GroupFolds() {}

    /**
     * Some groups in turn.
     *
     * @param testGroups each is tested on in a fold of its own.
     */
    public GroupFolds(List<String> testGroups) {
        this.testGroups = new ArrayList<>(testGroups);
    }

    @Override
    public List<Fold> folds(List<Clip> clips) {
        SortedSet<String> groups = FoldScheme.groups(clips);
        List<Fold> folds = new ArrayList<>();
        for (String test : testGroups.isEmpty() ? List.copyOf(groups) : testGroups) {
            if (!groups.contains(test)) {
                throw new IllegalArgumentException(
                        "there is no group '" + test + "' to test on, only " + groups);
            }
            folds.add(
                    new Fold(
                            test,
                            clips.stream().filter(clip -> !clip.group().equals(test)).toList(),
                            clips.stream().filter(clip -> clip.group().equals(test)).toList()));
        }
        return folds;
    }
}
