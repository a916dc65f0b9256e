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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.PretrainedEncoder;
import org.ssamba.datasets.preparation.Clip;
import org.ssamba.datasets.preparation.Miniature;

/** Pretraining on a miniature of LibriSpeech. */
class PretrainingTaskTest {
    @TempDir Path folder;

    private static RecipeFile recipe() {
        RecipeFile recipe = SmallRecipes.small("pretrain-librispeech.xml", 48);
        recipe.change("masked-patches.steps", "3");
        recipe.change("masked-patches.batchSize", "4");
        recipe.change("masked-patches.maskedPatches", "12");
        recipe.change("masked-patches.validationShare", "0.2");
        return recipe;
    }

    @Test
    void anEncoderIsWrittenOnce() throws IOException {
        Path data = folder.resolve("LibriSpeech");
        Miniature set = new Miniature(data);
        StringBuilder speakers = new StringBuilder("; ID | SEX | SUBSET");
        for (String subset : List.of("train-clean-100", "train-clean-360", "train-other-500")) {
            String speaker = subset.substring(subset.length() - 3);
            speakers.append('\n').append(speaker).append(" | F | ").append(subset);
            String chapter = subset + "/" + speaker + "/7/" + speaker + "-7";
            // The content decides the format, not the name.
            set.tone(chapter + "-0.flac", 300, 0.5)
                    .tone(chapter + "-1.flac", 500, 0.5)
                    .text(chapter + ".trans.txt", speaker + "-7-0 A", speaker + "-7-1 B C");
        }
        set.text("SPEAKERS.TXT", speakers.toString().split("\n"));
        Path out = folder.resolve("out");
        FoldResult result = run(data, out);
        PretrainedEncoder encoder =
                PretrainedEncoder.load(out.resolve("all").resolve("encoder.ssamba"));
        assertEquals(16, encoder.config().width());
        assertTrue(Double.isFinite(result.outcome().scores().get("loss")));
        assertEquals("6", result.outcome().facts().get("corpus clips"));
        assertEquals("5", result.outcome().facts().get("clips"), "one is held out");
        assertEquals("3", result.outcome().facts().get("steps"));
        assertEquals("cpu", result.outcome().facts().get("device"));
        // Killed after the encoder was saved, before the result was.
        Files.delete(out.resolve("all").resolve(FoldResult.FILE));
        assertEquals(result.outcome(), run(data, out).outcome());
    }

    private static FoldResult run(Path data, Path out) throws IOException {
        return SmallRecipes.run(recipe(), data, out, RecipeRun.Start.PRETRAINED).get(0);
    }

    @Test
    void aListIsChangedToOtherItems() throws IOException {
        RecipeFile recipe = recipe();
        recipe.change("preparation.subsets", "dev-clean;dev-other");
        Miniature set = new Miniature(folder);
        set.text("SPEAKERS.TXT", "84 | F | dev-clean", "116 | M | dev-other");
        for (String chapter : List.of("dev-clean/84/1/84-1", "dev-other/116/2/116-2")) {
            String name = chapter.substring(chapter.lastIndexOf('/') + 1) + "-0000";
            set.audio(chapter + "-0000.flac").text(chapter + ".trans.txt", name + " A");
        }
        assertEquals(
                List.of("dev-clean", "dev-other"),
                recipe.experiment(Path.of("none")).clips(folder, folder).clips().stream()
                        .map(Clip::split)
                        .toList());
        recipe.change("preparation.subsets", "dev-other");
        assertEquals(1, recipe.experiment(Path.of("none")).clips(folder, folder).clips().size());
    }
}
