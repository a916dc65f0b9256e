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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAModel;
import org.ssamba.datasets.preparation.Miniature;
import org.ssamba.training.RunState;
import org.ssamba.work.WorkEvent;
import org.tribuo.Model;

class KilledRecipeTest {
    @TempDir Path folder;

    /** The process, run until it has printed a line. */
    private Process until(String line, Path data, Path out) throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-cp",
                                System.getProperty("java.class.path"),
                                RecipeProcess.class.getName(),
                                data.toString(),
                                out.toString(),
                                "100")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader output = process.inputReader();
        String read = output.readLine();
        while (read != null && !read.equals(line)) {
            read = output.readLine();
        }
        assertEquals(line, read);
        return process;
    }

    private static Path write(Path data) throws IOException {
        Miniature set = new Miniature(data);
        List<String> rows = new ArrayList<>();
        rows.add("filename,fold,target,category,esc10,src_file,take");
        for (int fold = 1; fold <= 3; fold++) {
            for (int take = 0; take < 8; take++) {
                String name = fold + "-" + take + ".wav";
                set.tone("audio/" + name, take % 2 == 0 ? 300 : 2000, 0.5);
                String label = take % 2 == 0 ? "0,low" : "1,high";
                rows.add(name + "," + fold + "," + label + ",True,1,A");
            }
        }
        set.text("meta/esc50.csv", rows.toArray(String[]::new));
        return data;
    }

    private static void awaitState(Path checkpoint, String step) throws Exception {
        // Written in the background.
        while (!Files.exists(checkpoint)
                || !RunState.read(checkpoint).facts().get("step").equals(step)) {
            Thread.sleep(10);
        }
    }

    /** By SIGKILL while it pretrains, by SIGTERM while it fine-tunes. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRecipeGoesOnAtTheFoldAndStepWhereItWas() throws Exception {
        Path data = write(folder.resolve("ESC-50"));
        Path out = folder.resolve("out");
        Process pretraining = until("fold1 pretraining 5", data, out);
        awaitState(out.resolve("fold1/states/pretraining.safetensors"), "4");
        pretraining.destroyForcibly();
        assertNotEquals(0, pretraining.waitFor());
        assertFalse(Files.exists(out.resolve("fold1/encoder.ssamba")));

        Process fineTuning = until("fold2 fine-tuning 4", data, out);
        // Process.destroy would close the stream as well.
        fineTuning.toHandle().destroy();
        assertNotEquals(0, fineTuning.waitFor());

        List<String> steps = new ArrayList<>();
        RecipeRun last = RecipeProcess.run(data, out);
        last.setListener(
                (work, event) -> {
                    if (event instanceof WorkEvent.Started started && started.pace().done() > 0) {
                        steps.add(work.name());
                    }
                });
        List<FoldResult> resumed = last.run(RecipeProcess.FOLDS);
        assertEquals(List.of("fold2 fine-tuning"), steps, "the step it went on from");
        assertFalse(Files.exists(out.resolve("fold2/states")));

        Path whole = folder.resolve("whole");
        List<FoldResult> uninterrupted = RecipeProcess.run(data, whole).run(RecipeProcess.FOLDS);
        for (int i = 0; i < resumed.size(); i++) {
            assertEquals(
                    uninterrupted.get(i).outcome().scores(), resumed.get(i).outcome().scores());
            String fold = RecipeProcess.FOLDS.get(i);
            assertSameWeights(
                    PretrainedEncoder.load(whole.resolve(fold).resolve("encoder.ssamba")),
                    PretrainedEncoder.load(out.resolve(fold).resolve("encoder.ssamba")));
            assertSameWeights(encoder(whole.resolve(fold)), encoder(out.resolve(fold)));
        }
    }

    private static PretrainedEncoder encoder(Path fold) throws IOException {
        return ((SSAMBAModel<?>) Model.deserializeFromFile(fold.resolve("model.tribuo"))).encoder();
    }

    private static void assertSameWeights(PretrainedEncoder expected, PretrainedEncoder actual) {
        Map<String, float[]> weights = actual.weights();
        assertEquals(expected.weights().keySet(), weights.keySet());
        expected.weights()
                .forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
    }
}
