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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.datasets.preparation.Miniature;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.ssamba.work.WorkListener;
import org.tribuo.Model;

/** The whole of a recipe, on a miniature of ESC-50 with two classes in five folds. */
class RecipeRunTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir Path folder;
    private Path data;
    private Path out;

    @BeforeEach
    void miniatureOfEsc50() throws IOException {
        data = folder.resolve("ESC-50");
        out = folder.resolve("out");
        Miniature set = new Miniature(data);
        List<String> rows = new ArrayList<>();
        rows.add("filename,fold,target,category,esc10,src_file,take");
        for (int fold = 1; fold <= 5; fold++) {
            for (int take = 0; take < 4; take++) {
                for (int target = 0; target < 2; target++) {
                    String name = fold + "-" + take + "-" + target + ".wav";
                    set.tone("audio/" + name, target == 0 ? 300 : 2000, 0.5);
                    rows.add(
                            name
                                    + ","
                                    + fold
                                    + ","
                                    + target
                                    + ","
                                    + (target == 0 ? "low" : "high")
                                    + ",True,1,A");
                }
            }
        }
        set.text("meta/esc50.csv", rows.toArray(String[]::new));
    }

    private RecipeFile recipe() {
        RecipeFile recipe = SmallRecipes.fineTuning("esc50.xml", 48, 8, 6);
        recipe.change("masked-patches.steps", "2");
        recipe.change("masked-patches.batchSize", "8");
        recipe.change("augmentation.timeMask", "4");
        return recipe;
    }

    private RecipeRun run(RecipeFile recipe, RecipeRun.Start start, Path encoder) {
        return new RecipeRun(
                recipe,
                data,
                out,
                start,
                encoder,
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @Test
    void everyFoldIsTrainedAndReported() throws IOException {
        List<FoldResult> results = run(recipe(), RecipeRun.Start.PRETRAINED, null).run(List.of());
        assertEquals(
                List.of("fold1", "fold2", "fold3", "fold4", "fold5"),
                results.stream().map(FoldResult::fold).toList());
        double[] accuracies =
                results.stream()
                        .mapToDouble(result -> result.outcome().scores().get("accuracy, %"))
                        .toArray();
        assertTrue(Report.mean(accuracies) > 80, printed.toString(StandardCharsets.UTF_8));
        String report = Files.readString(out.resolve("report.md"));
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains(report));
        assertTrue(report.contains("| **mean** |"), report);
        assertTrue(report.contains("89.3 % (SSAMBA base)"), report);
        assertTrue(report.contains("normalization-mean"), report);
        for (FoldResult result : results) {
            Path model = out.resolve(result.fold()).resolve("model.tribuo");
            assertEquals(SSAMBAModel.class, Model.deserializeFromFile(model).getClass());
        }
        try (Stream<Path> files = Files.walk(out)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
    }

    @Test
    void aKilledRunGoesOnWhereItStopped() throws IOException {
        List<String> twoFolds = List.of("fold1", "fold2");
        RecipeRun killed = run(recipe(), RecipeRun.Start.FRESH, null);
        killed.setListener(
                new WorkListener() {
                    private int finished;

                    @Override
                    public void on(Work work, WorkEvent event) {
                        if (event instanceof WorkEvent.Step && finished == 1) {
                            throw new IllegalStateException("killed");
                        }
                        finished +=
                                event instanceof WorkEvent.Ended
                                                && work.phase().equals(Work.FINE_TUNING)
                                        ? 1
                                        : 0;
                    }
                });
        assertThrows(IllegalStateException.class, () -> killed.run(twoFolds));
        Path first = out.resolve("fold1").resolve(FoldResult.FILE);
        assertTrue(Files.isRegularFile(first));
        assertFalse(Files.exists(out.resolve("fold2").resolve(FoldResult.FILE)));
        assertFalse(Files.exists(out.resolve("fold2").resolve("model.tribuo")));
        String before = Files.readString(first);
        List<FoldResult> results = run(recipe(), RecipeRun.Start.FRESH, null).run(twoFolds);
        assertEquals(before, Files.readString(first));
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("Fold fold1 is finished"));
        // The second fold alone gives the same.
        out = folder.resolve("another");
        List<FoldResult> alone = run(recipe(), RecipeRun.Start.FRESH, null).run(List.of("fold2"));
        assertEquals(results.get(1).outcome().scores(), alone.get(0).outcome().scores());
        assertEquals(
                results.get(1).outcome().facts().get("last-loss"),
                alone.get(0).outcome().facts().get("last-loss"));
    }

    @Test
    void statesAreSavedAsOftenAsAsked() throws IOException {
        List<String> saved = new ArrayList<>();
        RecipeRun run = run(recipe(), RecipeRun.Start.PRETRAINED, null);
        run.setListener(
                (work, event) -> {
                    if (event instanceof WorkEvent.Checkpoint) {
                        saved.add(work.phase() + " " + event.pace().done());
                    }
                });
        run.setCheckpoints(states -> states.everySteps(1));
        run.run(List.of("fold1"));
        // Otherwise only at the end, of 24 steps.
        assertTrue(
                saved.stream()
                        .anyMatch(
                                state ->
                                        state.startsWith(Work.FINE_TUNING)
                                                && !state.endsWith(" 24")),
                saved::toString);
    }

    @Test
    void whatFineTuningHoldsOutIsNotPretrainedOn() throws IOException {
        RecipeFile recipe = recipe();
        recipe.change("recipe.validationShare", "0.2");
        recipe.change("recipe.heldOut", "GROUPS");
        recipe.change("recipe.averageFrom", "0");
        recipe.change("recipe.averageTo", "0");
        recipe.change("recipe.epochs", "1");
        run(recipe, RecipeRun.Start.PRETRAINED, null).run(List.of("fold1"));
        PretrainedEncoder encoder =
                PretrainedEncoder.load(out.resolve("fold1").resolve("encoder.ssamba"));
        // Of four groups of eight clips, one is held out.
        assertEquals("24", Facts.text(encoder.getProvenance().run().getMap().get("clips")));
    }

    @Test
    void resultsOfOtherSettingsAreNotMixedIn() throws IOException {
        RecipeFile short1 = recipe();
        short1.change("recipe.epochs", "1");
        run(short1, RecipeRun.Start.FRESH, null).run(List.of("fold1"));
        RecipeFile short2 = recipe();
        short2.change("recipe.epochs", "2");
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> run(short2, RecipeRun.Start.FRESH, null).run(List.of("fold1")));
        assertTrue(e.getMessage().contains("result of other settings"), e.getMessage());
        // An encoder that is named is used as it is.
        Path encoder = out.resolve("fold1").resolve("encoder.ssamba");
        out = folder.resolve("another");
        FoldResult loaded = run(short1, RecipeRun.Start.FILE, encoder).run(List.of("fold1")).get(0);
        assertFalse(Files.exists(out.resolve("fold1").resolve("encoder.ssamba")));
        assertTrue(loaded.outcome().facts().containsKey("encoder-sha256"));
    }

    @Test
    void mistakesAreNamed() {
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> new RecipeFile("esc51"))
                        .getMessage()
                        .contains("There is no recipe esc51"));
        assertTrue(
                assertThrows(
                                IllegalArgumentException.class,
                                () ->
                                        run(recipe(), RecipeRun.Start.FRESH, null)
                                                .run(List.of("fold9")))
                        .getMessage()
                        .contains("no fold 'fold9'"));
        assertTrue(
                assertThrows(
                                IllegalArgumentException.class,
                                () -> run(recipe(), RecipeRun.Start.FILE, Path.of("none.ssamba")))
                        .getMessage()
                        .contains("no encoder none.ssamba"));
    }

    @Test
    void meanAndDeviation() {
        double[] values = {80, 90, 85, 95, 100};
        assertEquals(90, Report.mean(values));
        assertEquals(Math.sqrt(62.5), Report.deviation(values), 1e-12);
    }

    @Test
    void helpIsGivenBesideOtherOptions() {
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            RunRecipe.main(new String[] {"--recipe", "esc50", "--help"});
        } finally {
            System.setOut(before);
        }
        assertTrue(printed.toString(StandardCharsets.UTF_8).contains("Fine-tuning epochs"));
    }

    private RecipeOptions options(String name) {
        RecipeOptions options = new RecipeOptions();
        options.recipe = name;
        options.data = data;
        options.out = out;
        return options;
    }

    private static void assertRefused(RecipeOptions options, String message) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> RunRecipe.run(options));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void negativeNumbersAreNotTakenForTheRecipes() {
        RecipeOptions options = options("esc50.xml");
        options.epochs = -3;
        assertRefused(options, "cannot be negative");
    }

    @Test
    void whatARecipeCannotDoIsRefusedBeforeAnythingIsRead() {
        RecipeOptions both = options("esc50.xml");
        both.encoder = "encoder.ssamba";
        both.start = RecipeOptions.Start.FRESH;
        assertRefused(both, "leave one of them out");
        // Pretraining has no epochs, and starts from no encoder.
        RecipeOptions epochs = options("pretrain-librispeech.xml");
        epochs.epochs = 1;
        assertRefused(epochs, "has no component named recipe, so that recipe.epochs cannot be 1");
        RecipeOptions fresh = options("pretrain-librispeech.xml");
        fresh.start = RecipeOptions.Start.FRESH;
        assertRefused(fresh, "starts from no other");
        assertFalse(Files.exists(out));
    }
}
