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
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.PretrainedEncoder;
import org.ssamba.data.AudioCorpus;

class KilledPretrainingTest {
    /** Two steps after the second checkpoint, three before the next. */
    private static final int KILLED_AFTER = 2 * PretrainingProcess.CHECKPOINT_INTERVAL + 2;

    @TempDir Path folder;

    @Test
    void aKilledRunEndsWithTheWeightsOfOneThatWasNot() throws Exception {
        Path corpus = ToneCorpus.write(folder.resolve("corpus"), 8);
        Path checkpoint = folder.resolve("run.safetensors");
        Path saved = folder.resolve("encoder.pb");

        killAfter(KILLED_AFTER, corpus, checkpoint, saved);
        assertFalse(Files.exists(saved), "the killed run must not have ended");

        List<String> steps =
                ChildProcess.run(
                        PretrainingProcess.class,
                        corpus.toString(),
                        checkpoint.toString(),
                        saved.toString(),
                        "-1");
        assertEquals("step " + (2 * PretrainingProcess.CHECKPOINT_INTERVAL + 1), steps.get(0));

        PretrainedEncoder uninterrupted =
                PretrainingProcess.pretrainer().pretrain(new AudioCorpus(corpus));
        Map<String, float[]> expected = uninterrupted.weights();
        Map<String, float[]> resumed = PretrainedEncoder.load(saved).weights();
        assertEquals(expected.keySet(), resumed.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
    }

    private static void killAfter(int step, Path corpus, Path checkpoint, Path saved)
            throws IOException, InterruptedException {
        Process process =
                ChildProcess.of(
                                PretrainingProcess.class,
                                corpus.toString(),
                                checkpoint.toString(),
                                saved.toString(),
                                Integer.toString(step))
                        .start();
        try (BufferedReader output = process.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.equals("step " + step)) {
                line = output.readLine();
            }
            // SIGKILL: no shutdown hook runs.
            process.destroyForcibly();
            assertNotEquals(0, process.waitFor());
            assertEquals("step " + step, line);
        }
    }
}
