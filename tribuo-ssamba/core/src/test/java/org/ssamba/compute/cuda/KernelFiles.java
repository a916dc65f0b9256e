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
package org.ssamba.compute.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kernel files beside the classes. */
final class KernelFiles {
    private KernelFiles() {}

    /** The names of all files that are compiled by themselves, without {@code .cu}. */
    static Set<String> names() {
        try {
            Path prelude =
                    Path.of(KernelSource.class.getResource("prelude.cu").toURI()).getParent();
            try (Stream<Path> files = Files.list(prelude)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".cu") && !name.equals("prelude.cu"))
                        .map(name -> name.substring(0, name.length() - 3))
                        .collect(Collectors.toCollection(TreeSet::new));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
