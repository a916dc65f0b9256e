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

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Finds content by URI: with the providers that are installed, then among Java's file systems. */
final class InstalledContent {
    private static final List<AudioContentProvider> PROVIDERS =
            ServiceLoader.load(AudioContentProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();

    private InstalledContent() {}

    static AudioContent at(URI uri) {
        for (AudioContentProvider provider : PROVIDERS) {
            Optional<AudioContent> content = provider.at(uri);
            if (content.isPresent()) {
                return content.get();
            }
        }
        try {
            return AudioContent.of(path(uri));
        } catch (IllegalArgumentException | FileSystemNotFoundException | IOException e) {
            throw new AudioFormatException(uri.toString(), "is no file of this machine: " + e, e);
        }
    }

    private static Path path(URI uri) throws IOException {
        try {
            return Path.of(uri);
        } catch (FileSystemNotFoundException e) {
            if (!"jar".equals(uri.getScheme())) {
                throw e;
            }
            try {
                FileSystems.newFileSystem(uri, Map.of());
            } catch (FileSystemAlreadyExistsException opened) {
                // Another thread was faster.
                return Path.of(uri);
            }
            return Path.of(uri);
        }
    }
}
