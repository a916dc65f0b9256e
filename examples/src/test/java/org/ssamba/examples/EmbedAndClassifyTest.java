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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.EncoderShape;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.data.AudioManifest;

class EmbedAndClassifyTest {
    private static final Path MANIFEST = Shell.ROOT.resolve("examples/corpus/manifest.csv");

    @TempDir private Path folder;

    @Test
    void theGuideShowsTheLinesThatRun() throws Exception {
        ShownLines.check("docs/embeddings.md", EmbedAndClassify.class);
    }

    @Test
    void digitsAreClassifiedFromCachedEmbeddings() throws Exception {
        Path encoder = folder.resolve("encoder.ssamba");
        new SSAMBAPretrainer(
                        EncoderShape.tiny().size(32, 2).frames(84).patches(128, 4),
                        new PretrainingRecipe().steps(20).batchSize(8).learningRate(2e-3))
                .pretrain(new AudioCorpus(AudioManifest.builder(MANIFEST).splits("train").build()))
                .save(encoder);
        Path cache = folder.resolve("embeddings");
        double accuracy = EmbedAndClassify.run(encoder, MANIFEST, cache).accuracy();
        assertTrue(accuracy > 0.2, "accuracy on ten digits " + accuracy);
        try (Stream<Path> files = Files.walk(cache)) {
            assertTrue(files.anyMatch(file -> file.toString().endsWith(".features")));
        }
        assertEquals(accuracy, EmbedAndClassify.run(encoder, MANIFEST, cache).accuracy());
    }
}
