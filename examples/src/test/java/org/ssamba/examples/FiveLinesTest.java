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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiveLinesTest {
    private static final Path CORPUS = Shell.ROOT.resolve("examples/corpus");

    @TempDir private Path folder;

    @Test
    void theReadmeShowsTheLinesThatRun() throws IOException {
        ShownLines.check("README.md", FiveLines.class);
    }

    @Test
    void aFolderOfClipsGivesPredictions() throws IOException {
        for (String label : List.of("six", "one")) {
            Path clips = Files.createDirectories(folder.resolve("clips").resolve(label));
            for (String voice : List.of("cs-Jacky", "da-Mike", "de-m8", "el-miguel")) {
                Files.copy(
                        CORPUS.resolve(voice).resolve(label + "-1.flac"),
                        clips.resolve(voice + ".flac"));
            }
        }
        Path six = CORPUS.resolve("cs-Jacky/six-2.flac");
        Path text = CORPUS.resolve("README.md");
        Path saved = folder.resolve("model.tribuo");
        var predictions = FiveLines.run(folder.resolve("clips"), saved, List.of(six, text));
        assertEquals(List.of(six), List.copyOf(predictions.keySet()));
        assertEquals("six", predictions.get(six).getOutput().getLabel());
        assertTrue(Files.size(saved) > 0);
    }
}
