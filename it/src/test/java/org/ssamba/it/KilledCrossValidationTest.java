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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.SSAMBAModel;
import org.ssamba.work.WorkListener;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.LabelEvaluation;

class KilledCrossValidationTest {
    @TempDir Path folder;

    @Test
    void crossValidationGoesOnAtTheFoldAndStepWhereItWas() throws Exception {
        Path clips = ToneCorpus.write(folder.resolve("clips"), 6);
        Path states = Files.createDirectory(folder.resolve("states"));
        String[] arguments = {clips.toString(), states.toString(), "100"};
        Process process = ChildProcess.of(CrossValidationProcess.class, arguments).start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.equals("saved 2")) {
                line = output.readLine();
            }
            // SIGKILL: no shutdown hook runs.
            process.destroyForcibly();
            assertNotEquals(0, process.waitFor());
            assertEquals("saved 2", line);
        }
        arguments[2] = "0";
        List<String> lines = ChildProcess.run(CrossValidationProcess.class, arguments);
        long from = Long.parseLong(lines.get(0).replace("started at ", ""));
        assertTrue(from >= 2, "in the middle of the second fold: " + lines);
        assertEquals(2, lines.stream().filter(line -> line.startsWith("started")).count());

        List<Pair<LabelEvaluation, Model<Label>>> resumed =
                CrossValidationProcess.evaluate(clips, states, WorkListener.SILENT);
        List<Pair<LabelEvaluation, Model<Label>>> uninterrupted =
                CrossValidationProcess.evaluate(
                        clips,
                        Files.createDirectory(folder.resolve("others")),
                        WorkListener.SILENT);
        for (int fold = 0; fold < resumed.size(); fold++) {
            assertEquals(uninterrupted.get(fold).getA().asMap(), resumed.get(fold).getA().asMap());
            Map<String, float[]> expected = weights(uninterrupted.get(fold).getB());
            Map<String, float[]> weights = weights(resumed.get(fold).getB());
            expected.forEach((name, values) -> assertArrayEquals(values, weights.get(name), name));
        }
    }

    private static Map<String, float[]> weights(Model<Label> model) {
        return ((SSAMBAModel<Label>) model).encoder().weights();
    }
}
