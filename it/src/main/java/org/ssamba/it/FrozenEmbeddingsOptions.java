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
import org.ssamba.ClipLength;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;

/** Which encoder to probe, and on what. */
public final class FrozenEmbeddingsOptions implements Options {
    /** The encoder. */
    @Option(longName = "encoder", usage = "A pretrained encoder; only the baseline if left out.")
    public Path encoder;

    /** Which embedding. */
    @Option(longName = "embedding", usage = "Which embedding: MEAN, CLASS_TOKEN or PER_SECOND.")
    public Embedding embedding = Embedding.MEAN;

    /** Clips of other lengths. */
    @Option(
            longName = "clip-length",
            usage = "What is done with clips of other lengths: WINDOWS, OWN or CUT.")
    public ClipLength clipLength = ClipLength.WINDOWS;

    /** The folder for features. */
    @Option(longName = "cache", usage = "Folder to keep features in; none if left out.")
    public Path cache;

    /** Which tasks to run. */
    @Option(
            longName = "tasks",
            usage =
                    "Tasks: ESC10, ARABIC, RAVDESS, GSC, FSDD_UNSEEN, FSDD_WHO; joined by"
                            + " commas.")
    public EnumSet<ProbeTask> tasks = EnumSet.allOf(ProbeTask.class);

    /** Whether to train trees. */
    @Option(longName = "xgboost", usage = "Whether gradient-boosted trees are trained too.")
    public boolean xgboost = false;

    /** Clips at once. */
    @Option(longName = "batch", usage = "Clips to embed at once, at most.")
    public int batchSize = 16;

    /** The device and the log. */
    public ProgramOptions program = new ProgramOptions();

    @Override
    public String getOptionsDescription() {
        return "Trains plain classifiers on embeddings of a frozen encoder; the data folder is"
                + " named by system property "
                + DataFolder.PROPERTY;
    }
}
