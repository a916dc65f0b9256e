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
package org.ssamba.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.data.AudioFiles;
import org.ssamba.data.UnreadableAudio;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Audio files to work on, and what to do with those that cannot be read: what commands extend that
 * take files behind a network.
 */
abstract class ClipArguments {
    private static final Logger logger = Logger.getLogger(ClipArguments.class.getName());

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "Audio files, folders of them (with the folders in them), or - for a list on"
                            + " standard input, one path a line.")
    private List<String> named;

    @Option(
            names = "--strict",
            description = "Fail at the first file that cannot be read, instead of leaving it out.")
    private boolean strict;

    /** Also used by picocli. */
    ClipArguments() {}

    /**
     * A file.
     *
     * @param path where it is.
     * @param name relative to the folder that was named, or its own.
     */
    record Clip(Path path, Path name) {}

    /**
     * All files, each once, in the order of the arguments; those of a folder sorted.
     *
     * @throws IOException if standard input cannot be read.
     * @throws IllegalArgumentException if an argument names nothing. A name on standard input may
     *     be that of a file that is gone since it was listed: it is left out as unreadable.
     */
    final List<Clip> clips() throws IOException {
        Map<Path, Clip> clips = new LinkedHashMap<>();
        for (String argument : named) {
            if (argument.equals("-")) {
                for (String line : standardInput()) {
                    add(Path.of(line), clips);
                }
            } else {
                Path path = Path.of(argument);
                if (!Files.exists(path)) {
                    throw new IllegalArgumentException("There is no file or folder " + path);
                }
                add(path, clips);
            }
        }
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("Standard input names no files");
        }
        return List.copyOf(clips.values());
    }

    /** What is done with files that cannot be read. */
    final UnreadableAudio policy() {
        return strict ? UnreadableAudio.FAIL : UnreadableAudio.SKIP;
    }

    /** A file could not be read. */
    final void unreadable(AudioFormatException e) {
        if (strict) {
            throw e;
        }
        logger.warning("Skipped " + e.getMessage());
    }

    private static void add(Path path, Map<Path, Clip> clips) {
        if (Files.isDirectory(path)) {
            AudioFiles.in(path)
                    .forEach(
                            file -> clips.putIfAbsent(file, new Clip(file, path.relativize(file))));
        } else {
            clips.putIfAbsent(path, new Clip(path, path.getFileName()));
        }
    }

    private static List<String> standardInput() throws IOException {
        // Not closed: it is the process's.
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        List<String> names = new ArrayList<>();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                names.add(line);
            }
        }
        return names;
    }
}
