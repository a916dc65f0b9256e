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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Another JVM with the classes of this one. */
public final class ChildProcess {
    private ChildProcess() {}

    /**
     * A JVM with a heap of 1 GiB, not started yet.
     *
     * @param main the class to run.
     * @param arguments of its main method.
     * @return to be started; its errors go to the errors of this JVM.
     */
    public static ProcessBuilder of(Class<?> main, String... arguments) {
        return withHeap("1g", main, arguments);
    }

    /**
     * A JVM that is not started yet.
     *
     * @param heap its limit, in the format of -Xmx.
     * @param main the class to run.
     * @param arguments of its main method.
     * @return to be started; its errors go to the errors of this JVM.
     */
    public static ProcessBuilder withHeap(String heap, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx" + heap));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        Collections.addAll(command, arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /**
     * Runs a JVM.
     *
     * @param main the class to run.
     * @param arguments of its main method.
     * @return its lines of standard output, once it has ended well.
     * @throws IOException if it cannot be started.
     * @throws InterruptedException if this thread is to end.
     * @throws IllegalStateException if it fails.
     */
    public static List<String> run(Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        return run(of(main, arguments));
    }

    /**
     * Runs a process.
     *
     * @param builder of the process.
     * @return its lines of standard output, once it has ended well.
     * @throws IOException if it cannot be started.
     * @throws InterruptedException if this thread is to end.
     * @throws IllegalStateException if it fails.
     */
    public static List<String> run(ProcessBuilder builder)
            throws IOException, InterruptedException {
        Process process = builder.start();
        List<String> lines;
        try (BufferedReader output = process.inputReader()) {
            lines = output.lines().toList();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(builder.command() + " failed: " + lines);
        }
        return lines;
    }
}
