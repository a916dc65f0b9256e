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
package org.ssamba.it;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ssamba.EncoderShape;
import org.ssamba.FineTuningRecipe;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.head.LabelHead;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/**
 * Prints, as a Markdown table, what a trainer that is told nothing but its head reaches on small
 * sets of real audio, beside the tuned recipes from fresh weights.
 */
public final class DefaultsOnSmallSets {
    /** The file of each task's tuned recipe, without its ending. */
    private static final Map<ProbeTask, String> RECIPES =
            new EnumMap<>(
                    Map.of(
                            ProbeTask.ESC10, "small-esc10",
                            ProbeTask.ARABIC, "small-arabic",
                            ProbeTask.RAVDESS, "small-ravdess",
                            ProbeTask.GSC, "small-gsc",
                            ProbeTask.FSDD_UNSEEN, "small-fsdd-digits"));

    /** The distance of patches in all tuned recipes, which set it for the start, not the shape. */
    private static final int TUNED_STRIDE = 10;

    private final DefaultsOptions options;

    private DefaultsOnSmallSets(DefaultsOptions options) {
        this.options = options;
    }

    /**
     * Runs both on all tasks.
     *
     * @param args see {@link DefaultsOptions}, or {@code --help}.
     */
    public static void main(String[] args) {
        DefaultsOptions options = new DefaultsOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        options.program.applyLogging();
        DataFolder.manifest().ifPresent(new DefaultsOnSmallSets(options)::print);
    }

    private void print(Path manifest) {
        System.out.println(options.program.computeDevice().backend().device());
        System.out.println();
        System.out.println(
                "| task | | accuracy | deviation | mean recall | seconds a run | runs |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
        for (ProbeTask task : options.tasks) {
            List<ProbeTask.Division> divisions = task.divisions(task.clips(manifest));
            row(task, "defaults", divisions, defaults());
            row(task, "tuned recipe", divisions, tuned(task));
        }
    }

    private SSAMBATrainer.Builder<Label> defaults() {
        return SSAMBATrainer.builder(new LabelHead());
    }

    private SSAMBATrainer.Builder<Label> tuned(ProbeTask task) {
        String recipe = RECIPES.get(task);
        if (recipe == null) {
            throw new IllegalArgumentException(task + " has no tuned recipe");
        }
        Path file = options.recipes.resolve(recipe + ".xml").toAbsolutePath().normalize();
        try (ConfigurationManager manager = new ConfigurationManager(file.toString())) {
            return SSAMBATrainer.builder((LabelHead) manager.lookup("head"))
                    .encoder(((EncoderShape) manager.lookup("shape")).stride(TUNED_STRIDE))
                    .recipe((FineTuningRecipe) manager.lookup("recipe"));
        }
    }

    private void row(
            ProbeTask task,
            String name,
            List<ProbeTask.Division> divisions,
            SSAMBATrainer.Builder<Label> trainer) {
        List<Double> accuracies = new ArrayList<>();
        double recall = 0;
        double seconds = 0;
        for (ProbeTask.Division division : divisions) {
            for (int seed = 1; seed <= options.seeds; seed++) {
                long start = System.nanoTime();
                SSAMBAModel<Label> model =
                        trainer.device(options.program.computeDevice())
                                .seed(seed)
                                .build()
                                .train(division.clips().train());
                seconds += (System.nanoTime() - start) / 1e9;
                LabelEvaluation evaluation =
                        new LabelEvaluator().evaluate(model, division.clips().test());
                model.close();
                accuracies.add(evaluation.accuracy());
                recall += 1 - evaluation.balancedErrorRate();
            }
        }
        int runs = accuracies.size();
        double mean = accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %.3f | %.0f | %d |%n",
                task,
                name,
                mean,
                runs > 1 ? Math.sqrt(squares / (runs - 1)) : 0,
                recall / runs,
                seconds / runs,
                runs);
    }
}
