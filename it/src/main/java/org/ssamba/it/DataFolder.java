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
package org.ssamba.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of recorded audio, with its {@code manifest.csv}; see docs/benchmarks.md. */
final class DataFolder {
    static final String PROPERTY = "ssamba.data";

    private DataFolder() {}

    /** The manifest; if there is none, prints one line that says why and returns nothing. */
    static Optional<Path> manifest() {
        String folder = System.getProperty(PROPERTY, "");
        if (folder.isEmpty()) {
            System.out.println("Skipped: needs recorded audio, -D" + PROPERTY + "=FOLDER");
            return Optional.empty();
        }
        Path manifest = Path.of(folder).toAbsolutePath().normalize().resolve("manifest.csv");
        if (!Files.isRegularFile(manifest)) {
            System.out.println("Skipped: there is no " + manifest + " (property " + PROPERTY + ")");
            return Optional.empty();
        }
        return Optional.of(manifest);
    }
}
