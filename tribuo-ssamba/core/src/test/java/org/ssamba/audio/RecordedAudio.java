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
package org.ssamba.audio;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of recorded audio that docs/benchmarks.md describes; tests do not need it. */
public final class RecordedAudio {
    private RecordedAudio() {}

    /**
     * The folder in the system property {@code ssamba.data}; without it the calling test is skipped
     * and one line says so.
     */
    public static Path folder() {
        String folder = System.getProperty("ssamba.data", "");
        boolean present = !folder.isEmpty() && Files.isRegularFile(Path.of(folder, "manifest.csv"));
        if (!present) {
            System.out.println("Skipped: needs recorded audio, -Dssamba.data=FOLDER");
        }
        assumeTrue(present, "no recorded audio");
        return Path.of(folder);
    }
}
