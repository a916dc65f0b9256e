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
package org.ssamba.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The folder that the build makes: its launcher, its jar alone, and the guide's lines with it. */
class PackagedCommandTest {
    private static final Path HOME = Path.of("target", "ssamba").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final Path GUIDE = Path.of("../../docs/command-line.md");

    @TempDir Path folder;

    private record Ended(int code, String out, String err) {}

    private Ended run(String... command) throws IOException, InterruptedException {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", JAVA.toString());
        int code = builder.start().waitFor();
        return new Ended(code, Files.readString(out), Files.readString(err));
    }

    private static Path java() {
        return JAVA.resolve("bin").resolve("java");
    }

    @Test
    void theJarAloneFindsItsLibrariesAndStartsItselfWithTheVectorModule() throws Exception {
        Ended ended =
                run(java().toString(), "-jar", HOME.resolve("ssamba.jar").toString(), "doctor");
        assertEquals(0, ended.code(), ended.err());
        assertTrue(Pattern.compile("kernels +vector").matcher(ended.out()).find(), ended.out());
        assertFalse(ended.out().contains("(missing)"), ended.out());
        assertTrue(ended.out().contains("ssamba           0."), ended.out());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theLauncherUsesTheArchiveOfClasses() throws Exception {
        String launcher = HOME.resolve("ssamba").toString();
        assertEquals(0, run(launcher, "--version").code());
        Ended ended = run(launcher, "predict", "nowhere.tribuo", "a.wav");
        assertEquals(1, ended.code(), ended.err());
        assertFalse(ended.err().contains("preparing"), ended.err());
        assertTrue(ended.err().contains("There is no file nowhere.tribuo"), ended.err());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anArchiveOfAnotherProgramIsMadeAgain() throws Exception {
        String launcher = HOME.resolve("ssamba").toString();
        run(launcher, "--version");
        Files.setLastModifiedTime(
                HOME.resolve("ssamba.jar"),
                java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 1));
        Thread.sleep(10);
        assertTrue(run(launcher, "--version").err().contains("preparing"));
        assertFalse(run(launcher, "--version").err().contains("preparing"));
    }

    @Test
    void recipesComeWithIt() throws Exception {
        Ended ended =
                run(java().toString(), "-jar", HOME.resolve("ssamba.jar").toString(), "recipe");
        assertTrue(ended.out().lines().toList().contains("esc50"), ended.out());
    }

    /** Each block of the guide that is for a shell, one after the other in one folder. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theGuidesLinesRun() throws Exception {
        Tones.labelled(folder.resolve("clips"), 8);
        Tones.unlabelled(folder.resolve("recordings"), 3);
        Tones.write(folder.resolve("meeting.wav"), "low", 1, 2);
        List<String> blocks = new ArrayList<>();
        Matcher shown =
                Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(GUIDE));
        while (shown.find()) {
            blocks.add(shown.group(1));
        }
        assertTrue(blocks.size() >= 4, blocks.size() + " blocks");
        String script = "set -e\nPATH=" + HOME + ":$PATH\n" + String.join("\n", blocks);
        Files.write(folder.resolve("guide.sh"), script.getBytes(StandardCharsets.UTF_8));
        Ended ended = run("sh", "guide.sh");
        assertEquals(0, ended.code(), ended.err());
        assertEquals(7, Files.readAllLines(folder.resolve("predictions.csv")).size());
        assertTrue(Files.exists(folder.resolve("labels.txt")));
    }
}
