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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

/** Training, saving, loading and predicting in a JVM of its own that lacks something. */
class RestrictedJvmTest {
    @TempDir Path folder;

    /** Its output, after the exit status. */
    private List<String> day(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(options));
        command.addAll(List.of(Day.class.getName(), folder.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of("exit " + process.waitFor(), text);
    }

    /** What the process does. */
    static final class Day {
        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            MutableDataset<Label> tones = ToneExamples.inFiles(folder.resolve("tones"), 8, 1);
            EncoderShape shape = EncoderShape.tiny().size(16, 2).frames(48);
            FineTuningRecipe recipe =
                    new FineTuningRecipe().epochs(20).batchSize(8).learningRate(1e-2);
            System.out.println("trains");
            SSAMBAModel<Label> model =
                    new SSAMBATrainer<>(new org.ssamba.head.LabelHead(), shape, recipe)
                            .train(tones);
            Path file = folder.resolve("model.tribuo");
            model.serializeToFile(file);
            Model<Label> loaded = Model.deserializeFromFile(file).castModel(Label.class);
            System.out.println(
                    "predicts " + loaded.predict(tones.getExample(1)).getOutput().getLabel());
        }
    }

    private static void assertPredicts(List<String> day, String excuse) {
        assertEquals("exit 0", day.get(0), day.get(1));
        assertTrue(day.get(1).contains("predicts high"), day.get(1));
        assertTrue(day.get(1).contains(excuse), day.get(1));
    }

    /** Refused before anything is trained, in one sentence. */
    private static void assertRefused(List<String> day, String sentence) {
        assertEquals("exit 1", day.get(0), day.get(1));
        assertTrue(day.get(1).contains(sentence), day.get(1));
        assertFalse(day.get(1).contains("INFO: Fine-tuning"), day.get(1));
    }

    @Test
    void withoutAnyFolderToWriteToJavaDoesTheWork() throws Exception {
        // A file is not a folder, whoever runs this; a folder without permissions is one for root.
        Path nowhere = Files.createFile(folder.resolve("file")).resolve("nowhere");
        assertPredicts(
                day("-Duser.home=" + nowhere, "-Djava.io.tmpdir=" + nowhere),
                "set -Djna.tmpdir to a folder that can be written");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void withoutNativeAccessJavaDoesTheWork() throws Exception {
        assertPredicts(
                day("--illegal-native-access=deny"),
                "start it with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void withoutUnsafeNothingIsTrainedThatCouldNotBeSaved() throws Exception {
        assertRefused(
                day("--sun-misc-unsafe-memory-access=deny"),
                "start Java with --sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void inTurkeyNothingIsTrainedThatCouldNotBeSaved() throws Exception {
        assertRefused(
                day("-Duser.language=tr", "-Duser.country=TR"),
                "start Java with -Duser.language=en");
    }
}
