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
package org.ssamba.datasets.preparation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds VoxCeleb1's utterances, whether the archives were unpacked into one folder or each into its
 * own.
 */
final class VoxCeleb1Audio {
    private static final List<String> FOLDERS = List.of("wav", "dev/wav", "test/wav");

    private VoxCeleb1Audio() {}

    /** The file, or its expected path if it is missing. */
    static Path find(Path folder, String path) {
        for (String each : FOLDERS) {
            Path file = folder.resolve(each).resolve(path);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return folder.resolve(FOLDERS.get(0)).resolve(path);
    }

    static String speaker(PublishedTable.Row row, String path) {
        if (!path.matches("id\\d+/[^/]+/[^/]+")) {
            throw row.wrong("'" + path + "' is not SPEAKER/VIDEO/FILE");
        }
        return path.substring(0, path.indexOf('/'));
    }
}
