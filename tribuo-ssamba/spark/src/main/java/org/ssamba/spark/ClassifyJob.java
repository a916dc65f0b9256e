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
package org.ssamba.spark;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Classifies a corpus. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = "Adds the columns 'label' and 'scores', by label, to a table of clips.")
final class ClassifyJob extends ClipJob {
    @Option(
            names = "--model",
            required = true,
            description = "Path or URI of a saved SSAMBA model.")
    private String model;

    @Option(
            names = "--top",
            paramLabel = "SCORES",
            description = "How many scores to keep, the highest ones; all if not given.")
    private int top;

    /** Used by picocli. */
    ClassifyJob() {}

    @Override
    AudioTransformer<?> stage() {
        return new AudioClassifier().setModel(model).setTopScores(top);
    }

    @Override
    String work() {
        return "classify";
    }
}
