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
import org.ssamba.datasets.preparation.Clip;

/** One fold, divided by the data set's own lists. Clips of other splits are not used. */
public final class OfficialSplit implements FoldScheme {
    @Config(description = "Splits to train on.")
    private List<String> train = new ArrayList<>(List.of("train"));

    @Config(description = "Splits to test on.")
    private List<String> test = new ArrayList<>(List.of("test"));

    /** Trains on train, tests on test; also used by OLCUT. */
    public OfficialSplit() {}

    @Override
    public List<Fold> folds(List<Clip> clips) {
        return List.of(new Fold("official", of(clips, train), of(clips, test)));
    }

    private static List<Clip> of(List<Clip> clips, List<String> splits) {
        for (String split : splits) {
            if (clips.stream().noneMatch(clip -> clip.split().equals(split))) {
                throw new IllegalArgumentException("no clip is of the split '" + split + "'");
            }
        }
        return clips.stream().filter(clip -> splits.contains(clip.split())).toList();
    }
}
