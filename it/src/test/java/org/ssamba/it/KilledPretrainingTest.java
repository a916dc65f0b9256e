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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.PretrainedEncoder;
import org.ssamba.data.AudioCorpus;
import org.ssamba.training.RunState;

class KilledPretrainingTest {
    @TempDir Path folder;
    private Path corpus;
    private Path checkpoint;
    private Path saved;

    @BeforeEach
    void writeTones() throws IOException {
        corpus = ToneCorpus.write(folder.resolve("corpus"), 8);
        checkpoint = folder.resolve("run.safetensors");
        saved = folder.resolve("encoder.pb");
    }

    private Process start(int hangAfter, int rest) throws IOException {
        return ChildProcess.of(PretrainingProcess.class, arguments(hangAfter, rest)).start();
    }

    private String[] arguments(int hangAfter, int rest) {
        return new String[] {
            corpus.toString(),
            checkpoint.toString(),
            saved.toString(),
            Integer.toString(hangAfter),
            Integer.toString(rest)
        };
    }

    private static void readUntil(String line, BufferedReader output) throws IOException {
        String read = output.readLine();
        while (read != null && !read.equals(line)) {
            read = output.readLine();
        }
        assertEquals(line, read);
    }

    private void assertEndsAsOneThatWasNotKilled() throws IOException {
        PretrainedEncoder uninterrupted =
                PretrainingProcess.pretrainer().pretrain(new AudioCorpus(corpus));
        Map<String, float[]> expected = uninterrupted.weights();
        Map<String, float[]> resumed = PretrainedEncoder.load(saved).weights();
        assertEquals(expected.keySet(), resumed.keySet());
        expected.forEach((name, values) -> assertArrayEquals(values, resumed.get(name), name));
    }

    @Test
    void aKilledRunGoesOnFromItsLastValidation() throws Exception {
        int last = 2 * PretrainingProcess.CHECKPOINT_INTERVAL;
        Process process = start(last + 2, 0);
        try (BufferedReader output = process.inputReader()) {
            readUntil("step " + (last + 2), output);
            // Written in the background.
            while (!RunState.read(checkpoint).facts().get("step").equals("" + last)) {
                Thread.sleep(10);
            }
            // SIGKILL: no shutdown hook runs.
            process.destroyForcibly();
            assertNotEquals(0, process.waitFor());
        }
        assertFalse(Files.exists(saved), "the killed run must not have ended");
        List<String> steps = ChildProcess.run(PretrainingProcess.class, arguments(-1, 0));
        assertEquals("step " + (last + 1), steps.get(0));
        assertEndsAsOneThatWasNotKilled();
    }

    /** As by Ctrl-C, a batch system or a container's end. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRunThatIsAskedToEndLosesNoStep() throws Exception {
        Process process = start(-1, 50);
        int last = PretrainingProcess.CHECKPOINT_INTERVAL + 2;
        try (BufferedReader output = process.inputReader()) {
            readUntil("step " + last, output);
            // Process.destroy would close the stream as well.
            process.toHandle().destroy();
            while (output.readLine() != null) {}
            assertNotEquals(0, process.waitFor());
        }
        int reached = Integer.parseInt(RunState.read(checkpoint).facts().get("step"));
        assertTrue(reached >= last, "step " + reached);
        List<String> steps = ChildProcess.run(PretrainingProcess.class, arguments(-1, 0));
        assertEquals("step " + (reached + 1), steps.get(0));
        assertEndsAsOneThatWasNotKilled();
    }
}
