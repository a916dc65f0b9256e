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
package org.ssamba.it;

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;

/** The options of {@link DefaultsOnSmallSets}. */
public final class DefaultsOptions implements Options {
    /** Which tasks to run. */
    @Option(
            longName = "tasks",
            usage = "Tasks: ESC10, ARABIC, RAVDESS, GSC, FSDD_UNSEEN; joined by commas.")
    public EnumSet<ProbeTask> tasks = EnumSet.complementOf(EnumSet.of(ProbeTask.FSDD_WHO));

    /** What is compared. */
    @Option(
            longName = "settings",
            usage =
                    "DEFAULTS for a trainer told nothing, TUNED for the tuned recipe, CHOSEN and"
                            + " changes to it such as STRIDE_4+MIXED; joined by commas.")
    public List<String> settings = List.of("DEFAULTS", DefaultsSetting.TUNED);

    /** Whether choices are made, rather than results reported. */
    @Option(
            longName = "validation",
            usage =
                    "Whether to test on groups of the training clips, other ones for each seed, and"
                            + " leave the test clips alone.")
    public boolean validation = false;

    /** Packed spectrograms. */
    @Option(longName = "cache", usage = "Folder for packed spectrograms, none by default.")
    public Path cache = null;

    /** Seeds. */
    @Option(longName = "seeds", usage = "What each task is run with, joined by commas.")
    public int[] seeds = {1, 2, 3};

    /** The tuned recipes. */
    @Option(longName = "recipes", usage = "Folder of the tuned recipes, small-*.xml.")
    public Path recipes = Path.of("datasets-config");

    /** The device and the log. */
    public ProgramOptions program = new ProgramOptions();

    @Override
    public String getOptionsDescription() {
        return "Trains from fresh weights with nothing set, and with the tuned recipes; the data"
                + " folder is named by system property "
                + DataFolder.PROPERTY;
    }
}
