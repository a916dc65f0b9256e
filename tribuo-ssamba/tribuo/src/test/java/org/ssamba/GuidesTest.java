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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lines that guides show are those that tests run: each block of Java there is one between
 * "begin" and "end" in them.
 */
class GuidesTest {
    private static final Path GUIDES = Path.of("../../docs");
    private static final Path TESTS = Path.of("src/test/java/org/ssamba");
    private static final Pattern SHOWN = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private static List<String> blocks(Pattern pattern, Path file) throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            blocks.add(pasteable(matcher.group(1).stripTrailing().stripIndent().strip()));
        }
        return blocks;
    }

    /** With the dots of chained calls at line ends, without which JShell takes a line for whole. */
    private static String pasteable(String code) {
        List<String> lines = new ArrayList<>();
        for (String line : code.split("\n")) {
            if (line.strip().startsWith(".")) {
                // The comment of a line stays behind its dot.
                lines.add(lines.remove(lines.size() - 1).replaceFirst("(?= +// )|$", "."));
                line = line.replaceFirst("\\.", "");
            }
            lines.add(line);
        }
        return String.join("\n", lines);
    }

    private static List<String> run(String guide, String tests) throws IOException {
        Pattern marked =
                Pattern.compile(
                        "// docs/%1$s.md: begin\\n(.*?) *// docs/%1$s.md: end".formatted(guide),
                        Pattern.DOTALL);
        List<String> run = new ArrayList<>();
        for (String test : tests.split(" ")) {
            run.addAll(blocks(marked, TESTS.resolve(test + ".java")));
        }
        return run;
    }

    @ParameterizedTest
    @CsvSource({
        "tribuo, TribuoGuideTrainingTest TribuoGuideModelsTest, 10",
        "audio, AudioGuideTest, 2",
        "long-audio, LongAudioGuideTest, 6",
        "onnx, OnnxGuideTest, 4",
        "file-formats, StateDictGuideTest, 1",
    })
    void theGuideShowsTheLinesThatRun(String guide, String tests, int least) throws IOException {
        List<String> run = run(guide, tests);
        List<String> shown = blocks(SHOWN, GUIDES.resolve(guide + ".md"));
        assertTrue(shown.size() >= least, shown.size() + " blocks");
        for (String lines : shown) {
            assertTrue(run.contains(lines), "nowhere run:\n" + lines);
        }
        for (String lines : run) {
            assertTrue(shown.contains(lines), "not in the guide:\n" + lines);
        }
    }

    /** Of these guides only parts: published files and addresses, models of embeddings. */
    @ParameterizedTest
    @CsvSource({
        "pretraining, StateDictGuideTest EncoderFromUriTest PretrainingGuideTest"
                + " PretrainingFromPartsTest, 10",
        "embeddings, TribuoGuideTrainingTest, 1",
        "scale, DeviceNamesTest, 1"
    })
    void theGuideShowsTheseLinesToo(String guide, String tests, int blocks) throws IOException {
        List<String> run = run(guide, tests);
        assertEquals(blocks, run.size());
        List<String> shown = blocks(SHOWN, GUIDES.resolve(guide + ".md"));
        for (String lines : run) {
            assertTrue(shown.contains(lines), "not in the guide:\n" + lines);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void chainedCallsCanBePastedIntoJShell(Path page) throws IOException {
        Matcher block = SHOWN.matcher(Files.readString(page));
        while (block.find()) {
            for (String line : block.group(1).split("\n")) {
                assertFalse(line.strip().startsWith("."), line);
            }
        }
    }

    static Stream<Path> pages() throws IOException {
        try (Stream<Path> guides = Files.list(GUIDES)) {
            List<Path> pages = guides.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(pages.stream(), Stream.of(Path.of("../../README.md")));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        Matcher link = Pattern.compile("]\\(([^)#]+)").matcher(Files.readString(page));
        while (link.find()) {
            String target = link.group(1);
            assertTrue(target.contains("://") || Files.exists(page.resolveSibling(target)), target);
        }
    }
}
