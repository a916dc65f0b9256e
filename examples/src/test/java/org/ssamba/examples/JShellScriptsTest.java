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
package org.ssamba.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every script that the guide offers runs from start to end, in a JShell of its own. */
class JShellScriptsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long MINUTES = 5;

    /** What JShell prints when it has run the script and waits for input. */
    private static final String WELCOME = "|  Welcome to JShell";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "spectrogram.jsh, The picture is",
        "search.jsh, Two principal components of the first clip: [",
        "train.jsh, The model is",
        "provenance.jsh, configured objects"
    })
    void runsFromStartToEnd(String script, String last) throws Exception {
        Path scripts = ROOT.resolve("examples/jshell");
        assertTrue(Files.exists(scripts.resolve(script)), script);
        Path output = folder.resolve("output.txt");
        Process shell =
                new ProcessBuilder(command(scripts, script))
                        .directory(ROOT.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        // The end of input ends the shell.
        shell.getOutputStream().close();
        try {
            assertTrue(shell.waitFor(MINUTES, TimeUnit.MINUTES), script + " did not end");
        } finally {
            shell.destroyForcibly();
        }
        String printed = Files.readString(output);
        assertEquals(0, shell.exitValue(), printed);
        // JShell goes on after a mistake, and says so on a line that starts like this.
        String whileRunning = printed.substring(0, printed.indexOf(WELCOME));
        assertFalse(whileRunning.contains("|  "), printed);
        assertTrue(whileRunning.contains(last), printed);
    }

    private static List<String> command(Path scripts, String script) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.add("-R-Djava.awt.headless=true");
        command.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        command.addAll(List.of("--startup", "DEFAULT"));
        command.addAll(List.of("--startup", scripts.resolve("imports.jsh").toString()));
        command.add(scripts.resolve(script).toString());
        return command;
    }
}
