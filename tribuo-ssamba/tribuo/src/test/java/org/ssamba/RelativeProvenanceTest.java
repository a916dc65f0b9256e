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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.data.AudioDirectoryDataSource;
import org.ssamba.head.LabelHead;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;

/** Provenance with paths that hold in another checkout. */
class RelativeProvenanceTest {
    private static final String PATHS = "ssamba.provenance.paths";
    private static final String HERE = Path.of("").toAbsolutePath().toString();

    @TempDir Path folder;

    private static SSAMBAModel<Label> model;

    /** Trained on clips below the working folder. */
    @BeforeAll
    static void train() throws IOException {
        Path clips = Path.of("target", "saved-paths");
        ToneExamples.inFiles(clips, 6, 1);
        var data = new MutableDataset<>(new AudioDirectoryDataSource<>(clips, new LabelFactory()));
        var recipe = new FineTuningRecipe().epochs(1).batchSize(6);
        model = new SSAMBATrainer<>(new LabelHead(), GuideTones.SHAPE, recipe).train(data);
    }

    @AfterEach
    void restore() {
        System.clearProperty(PATHS);
    }

    private Path save(String paths) throws IOException {
        System.setProperty(PATHS, paths);
        Path file = folder.resolve(paths);
        model.serializeToFile(file);
        return file;
    }

    private static boolean namesTheWorkingFolder(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(HERE);
    }

    @Test
    void pathsAreRelativeOnRequest() throws IOException {
        assertFalse(namesTheWorkingFolder(save("relative")));
        assertTrue(namesTheWorkingFolder(save("absolute")));
    }

    @Test
    void loadedHereItIsTheSameProvenance() throws IOException {
        Path file = save("relative");
        var loaded = Model.deserializeFromFile(file);
        assertEquals(model.getProvenance(), loaded.getProvenance());
        Path again = folder.resolve("again");
        loaded.serializeToFile(again);
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void anotherValueIsRefused() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> save("short"));
        assertTrue(thrown.getMessage().contains("absolute or relative"), thrown.getMessage());
    }
}
