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

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Saved files name classes: of models, heads, examples, provenance, enums and configured objects. A
 * class that is named in a file of an earlier version keeps its name for ever, or that file is
 * dead.
 */
class SavedNamesTest {
    private static final String PREFIX = "org.ssamba.";

    /**
     * The names in a file of protobuf messages, where a string follows its length. All are shorter
     * than 128 characters, so that the length is one byte.
     */
    private static Set<String> names(Path file) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        Set<String> names = new TreeSet<>();
        for (int at = bytes.indexOf(PREFIX); at >= 0; at = bytes.indexOf(PREFIX, at + 1)) {
            String name = bytes.substring(at, at + bytes.charAt(at - 1));
            assertTrue(name.matches("[\\w.$]+"), name + " in " + file);
            names.add(name);
        }
        return names;
    }

    @Test
    void everyNameInASavedFileIsAClass() throws IOException {
        TreeMap<String, Path> named = new TreeMap<>();
        try (Stream<Path> files = Files.list(GoldenFiles.resource("predictions.csv").getParent())) {
            for (Path file :
                    files.filter(f -> f.toString().matches(".*\\.(tribuo|ssamba|model)"))
                            .toList()) {
                names(file).forEach(name -> named.put(name, file.getFileName()));
            }
        }
        assertTrue(named.size() > 30, "names found: " + named.keySet());
        named.forEach(
                (name, file) -> {
                    try {
                        Class.forName(name, false, SavedNamesTest.class.getClassLoader());
                    } catch (ClassNotFoundException e) {
                        fail(name + " is named in " + file + " and does not exist");
                    }
                });
    }
}
