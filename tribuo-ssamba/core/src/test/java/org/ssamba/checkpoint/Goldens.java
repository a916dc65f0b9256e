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
package org.ssamba.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reference values among the test resources. */
public final class Goldens {
    private static final Map<String, Map<String, NamedTensor>> LOADED = new ConcurrentHashMap<>();
    private static final Map<String, Path> FILES = new ConcurrentHashMap<>();

    private Goldens() {}

    /**
     * The arrays of a golden file, read once.
     *
     * @param name a file in the resource folder {@code goldens}, as {@code mini.npz}
     */
    public static Map<String, NamedTensor> load(String name) {
        return LOADED.computeIfAbsent(name, Goldens::read);
    }

    /** A golden file as a file of its own, for readers that want a path; it may lie in a jar. */
    public static Path path(String name) {
        return FILES.computeIfAbsent(name, Goldens::unpack);
    }

    private static Path unpack(String name) {
        try (InputStream in = resource(name).openStream()) {
            Path folder = Files.createTempDirectory("goldens");
            folder.toFile().deleteOnExit();
            Path file = folder.resolve(name);
            file.toFile().deleteOnExit();
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, NamedTensor> read(String name) {
        try (InputStream in = resource(name).openStream()) {
            return Collections.unmodifiableMap(Npz.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL resource(String name) {
        URL resource = Goldens.class.getResource("/goldens/" + name);
        if (resource == null) {
            throw new IllegalArgumentException("No test resource goldens/" + name);
        }
        return resource;
    }
}
