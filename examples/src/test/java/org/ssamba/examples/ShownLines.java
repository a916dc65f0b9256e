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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a program that a page of the documentation shows. */
final class ShownLines {
    private ShownLines() {}

    /** Checks that the page shows what stands between "begin" and "end" in the program's source. */
    static void check(String page, Class<?> program) throws IOException {
        Path source = Path.of("src/main/java", program.getName().replace('.', '/') + ".java");
        Matcher marked =
                Pattern.compile(
                                "// %1$s: begin\\n(.*?) *// %1$s: end".formatted(page),
                                Pattern.DOTALL)
                        .matcher(Files.readString(source));
        assertTrue(marked.find(), source + " has no lines for " + page);
        String lines = marked.group(1).stripTrailing().stripIndent();
        assertTrue(
                Files.readString(Shell.ROOT.resolve(page)).contains("```java\n" + lines + "\n```"),
                page + " does not show the lines of " + source + ":\n" + lines);
    }
}
