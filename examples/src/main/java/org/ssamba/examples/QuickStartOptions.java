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
package org.ssamba.examples;

import com.oracle.labs.mlrg.olcut.config.Option;
import com.oracle.labs.mlrg.olcut.config.Options;
import java.nio.file.Path;
import org.ssamba.data.UnreadableAudio;

/** The command line of the quick start. */
public final class QuickStartOptions implements Options {
    /** The corpus that comes with the examples, from the root of the checkout. */
    static final Path CORPUS = Path.of("examples", "corpus", "manifest.csv");

    /** A folder of the user's clips. */
    @Option(
            charName = 'd',
            longName = "data",
            usage = "A folder with a folder of clips for each label, instead of the corpus.")
    public Path data;

    /** A manifest of the user's clips. */
    @Option(
            charName = 'm',
            longName = "manifest",
            usage =
                    "A CSV file with columns path and label, instead of the corpus; a column split"
                            + " (clips of 'test' are tested on) or group (nobody in both) is used.")
    public Path manifest;

    /** The folder for results. */
    @Option(
            charName = 'o',
            longName = "out",
            usage = "The folder for models and plots; created if it does not exist.")
    public Path out = Path.of("target", "quickstart");

    /** Pretraining steps. */
    @Option(charName = 'n', longName = "steps", usage = "Pretraining steps of 16 clips.")
    public long steps = Recipes.PRETRAINING_STEPS;

    /** Fine-tuning epochs. */
    @Option(charName = 'e', longName = "epochs", usage = "Fine-tuning epochs.")
    public int epochs = Recipes.EPOCHS;

    /** The seed. */
    @Option(charName = 's', longName = "seed", usage = "The seed of all random numbers.")
    public long seed = 1;

    /** What to do with files that cannot be used. */
    @Option(
            charName = 'u',
            longName = "unreadable",
            usage = "What to do with files that are not audio: FAIL, or SKIP and list them.")
    public UnreadableAudio unreadable = UnreadableAudio.FAIL;

    @Override
    public String getOptionsDescription() {
        return "Pretrains an encoder without labels, fine-tunes it on labels, and compares.";
    }
}
