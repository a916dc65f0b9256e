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

import java.util.Locale;
import org.ssamba.ClipLength;
import org.ssamba.features.SSAMBAFeatureExtractor.Embedding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Embeds a corpus. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = "Adds a column 'embedding', an array of float, to a table of clips.")
final class EmbedJob extends ClipJob {
    @Option(
            names = "--encoder",
            required = true,
            description = "Path, URI or address of a pretrained encoder.")
    private String encoder;

    @Option(
            names = "--pooling",
            paramLabel = "MEAN|CLASS_TOKEN|PER_SECOND",
            description = "MEAN if not given.")
    private Embedding pooling = Embedding.MEAN;

    @Option(
            names = "--length",
            paramLabel = "WINDOWS|OWN|CUT",
            description = "Of clips as long as the encoder's input is not; WINDOWS if not given.")
    private ClipLength length = ClipLength.WINDOWS;

    /** Used by picocli. */
    EmbedJob() {}

    @Override
    AudioTransformer<?> stage() {
        return new AudioEmbeddings()
                .setEncoder(encoder)
                .setPooling(pooling.name().toLowerCase(Locale.ROOT))
                .setClipLength(length.name().toLowerCase(Locale.ROOT))
                .setOutputType("array");
    }

    @Override
    String work() {
        return "embed";
    }
}
