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
package org.ssamba.examples.notebook;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs every notebook from its first cell to its last, each in a process of its own, and writes the
 * outputs into it.
 */
public final class RunNotebooks {

    private RunNotebooks() {}

    /**
     * Runs all notebooks of a folder.
     *
     * @param args the folder; {@code examples/notebooks} if left out.
     * @throws IOException if a file cannot be read or written, or a process cannot be started.
     * @throws InterruptedException if the thread is interrupted meanwhile.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        for (Path notebook : notebooks(Path.of(args.length > 0 ? args[0] : "examples/notebooks"))) {
            if (run(notebook, notebook) != 0) {
                System.exit(1);
            }
        }
    }

    /** The notebooks of a folder, by name. */
    static List<Path> notebooks(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
        }
    }

    /** Runs one in its own folder, as Jupyter does, and returns the status of the process. */
    static int run(Path notebook, Path to) throws IOException, InterruptedException {
        return run(notebook, to, notebook.toAbsolutePath().getParent());
    }

    /** Runs one in any folder. */
    static int run(Path notebook, Path to, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Djava.awt.headless=true");
        command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        command.add(RunNotebook.class.getName());
        command.add(notebook.toAbsolutePath().toString());
        command.add(to.toAbsolutePath().toString());
        return new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    }
}
