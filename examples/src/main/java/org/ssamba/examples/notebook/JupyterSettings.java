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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the settings with which the JJava kernel finds the library. */
public final class JupyterSettings {

    private JupyterSettings() {}

    /**
     * Writes {@code target/jupyter.env}, lines for a POSIX shell.
     *
     * @param args none.
     * @throws IOException if the file cannot be written.
     */
    public static void main(String[] args) throws IOException {
        Path file = Files.createDirectories(Path.of("target")).resolve("jupyter.env");
        String options = "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED";
        Files.write(
                file,
                List.of(
                        "export JJAVA_CLASSPATH='" + System.getProperty("java.class.path") + "'",
                        "export JJAVA_JVM_OPTS='" + options + "'"));
        System.out.println("Settings for JJava are in " + file);
    }
}
