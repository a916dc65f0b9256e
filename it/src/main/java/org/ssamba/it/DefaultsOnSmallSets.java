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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ssamba.SSAMBAModel;
import org.ssamba.SSAMBATrainer;
import org.ssamba.head.LabelHead;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;
import org.tribuo.classification.evaluation.LabelEvaluator;

/**
 * Prints what a trainer that is told nothing but its head reaches on small sets of real audio, from
 * fresh weights, beside the tuned recipes or changes to what it chooses: a line for each run and a
 * Markdown table.
 */
public final class DefaultsOnSmallSets {
    /** The name of a trainer that is told nothing but its head. */
    private static final String DEFAULTS = "DEFAULTS";

    private final DefaultsOptions options;

    private DefaultsOnSmallSets(DefaultsOptions options) {
        this.options = options;
    }

    /** A run's scores. */
    private record Run(double accuracy, double recall, double seconds) {}

    /**
     * Runs all settings on all tasks.
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
        List<String> rows = new ArrayList<>();
        for (ProbeTask task : options.tasks) {
            List<ProbeTask.Division> divisions = task.divisions(task.clips(manifest));
            for (String setting : options.settings) {
                rows.add(row(task, setting, runs(task, setting, divisions)));
            }
        }
        System.out.println();
        System.out.println(
                "| task | setting | accuracy | deviation | mean recall | seconds a run | runs |");
        System.out.println("|---|---|---:|---:|---:|---:|---:|");
        rows.forEach(System.out::println);
    }

    private List<Run> runs(ProbeTask task, String setting, List<ProbeTask.Division> divisions) {
        List<Run> runs = new ArrayList<>();
        for (int seed : options.seeds) {
            if (options.validation) {
                // The last fold of a set whose folds are tested in turn is in no choice.
                ProbeTask.Division last = divisions.get(divisions.size() - 1);
                runs.add(run(task, setting, last.validation(seed), seed));
            } else {
                for (ProbeTask.Division division : divisions) {
                    runs.add(run(task, setting, division, seed));
                }
            }
        }
        return runs;
    }

    private Run run(ProbeTask task, String name, ProbeTask.Division division, int seed) {
        RealAudioTask.Split clips = division.clips();
        long start = System.nanoTime();
        SSAMBATrainer.Builder<Label> trainer =
                name.equals(DEFAULTS)
                        ? SSAMBATrainer.builder(new LabelHead())
                        : DefaultsSetting.of(name, task, clips.train(), options.recipes).trainer();
        SSAMBAModel<Label> model =
                trainer.device(options.program.computeDevice())
                        .cacheDirectory(options.cache)
                        .seed(seed)
                        .build()
                        .train(clips.train());
        double seconds = (System.nanoTime() - start) / 1e9;
        LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, clips.test());
        model.close();
        Run run = new Run(evaluation.accuracy(), meanRecall(evaluation), seconds);
        System.out.printf(
                Locale.ROOT,
                "%s, %s, tested on %s (%d of %d clips), seed %d: accuracy %.4f, mean recall %.4f,"
                        + " %.1f s%n",
                task,
                name,
                division.test(),
                clips.test().size(),
                clips.test().size() + clips.train().size(),
                seed,
                run.accuracy,
                run.recall,
                seconds);
        return run;
    }

    /** Over the labels of the test clips. */
    private static double meanRecall(LabelEvaluation evaluation) {
        return evaluation.getConfusionMatrix().getDomain().getDomain().stream()
                .filter(label -> evaluation.tp(label) + evaluation.fn(label) > 0)
                .mapToDouble(evaluation::recall)
                .average()
                .orElseThrow();
    }

    private static String row(ProbeTask task, String name, List<Run> runs) {
        double mean = runs.stream().mapToDouble(Run::accuracy).average().orElseThrow();
        double squares = runs.stream().mapToDouble(run -> Math.pow(run.accuracy - mean, 2)).sum();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %.3f | %.0f | %d |",
                task,
                name,
                mean,
                Math.sqrt(squares / Math.max(1, runs.size() - 1)),
                runs.stream().mapToDouble(Run::recall).average().orElseThrow(),
                runs.stream().mapToDouble(Run::seconds).average().orElseThrow(),
                runs.size());
    }
}
