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

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.ssamba.work.WorkEvent;

/** Runs two folds of a small recipe, and prints each step. */
final class RecipeProcess {
    static final List<String> FOLDS = List.of("fold1", "fold2");

    private RecipeProcess() {}

    /** Arguments: the data set, the folder for results, for how long to rest after each step. */
    public static void main(String[] args) throws IOException {
        RecipeRun run = run(Path.of(args[0]), Path.of(args[1]));
        long rest = Long.parseLong(args[2]);
        run.setListener(
                (work, event) -> {
                    if (event instanceof WorkEvent.Step step) {
                        System.out.println(work.name() + " " + step.pace().done());
                        rest(rest);
                    }
                });
        run.run(FOLDS);
    }

    /** A state is saved at each validation. */
    static RecipeRun run(Path data, Path out) {
        RecipeFile recipe = SmallRecipes.fineTuning("esc50.xml", 48, 8, 3);
        recipe.change("masked-patches.steps", "8");
        recipe.change("masked-patches.batchSize", "8");
        recipe.change("masked-patches.validationShare", "0.2");
        recipe.change("masked-patches.validationInterval", "2");
        recipe.change("augmentation.timeMask", "4");
        return new RecipeRun(
                recipe,
                data,
                out,
                RecipeRun.Start.PRETRAINED,
                null,
                new PrintStream(PrintStream.nullOutputStream()));
    }

    private static void rest(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
