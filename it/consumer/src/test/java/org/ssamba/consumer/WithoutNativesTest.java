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
package org.ssamba.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program with no dependency but the library, as a user starts it. */
class WithoutNativesTest {
    private static String output;
    private static String messages;

    @BeforeAll
    static void runTheProgram(@TempDir Path folder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath(),
                                TwoPitches.class.getName(),
                                folder.toString())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int status = process.waitFor();
        output = Files.readString(out);
        messages = Files.readString(err);
        assertEquals(0, status, messages);
    }

    /** That of the tests without what only tests need. */
    private static String classPath() {
        List<String> tests = List.of("test-classes", "junit", "opentest4j", "apiguardian");
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> tests.stream().noneMatch(entry::contains))
                .filter(entry -> !entry.contains("surefire"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void itLearns() {
        assertEquals(1.0, Double.parseDouble(output.strip()), messages);
    }

    @Test
    void itSaysWhatIsMissing() {
        assertTrue(
                messages.contains("pytorch-native-cpu for this platform is not on the class path"),
                messages);
        assertEquals(
                1,
                messages.split("WARNING: .*start Java with --add-modules jdk.incubator.vector", -1)
                                .length
                        - 1,
                messages);
    }

    @Test
    void slf4jIsSilentWithoutProvider() {
        assertFalse(messages.contains("SLF4J"), messages);
    }
}
