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
import java.util.Locale;

/**
 * Prints the accuracies of training from scratch, pretraining and simple baselines on real audio.
 */
public final class RealAudio {
    private RealAudio() {}

    /**
     * Runs the comparison.
     *
     * @param args see {@link RealAudioOptions}, or {@code --help}.
     */
    public static void main(String[] args) {
        RealAudioOptions options = new RealAudioOptions();
        if (!CommandLine.read(args, options)) {
            return;
        }
        options.program.applyLogging();
        DataFolder.manifest().ifPresent(manifest -> compare(options, manifest));
    }

    private static void compare(RealAudioOptions options, Path manifest) {
        System.out.println("On " + options.program.computeDevice().backend().device());
        ResultTable.printHeader();
        for (RealAudioTask task : options.tasks) {
            RealAudioTask.Split split = task.split(manifest);
            System.out.println(
                    "# "
                            + task
                            + ": "
                            + split.train().size()
                            + " clips for training, "
                            + split.test().size()
                            + " for testing, "
                            + options.shape(task));
            ResultTable table = new ResultTable();
            for (long seed = 1; seed <= options.seeds; seed++) {
                Comparison comparison = new Comparison(options, task, split, seed);
                if (options.methods.contains(RealAudioOptions.Method.PRETRAINED)
                        || options.methods.contains(RealAudioOptions.Method.PROBE_PRETRAINED)) {
                    table.add("pretraining", comparison.pretrain());
                }
                for (RealAudioOptions.Method method : options.methods) {
                    table.add(lowerCase(method), comparison.run(method));
                }
            }
            table.print(lowerCase(task));
        }
    }

    private static String lowerCase(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
