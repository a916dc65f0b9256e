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
import java.util.regex.Pattern;

/** A separate JShell, started like {@code mvn -Pjshell}. */
final class Shell {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final long MINUTES = 5;

    /** What JShell prints when it has run the script and waits for input. */
    private static final String WELCOME = "|  Welcome to JShell";

    /** JShell continues after an error and reports it on a line that begins like this. */
    private static final Pattern MISTAKE =
            Pattern.compile("^(\\| +)?(Error:|Exception |File '.*is not found)", Pattern.MULTILINE);

    private Shell() {}

    /**
     * Runs a script from start to end.
     *
     * @param script the lines to type.
     * @param directory the shell's working folder.
     * @param output a file for its output.
     * @return the output.
     * @throws AssertionError if the script has an error.
     */
    static String run(Path script, Path directory, Path output)
            throws IOException, InterruptedException {
        assertTrue(Files.exists(script), script.toString());
        Process shell =
                new ProcessBuilder(command(script))
                        .directory(directory.toFile())
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
        assertTrue(printed.contains(WELCOME), printed);
        assertFalse(MISTAKE.matcher(printed).find(), printed);
        return printed;
    }

    private static List<String> command(Path script) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
        // The half that compiles what is typed lives for seconds: less than optimising it takes.
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
        command.add("-R--add-modules=jdk.incubator.vector");
        command.add("-R-Djava.awt.headless=true");
        command.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        command.addAll(List.of("--startup", "DEFAULT"));
        command.addAll(
                List.of("--startup", ROOT.resolve("examples/jshell/imports.jsh").toString()));
        command.add(script.toString());
        return command;
    }
}
