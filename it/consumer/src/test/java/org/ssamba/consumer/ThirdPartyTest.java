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
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes with the library: licences as NOTICE says, and no version with a known hole. */
class ThirdPartyTest {
    /** Written by the build from the poms of what arrives: name, version, licence. */
    private static final Path ARRIVED = Path.of("target/third-party.txt");

    private static List<String> arrived() throws IOException {
        try (Stream<String> lines = Files.lines(ARRIVED)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).sorted().toList();
        }
    }

    @Test
    void noticeListsWhatArrives() throws IOException {
        List<String> listed =
                Files.readAllLines(Path.of("../../NOTICE")).stream()
                        .filter(line -> line.startsWith("  "))
                        .map(String::strip)
                        .sorted()
                        .toList();
        assertEquals(
                String.join("\n", arrived()),
                String.join("\n", listed),
                "Correct NOTICE by " + ARRIVED.toAbsolutePath());
    }

    /** The first versions that mend the advisories named in docs/design.md. */
    @ParameterizedTest
    @CsvSource({
        "commons-beanutils:commons-beanutils, 1.11.0",
        "org.apache.commons:commons-lang3, 3.18.0",
        "org.apache.commons:commons-text, 1.10.0",
        "org.apache.commons:commons-compress, 1.26.0",
        "commons-io:commons-io, 2.14.0",
        "commons-collections:commons-collections, 3.2.2",
        "com.google.protobuf:protobuf-java, 3.25.5",
        "com.google.code.gson:gson, 2.8.9",
        "ai.djl:api, 0.31.1",
    })
    void versionsAreMended(String name, String mended) throws IOException {
        List<String> versions =
                arrived().stream()
                        .filter(line -> line.startsWith(name + " "))
                        .map(line -> line.substring(name.length() + 1, line.indexOf(',')))
                        .toList();
        assertEquals(1, versions.size(), name);
        assertTrue(
                Version.parse(versions.get(0)).compareTo(Version.parse(mended)) >= 0,
                versions.get(0));
    }
}
