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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Another JVM with the classes of the tests. */
final class ChildProcess {
    private ChildProcess() {}

    static ProcessBuilder of(Class<?> main, String... arguments) {
        return withHeap("1g", main, arguments);
    }

    /** With a heap limit, in the format of -Xmx. */
    static ProcessBuilder withHeap(String heap, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx" + heap));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Collections.addAll(command, arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Its lines of standard output, once it has ended well. */
    static List<String> run(Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return run(of(main, arguments));
    }

    /** Its lines of standard output, once it has ended well. */
    static List<String> run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        List<String> lines;
        try (BufferedReader output = process.inputReader()) {
            lines = output.lines().toList();
        }
        assertEquals(0, process.waitFor(), () -> builder.command() + " failed: " + lines);
        return lines;
    }
}
