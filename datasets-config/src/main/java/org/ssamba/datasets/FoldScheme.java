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

import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.ssamba.datasets.preparation.Clip;

/** How clips are divided for training and testing, once or several times. */
public interface FoldScheme extends Configurable {
    /**
     * Divides the clips.
     *
     * @param clips all clips of the data set.
     * @return at least one fold, always the same ones for the same clips.
     * @throws IllegalArgumentException if the clips cannot be divided in this way.
     */
    List<Fold> folds(List<Clip> clips);

    /**
     * The groups of the clips.
     *
     * @param clips each with a group.
     * @return sorted by name.
     * @throws IllegalArgumentException if a clip has none.
     */
    static SortedSet<String> groups(List<Clip> clips) {
        SortedSet<String> groups = new TreeSet<>();
        for (Clip clip : clips) {
            if (clip.group().isEmpty()) {
                throw new IllegalArgumentException(clip.file() + " has no group to divide by");
            }
            groups.add(clip.group());
        }
        return groups;
    }
}
