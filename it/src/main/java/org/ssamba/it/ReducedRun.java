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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.ssamba.ComputeDevice;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A check on real audio that is short enough for a build: a small encoder learns spoken digits,
 * with a random tenth held out. Its accuracy must reach a bar with the true labels and must be near
 * chance with shuffled training labels, which shows that the accuracy comes from the audio and not
 * from the split. The exit code is 1 if either fails.
 */
public final class ReducedRun {
    /** Three epochs give 0.98 to 0.99. */
    private static final double BAR = 0.95;

    /** Ten digits: chance is 0.10, and the standard error on 250 clips 0.02. */
    private static final double SHUFFLED_BAR = 0.25;

    private static final int SEEDS = 2;
    private static final int EPOCHS = 3;

    private ReducedRun() {}

    /**
     * Runs the check.
     *
     * @param args none.
     */
    public static void main(String[] args) {
        QuietLog.warningsOnly();
        boolean passed = DataFolder.manifest().map(ReducedRun::passes).orElse(true);
        System.exit(passed ? 0 : 1);
    }

    private static boolean passes(Path manifest) {
        RealAudioTask.Split split = RealAudioTask.FSDD_RANDOM.split(manifest);
        RealAudioTask.Split shuffled =
                new RealAudioTask.Split(withShuffledLabels(split.train()), split.test());
        double accuracy = meanAccuracy("true labels", split, SEEDS);
        double chance = meanAccuracy("shuffled labels", shuffled, 1);
        return require(accuracy >= BAR, accuracy, "with true labels", "at least", BAR)
                && require(chance <= SHUFFLED_BAR, chance, "shuffled", "at most", SHUFFLED_BAR);
    }

    private static double meanAccuracy(String name, RealAudioTask.Split split, int seeds) {
        RealAudioOptions options = new RealAudioOptions();
        options.epochs = EPOCHS;
        options.program.device = ComputeDevice.Kind.CPU;
        double sum = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            Comparison comparison = new Comparison(options, RealAudioTask.FSDD_RANDOM, split, seed);
            Comparison.Outcome outcome = comparison.run(RealAudioOptions.Method.SCRATCH);
            System.out.printf(
                    Locale.ROOT,
                    "FSDD digits, random split, %s, seed %d: accuracy %.3f after %.0f s%n",
                    name,
                    seed,
                    outcome.accuracy(),
                    outcome.seconds());
            sum += outcome.accuracy();
        }
        return sum / seeds;
    }

    private static boolean require(
            boolean met, double accuracy, String name, String relation, double bar) {
        System.out.printf(
                Locale.ROOT,
                "%s: mean accuracy %s is %.3f and must be %s %.2f%n",
                met ? "Passed" : "FAILED",
                name,
                accuracy,
                relation,
                bar);
        return met;
    }

    private static MutableDataset<Label> withShuffledLabels(Dataset<Label> clips) {
        List<Label> labels = new ArrayList<>();
        for (Example<Label> clip : clips) {
            labels.add(clip.getOutput());
        }
        Collections.shuffle(labels, new Random(1));
        MutableDataset<Label> shuffled =
                new MutableDataset<>(
                        new SimpleDataSourceProvenance("shuffled", clips.getOutputFactory()),
                        clips.getOutputFactory());
        int index = 0;
        for (Example<Label> clip : clips) {
            shuffled.add(AudioExamples.create(labels.get(index), AudioReference.of(clip)));
            index++;
        }
        return shuffled;
    }
}
