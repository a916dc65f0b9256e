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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ssamba.datasets.preparation.Clip;
import org.ssamba.settings.SettingException;

/**
 * Tests on the n-th, 2n-th, … of the sorted groups, so that no group is in both training and test.
 */
public final class EveryNthGroup implements FoldScheme {
    @Config(description = "The interval n: every n-th group is used for testing.")
    private int interval = 4;

    @Config(description = "Whether the groups of each split or set are counted by themselves.")
    private boolean withinSets = false;

    /** Every fourth; also used by OLCUT. */
    public EveryNthGroup() {}

    /**
     * Every n-th.
     *
     * @param interval every how many groups one is used for testing, at least 2.
     * @param withinSets whether the groups of each split or set are counted by themselves.
     */
    public EveryNthGroup(int interval, boolean withinSets) {
        this.interval = interval;
        this.withinSets = withinSets;
        postConfig();
    }

    @Override
    public void postConfig() {
        if (interval < 2) {
            throw new SettingException("interval", "must be at least 2, not " + interval);
        }
    }

    @Override
    public List<Fold> folds(List<Clip> clips) {
        Map<String, List<Clip>> sets = new TreeMap<>();
        for (Clip clip : clips) {
            sets.computeIfAbsent(withinSets ? clip.split() : "", s -> new ArrayList<>()).add(clip);
        }
        Set<Clip> test = new HashSet<>();
        sets.values().forEach(set -> test.addAll(testClips(set)));
        return List.of(
                new Fold(
                        "every-" + ordinal(interval) + "-group",
                        clips.stream().filter(clip -> !test.contains(clip)).toList(),
                        clips.stream().filter(test::contains).toList()));
    }

    private List<Clip> testClips(List<Clip> clips) {
        Set<String> test = new HashSet<>();
        int position = 0;
        for (String group : FoldScheme.groups(clips)) {
            position++;
            if (position % interval == 0) {
                test.add(group);
            }
        }
        if (test.isEmpty()) {
            throw new IllegalArgumentException(
                    "there are only "
                            + position
                            + " groups, too few to test on every "
                            + ordinal(interval));
        }
        return clips.stream().filter(clip -> test.contains(clip.group())).toList();
    }

    private static String ordinal(int number) {
        boolean teen = number / 10 % 10 == 1;
        return number
                + switch (teen ? 0 : number % 10) {
                    case 1 -> "st";
                    case 2 -> "nd";
                    case 3 -> "rd";
                    default -> "th";
                };
    }
}
