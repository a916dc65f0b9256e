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
package org.ssamba.examples.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.SSAMBAModel;
import org.tribuo.classification.Label;

/** The server as a process of its own. */
class ServeProcessTest {
    @TempDir private Path folder;

    private Path saved;

    @BeforeEach
    void save() throws IOException {
        saved = folder.resolve("model.tribuo");
        try (SSAMBAModel<Label> model = DigitModel.trained()) {
            model.serializeToFile(saved);
        }
    }

    private Process start(Path model, String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Serve.class.getName(), "--model", model.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("error.txt").toFile())
                .start();
    }

    private static int port(BufferedReader output) throws IOException {
        String line = output.readLine();
        assertTrue(line.startsWith("Listening at http://127.0.0.1:"), line);
        return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
    }

    @Test
    void whatCannotBeUsedIsNamedInOneLine() throws Exception {
        Path nowhere = folder.resolve("nowhere.tribuo");
        assertEquals("The server did not start: There is no file " + nowhere, reason(nowhere));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String reason = reason(saved, "--port", "" + taken.getLocalPort());
            String named = "Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be used: ";
            assertTrue(reason.contains(named), reason);
        }
    }

    /** The last line of standard error of a process that does not start. */
    private String reason(Path model, String... options) throws Exception {
        assertEquals(1, start(model, options).waitFor());
        List<String> lines = Files.readAllLines(folder.resolve("error.txt"));
        return lines.get(lines.size() - 1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // It has no signal that a process can react to.
    void theSignalToEndCompletesWhatWasAccepted() throws Exception {
        byte[] clip = DigitModel.clip("six-2");
        Process process = start(saved, "--port", "0");
        try (BufferedReader output = process.inputReader()) {
            int port = port(output);
            try (HeldUpload held = new HeldUpload(port, clip)) {
                while (!DigitModel.get(port, "/metrics")
                        .body()
                        .contains("ssamba_accepted_requests 1\n")) {
                    Thread.sleep(5);
                }
                // The process's own method would close its output.
                process.toHandle().destroy();
                while (DigitModel.get(port, "/health").statusCode() == 200) {
                    Thread.sleep(5);
                }
                assertEquals(503, DigitModel.post(port, "/predict", clip).statusCode());
                String answer = held.complete();
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            }
            process.waitFor();
            assertEquals("Answered 1 clips", output.readLine());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anUploadThatComesTooSlowlyIsCutOff() throws Exception {
        Process process = start(saved, "--port", "0", "--upload-seconds", "1", "--queue", "1");
        try (BufferedReader output = process.inputReader()) {
            int port = port(output);
            byte[] clip = DigitModel.clip("six-2");
            try (HeldUpload held = new HeldUpload(port, clip)) {
                assertEquals("", held.answer());
            }
            while (DigitModel.post(port, "/predict", clip).statusCode() == 503) {
                Thread.sleep(5);
            }
            assertEquals(200, DigitModel.post(port, "/predict", clip).statusCode());
        } finally {
            process.destroyForcibly();
        }
    }
}
