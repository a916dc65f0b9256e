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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where NVIDIA's libraries may be, in the order in which they are tried: an explicit setting, the
 * system's loader, CUDA toolkits, Python wheels.
 */
final class LibrarySearch {
    /** The system property that names a toolkit, a folder of libraries or of Python packages. */
    static final String PROPERTY = "ssamba.cuda.home";

    /** The environment variable of the same meaning. */
    static final String VARIABLE = "SSAMBA_CUDA_HOME";

    private final List<Path> explicit = new ArrayList<>();
    private final List<Path> found = new ArrayList<>();

    /**
     * Looks for folders.
     *
     * @param root the file system's root.
     * @param home the user's home folder.
     * @param setting the value of {@link #PROPERTY}, or null.
     * @param environment the environment variables.
     */
    LibrarySearch(Path root, Path home, String setting, Map<String, String> environment) {
        Set<Path> folders = new LinkedHashSet<>();
        for (String value : new String[] {setting, environment.get(VARIABLE)}) {
            if (value != null && !value.isBlank()) {
                addToolkit(folders, Path.of(value));
                addWheels(folders, Path.of(value));
                folders.add(Path.of(value));
            }
        }
        explicit.addAll(folders);
        folders.clear();
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                addToolkit(folders, Path.of(value));
            }
        }
        addToolkit(folders, root.resolve("usr/local/cuda"));
        List<Path> versions = children(root.resolve("usr/local"), "cuda-*");
        Collections.reverse(versions);
        versions.forEach(version -> addToolkit(folders, version));
        for (String system :
                List.of(
                        "usr/lib/x86_64-linux-gnu",
                        "usr/lib/aarch64-linux-gnu",
                        "usr/lib64",
                        "usr/lib/wsl/lib",
                        "usr/local/nvidia/lib64",
                        "usr/local/nvidia/lib")) {
            folders.add(root.resolve(system));
        }
        for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            String value = environment.get(variable);
            if (value != null && !value.isBlank()) {
                addPythons(folders, Path.of(value));
            }
        }
        addPythons(folders, home.resolve(".local"));
        addPythons(folders, root.resolve("usr/local"));
        addPythons(folders, root.resolve("usr"));
        for (Path place : children(root.resolve("opt"), "*")) {
            addPythons(folders, place);
            addPythons(folders, place.resolve(".venv"));
            addPythons(folders, place.resolve("venv"));
        }
        folders.removeAll(explicit);
        found.addAll(folders);
    }

    /**
     * A search of this machine.
     *
     * @return with the process's settings.
     */
    static LibrarySearch ofThisMachine() {
        return new LibrarySearch(
                Path.of("/"),
                Path.of(System.getProperty("user.home", "/")),
                System.getProperty(PROPERTY),
                System.getenv());
    }

    /**
     * What to give to the loader, one after the other.
     *
     * @param names file names of the library, the best first.
     * @return absolute paths of files that exist, and the bare names for the system's own search.
     */
    List<String> candidates(List<String> names) {
        Set<String> candidates = new LinkedHashSet<>();
        for (String name : names) {
            addFiles(candidates, explicit, name);
        }
        for (String name : names) {
            candidates.add(name);
            addFiles(candidates, found, name);
        }
        return List.copyOf(candidates);
    }

    /**
     * Where it was looked, for messages.
     *
     * @return one line a place.
     */
    String places() {
        StringBuilder text = new StringBuilder();
        text.append("\n  the setting ").append(PROPERTY).append(" or ").append(VARIABLE);
        text.append(explicit.isEmpty() ? ": not set" : ": " + explicit);
        text.append("\n  the system's library path (ldconfig, LD_LIBRARY_PATH)");
        text.append("\n  CUDA_HOME, CUDA_PATH, /usr/local/cuda*, and the nvidia/*/lib folders of");
        text.append(" Python packages (VIRTUAL_ENV, CONDA_PREFIX, ~/.local, /usr, /opt/*);");
        List<Path> existing = found.stream().filter(Files::isDirectory).toList();
        text.append(" existing: ").append(existing);
        return text.toString();
    }

    private static void addFiles(Set<String> to, List<Path> folders, String name) {
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                to.add(file.toAbsolutePath().toString());
            }
        }
    }

    private static void addToolkit(Set<Path> folders, Path toolkit) {
        for (String lib :
                List.of(
                        "lib64",
                        "lib",
                        "targets/x86_64-linux/lib",
                        "targets/sbsa-linux/lib",
                        "bin")) {
            if (Files.isDirectory(toolkit.resolve(lib))) {
                folders.add(toolkit.resolve(lib));
            }
        }
    }

    /** The packages of every Python under a prefix: lib/python3.x/site-packages and its kin. */
    private static void addPythons(Set<Path> folders, Path prefix) {
        for (String lib : List.of("lib", "lib64", "local/lib")) {
            List<Path> versions = children(prefix.resolve(lib), "python3*");
            Collections.reverse(versions);
            for (Path python : versions) {
                addWheels(folders, python.resolve("site-packages"));
                addWheels(folders, python.resolve("dist-packages"));
            }
        }
        addWheels(folders, prefix.resolve("Lib/site-packages"));
    }

    /** CUDA 13 wheels share nvidia/cu13/lib; those of CUDA 12 have one folder a library. */
    private static void addWheels(Set<Path> folders, Path packages) {
        List<Path> parts = children(packages.resolve("nvidia"), "*");
        Collections.reverse(parts);
        for (Path part : parts) {
            for (String lib : List.of("lib", "bin")) {
                if (Files.isDirectory(part.resolve(lib))) {
                    folders.add(part.resolve(lib));
                }
            }
        }
    }

    /** Folders and files by name; none if the folder cannot be read. */
    static List<Path> children(Path folder, String pattern) {
        List<Path> children = new ArrayList<>();
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return children;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(children::add);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
        Collections.sort(children);
        return children;
    }
}
