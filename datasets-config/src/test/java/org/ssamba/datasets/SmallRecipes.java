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

/** Shipped recipes, shrunk to what trains in seconds on a CPU. */
final class SmallRecipes {
    private SmallRecipes() {}

    /** Two layers of width 16. */
    static RecipeFile small(String name, int frames) {
        RecipeFile recipe = new RecipeFile(name);
        recipe.change("shape.width", "16");
        recipe.change("shape.layers", "2");
        recipe.change("shape.frames", Integer.toString(frames));
        recipe.change("device.kind", "CPU");
        return recipe;
    }

    /** One that fine-tunes, too. */
    static RecipeFile fineTuning(String name, int frames, int batch, int epochs) {
        RecipeFile recipe = small(name, frames);
        recipe.change("start.frames", Integer.toString(frames));
        recipe.change("recipe.batchSize", Integer.toString(batch));
        recipe.change("recipe.epochs", Integer.toString(epochs));
        recipe.change("recipe.learningRate", "5e-3");
        return recipe;
    }

    /** Runs all folds and prints nothing. */
    static List<FoldResult> run(RecipeFile recipe, Path data, Path out, RecipeRun.Start start)
            throws IOException {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
        return new RecipeRun(recipe, data, out, start, null, nowhere).run(List.of());
    }
}
