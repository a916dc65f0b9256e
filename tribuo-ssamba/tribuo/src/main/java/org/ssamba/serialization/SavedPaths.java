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
package org.ssamba.serialization;

import java.io.File;
import java.nio.file.Path;

/**
 * How the provenance in a saved file names files and folders. OLCUT makes every path absolute; the
 * system property {@value #PROPERTY} with the value {@code relative} saves those below the working
 * folder relative to it, so that a file shows nothing of the machine and can be replayed from
 * another checkout. OLCUT resolves them against the working folder of the process that loads.
 */
enum SavedPaths {
    ABSOLUTE {
        @Override
        String of(String absolute) {
            return absolute;
        }
    },
    RELATIVE {
        @Override
        String of(String absolute) {
            Path working = Path.of("").toAbsolutePath().normalize();
            Path path = Path.of(absolute);
            return path.startsWith(working)
                    ? Path.of(".")
                            .resolve(working.relativize(path))
                            .toString()
                            .replace(File.separatorChar, '/')
                    : absolute;
        }
    };

    static final String PROPERTY = "ssamba.provenance.paths";

    /** A path as it is saved. */
    abstract String of(String absolute);

    /**
     * The choice of the moment.
     *
     * @throws IllegalArgumentException if the property has another value.
     */
    static SavedPaths chosen() {
        String value = System.getProperty(PROPERTY, "absolute");
        return switch (value) {
            case "absolute" -> ABSOLUTE;
            case "relative" -> RELATIVE;
            default ->
                    throw new IllegalArgumentException(
                            "System property "
                                    + PROPERTY
                                    + " is \""
                                    + value
                                    + "\"; it may be absolute or relative");
        };
    }
}
