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
import com.oracle.labs.mlrg.olcut.config.Configurable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.UnreadableAudio;
import org.ssamba.datasets.preparation.ClipList;
import org.ssamba.datasets.preparation.DatasetPreparation;
import org.ssamba.datasets.preparation.ManifestFile;

/**
 * A recipe: a data set, its division, what is trained on it, and published scores to compare with.
 */
public final class Experiment implements Configurable {
    @Config(mandatory = true, description = "What is tested, in a line.")
    private String title;

    @Config(mandatory = true, description = "Published scores to compare with, and whose.")
    private String published;

    @Config(description = "How the run differs from the published one.")
    private String differences = "";

    @Config(description = "Reads the data set; if not set, there is a manifest in its folder.")
    private DatasetPreparation preparation = null;

    @Config(description = "Without preparation: the manifest's name.")
    private String manifest = "manifest.csv";

    @Config(description = "Without preparation: the column of labels.")
    private String labelColumn = "label";

    @Config(description = "Without preparation: the column of splits or sets.")
    private String splitColumn = "split";

    @Config(description = "Without preparation: splits or sets to take; all if empty.")
    private List<String> sets = new ArrayList<>();

    @Config(description = "What to do with files that cannot be used: FAIL or SKIP.")
    private UnreadableAudio unreadableAudio = UnreadableAudio.FAIL;

    @Config(mandatory = true, description = "How clips are divided.")
    private FoldScheme folds;

    @Config(mandatory = true, description = "What is done with each fold.")
    private Task task;

    @Config(description = "Trains an encoder on a fold's training clips if none is given.")
    private SSAMBAPretrainer pretrainer = null;

    /** For OLCUT. */
    private Experiment() {}

    /** What is tested. */
    String title() {
        return title;
    }

    /** Scores to compare with. */
    String published() {
        return published;
    }

    /** How the run differs from the published one; may be empty. */
    String differences() {
        return differences;
    }

    UnreadableAudio unreadableAudio() {
        return unreadableAudio;
    }

    FoldScheme folds() {
        return folds;
    }

    Task task() {
        return task;
    }

    /** Null if the task needs no encoder to start from. */
    SSAMBAPretrainer pretrainer() {
        return pretrainer;
    }

    /**
     * Lists the data set's clips.
     *
     * @param data its folder.
     * @param output the folder for audio that has to be created.
     */
    ClipList clips(Path data, Path output) {
        if (preparation != null) {
            return preparation.clips(data, output);
        }
        return ManifestFile.read(data.resolve(manifest), data, labelColumn, splitColumn, sets)
                .requireFiles();
    }
}
