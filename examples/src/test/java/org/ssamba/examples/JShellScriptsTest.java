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

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every script in the guide runs from start to end in a separate JShell; provenance.jsh opens
 * train.jsh.
 */
class JShellScriptsTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "spectrogram.jsh, Picture of",
        "search.jsh, Two principal components of the first clip: \\[",
        "provenance.jsh, The model is .*configured objects"
    })
    void runsFromStartToEnd(String script, String last) throws Exception {
        String printed =
                Shell.run(
                        Shell.ROOT.resolve("examples/jshell").resolve(script),
                        Shell.ROOT,
                        folder.resolve("output.txt"));
        assertTrue(Pattern.compile(last, Pattern.DOTALL).matcher(printed).find(), printed);
    }

    /** JShell itself ends successfully after each of these. */
    @ParameterizedTest
    @ValueSource(strings = {"int x = nothing;", "System.out.println(1 / 0);", "/open nowhere.jsh"})
    void aMistakeInAScriptIsNoticed(String mistake) throws Exception {
        Path script =
                Files.writeString(folder.resolve("script.jsh"), mistake + "\nint last = 1;\n");
        Path output = folder.resolve("output.txt");
        assertThrows(AssertionError.class, () -> Shell.run(script, folder, output));
        String printed = Files.readString(output);
        assertFalse(printed.contains("using incubating module"), printed);
    }
}
