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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The poms that the guides show are those that are built. */
class GuideTest {
    private static final Path ROOT = Path.of("../..");
    private static final Pattern BLOCK = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern DEPENDENCY =
            Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);
    private static final Pattern PROPERTY = Pattern.compile("<([a-zA-Z0-9.]+)>([^<]*)</\\1>");

    private static List<String> all(Pattern pattern, int group, String text) {
        return pattern.matcher(text).results().map(result -> result.group(group)).toList();
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    private static String value(String element, String dependency) {
        Matcher matcher =
                Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element)).matcher(dependency);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** What the build itself uses: versions of the parent, whose properties are put in. */
    private static String managed(String dependency) throws IOException {
        String parent = read("pom.xml");
        for (String candidate : all(DEPENDENCY, 0, parent)) {
            if (value("groupId", candidate).equals(value("groupId", dependency))
                    && value("artifactId", candidate).equals(value("artifactId", dependency))) {
                String version = value("version", candidate);
                for (Matcher property = PROPERTY.matcher(parent); property.find(); ) {
                    version = version.replace("${" + property.group(1) + "}", property.group(2));
                }
                return version;
            }
        }
        return "not in the parent";
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void thePomIsThatOfThisProject(String guide) throws IOException {
        String first = all(BLOCK, 1, read(guide)).get(0);
        String pom = read("it/consumer/pom.xml");
        List<String> shown = first.lines().map(String::strip).toList();
        List<String> built = pom.lines().map(String::strip).toList();
        assertTrue(built.containsAll(shown), () -> "not in it/consumer/pom.xml:\n" + first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/getting-started.md"})
    void versionsAreThoseOfTheBuild(String guide) throws IOException {
        int seen = 0;
        for (String block : all(BLOCK, 1, read(guide))) {
            for (String dependency : all(DEPENDENCY, 0, block)) {
                String version =
                        value("groupId", dependency).equals("org.ssamba")
                                ? value("version", read("pom.xml"))
                                : managed(dependency);
                assertEquals(version, value("version", dependency), dependency);
                seen++;
            }
        }
        assertTrue(seen > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64"})
    void platformsAreThoseOfTheBuild(String platform) throws IOException {
        assertTrue(read("pom.xml").contains("<djl.platform>" + platform + "</djl.platform>"));
        assertTrue(read("docs/getting-started.md").contains("`" + platform + "`"));
    }
}
