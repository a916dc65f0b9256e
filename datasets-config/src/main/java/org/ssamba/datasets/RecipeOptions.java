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

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.ComputeDevice;

/** The command line of {@link RunRecipe}. */
public final class RecipeOptions implements Options {
    /** Which recipe. */
    @Option(
            charName = 'r',
            longName = "recipe",
            usage = "A configuration in datasets-config without .xml, or the path of one.")
    public String recipe;

    /** Where the data set is. */
    @Option(charName = 'd', longName = "data", usage = "The folder of the data set.")
    public Path data;

    /** The encoder to start from. */
    @Option(
            charName = 'e',
            longName = "encoder",
            usage =
                    "A pretrained encoder, a file or an http(s) URI, which is downloaded once;"
                            + " without it, one is pretrained on the training clips.")
    public String encoder;

    /** What to start from without an encoder. */
    @Option(
            longName = "start",
            usage = "Without an encoder: PRETRAINED on the training clips, or FRESH weights.")
    public Start start = Start.PRETRAINED;

    /** The folder for results. */
    @Option(
            charName = 'o',
            longName = "out",
            usage = "The folder for results; target/recipes/RECIPE if not given.")
    public Path out;

    /** Which folds. */
    @Option(longName = "folds", usage = "Names of folds to run; all if not given.")
    public List<String> folds = new ArrayList<>();

    /** Where to stop. */
    @Option(
            longName = "until",
            usage = "MANIFEST to check the data set and list its clips only, or REPORT.")
    public Until until = Until.REPORT;

    /** Fine-tuning epochs. */
    @Option(longName = "epochs", usage = "Fine-tuning epochs; 0 for the recipe's.")
    public int epochs = 0;

    /** Pretraining steps. */
    @Option(longName = "steps", usage = "Pretraining steps; 0 for the recipe's.")
    public long steps = 0;

    /** Time between two states. */
    @Option(longName = "state-minutes", usage = "Minutes from one saved state to the next.")
    public double stateMinutes = 10;

    /** Steps between two states. */
    @Option(
            longName = "state-steps",
            usage = "Steps from one saved state to the next, besides; 0 to go by time alone.")
    public long stateSteps = 0;

    /** The device. */
    @Option(longName = "device", usage = "Which device: AUTO, CPU or CUDA.")
    public ComputeDevice.Kind device = ComputeDevice.Kind.AUTO;

    /** Any settings. */
    @Option(
            charName = 's',
            longName = "set",
            usage =
                    "Settings of the configuration, component.property=value, joined by commas;"
                            + " items of a list by semicolons.")
    public List<String> settings = new ArrayList<>();

    /** What training starts from if no encoder is given. */
    public enum Start {
        /** An encoder that is pretrained on the training clips of each fold. */
        PRETRAINED,
        /** Fresh weights. */
        FRESH
    }

    /** How far a recipe is run. */
    public enum Until {
        /** The data set is checked and its clips are listed. */
        MANIFEST,
        /** Everything. */
        REPORT
    }

    @Override
    public String getOptionsDescription() {
        return "Runs a recipe: prepares the data set, pretrains or loads an encoder, fine-tunes and"
                + " evaluates each fold, reports. Finished folds are not run again.";
    }
}
