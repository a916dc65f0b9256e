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

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Java lines of a guide can be typed unchanged into JShell, one block after the other. Lines
 * that a guide takes for granted are in a file of the same name: its part i, up to a line {@code
 * //---}, comes before block i.
 */
class GuidesInShellTest {
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"tribuo, 17", "evaluation, 5", "getting-started, 3"})
    void everyLineOfAGuideRunsAsItIsTyped(String guide, int atLeast) throws Exception {
        List<String> blocks = blocks(Shell.ROOT.resolve("docs").resolve(guide + ".md"));
        assertTrue(blocks.size() >= atLeast, blocks.size() + " blocks");
        String[] parts = assumptions(guide).split("(?m)^//---.*$");
        StringBuilder script = new StringBuilder();
        script.append("Path folder = Path.of(\"" + folder.toString().replace('\\', '/') + "\");\n");
        script.append(
                "Path root = Path.of(\"" + Shell.ROOT.toString().replace('\\', '/') + "\");\n");
        for (int i = 0; i < blocks.size(); i++) {
            script.append(i < parts.length ? parts[i] : "").append(blocks.get(i));
        }
        script.append("System.out.println(\"The guide has run\");\n");
        Path typed = Files.writeString(folder.resolve("typed.jsh"), script);
        String printed = Shell.run(typed, folder, folder.resolve("output.txt"));
        assertTrue(printed.contains("The guide has run"), printed);
    }

    private static List<String> blocks(Path guide) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(guide));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks;
    }

    private static String assumptions(String guide) throws IOException {
        return Files.readString(Path.of("src/test/resources/guides", guide + ".jsh"));
    }
}
