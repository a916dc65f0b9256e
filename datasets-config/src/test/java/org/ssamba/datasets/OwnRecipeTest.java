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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.ManifestException;
import org.ssamba.datasets.preparation.DatasetException;
import org.ssamba.datasets.preparation.Miniature;

/** The recipe of one's own that docs/recipes.md prints, on a manifest of recordings. */
class OwnRecipeTest {
    private static final String FOLD = "every-5th-group";

    @TempDir Path folder;
    private final List<String> rows = new ArrayList<>();
    private Miniature birds;

    @BeforeEach
    void tenRecordings() throws IOException {
        birds = new Miniature(folder.resolve("birds"));
        rows.add("path,label,group");
        for (int recording = 0; recording < 10; recording++) {
            for (String bird : List.of("owl", "wren")) {
                String name = bird + recording + ".wav";
                birds.tone(name, bird.equals("owl") ? 300 : 3000, 0.5);
                rows.add(name + "," + bird + ",recording" + recording);
            }
        }
    }

    private FoldResult run() throws IOException {
        birds.text("manifest.csv", rows.toArray(String[]::new));
        String guide = Files.readString(Path.of("..", "docs", "recipes.md"));
        int start = guide.indexOf("<config>");
        String end = "</config>";
        Path file = folder.resolve("birds.xml");
        Files.writeString(file, guide.substring(start, guide.indexOf(end) + end.length()));
        RecipeFile recipe = new RecipeFile(file.toString());
        recipe.change("shape.width", "16");
        recipe.change("shape.layers", "2");
        recipe.change("shape.frames", "48");
        recipe.change("masked-patches.steps", "2");
        recipe.change("masked-patches.batchSize", "8");
        recipe.change("recipe.batchSize", "8");
        recipe.change("recipe.epochs", "20");
        recipe.change("recipe.learningRate", "5e-3");
        Path out = folder.resolve("out");
        return SmallRecipes.run(recipe, birds.folder(), out, RecipeRun.Start.PRETRAINED).get(0);
    }

    @Test
    void theGuidesRecipeRuns() throws IOException {
        Outcome outcome = run().outcome();
        assertEquals("16", outcome.facts().get("training clips"));
        assertEquals("4", outcome.facts().get("test clips"));
        assertTrue(outcome.scores().get("accuracy, %") > 70, outcome.scores().toString());
    }

    /** Pretraining takes hours, a mended line should not cost them, nor another folder. */
    @Test
    void aBadLabelOrTestClipIsFoundBeforePretraining() throws IOException {
        String good = rows.set(5, "owl2.wav,,recording2");
        assertThrows(ManifestException.class, this::run);
        Path fold = folder.resolve("out").resolve(FOLD);
        assertEquals(List.of("run.txt", "states", "test.csv", "train.csv"), names(fold));
        rows.set(5, good);
        birds.text("wren9.wav", "not audio");
        assertThrows(AudioFormatException.class, this::run);
        assertFalse(Files.exists(fold.resolve("encoder.ssamba")));
        birds.tone("wren9.wav", 3000, 0.5);
        assertEquals(FOLD, run().fold());
    }

    /** The fifth and the tenth recording are tested on. */
    @Test
    void aLabelThatOnlyTestClipsHaveIsFoundBeforePretraining() throws IOException {
        rows.set(9, "owl4.wav,kiwi,recording4");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::run);
        assertTrue(
                e.getMessage().contains("no training clip of the fold has kiwi"), e.getMessage());
        Path fold = folder.resolve("out").resolve(FOLD);
        assertFalse(Files.exists(fold.resolve("encoder.ssamba")));
    }

    @Test
    void aClipListedTwiceIsNamedWithItsLine() {
        rows.add(rows.get(1));
        DatasetException e = assertThrows(DatasetException.class, this::run);
        assertTrue(e.getMessage().contains("manifest.csv, line 22: "), e.getMessage());
        assertTrue(e.getMessage().contains("owl0.wav is listed twice"), e.getMessage());
        rows.set(rows.size() - 1, "\"owl0.wav,owl,recording0");
        e = assertThrows(DatasetException.class, this::run);
        assertTrue(e.getMessage().contains("is no table behind line 21: "), e.getMessage());
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
