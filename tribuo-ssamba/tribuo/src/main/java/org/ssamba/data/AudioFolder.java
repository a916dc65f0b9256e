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
package org.ssamba.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ssamba.audio.AudioFormatException;

/** Lists the audio files of a folder and the folders in it, sorted by relative path. */
final class AudioFolder {
    /** Extensions that are taken for audio where nothing else is said. */
    static final List<String> EXTENSIONS =
            List.of("wav", "flac", "ogg", "oga", "mp3", "aif", "aiff", "aifc", "au", "snd");

    private static final Logger logger = Logger.getLogger(AudioFolder.class.getName());

    private AudioFolder() {}

    /**
     * The audio files, told by extension. Symbolic links are followed; files and folders whose
     * names begin with a point, and other files, are passed over, the latter with a log line.
     *
     * @param root the folder
     * @param extensions lower or upper case, without the point
     * @param label gives the label of a relative path, or null
     * @throws AudioFormatException if the folder is missing, cannot be read or holds no such file
     */
    static List<ListedClip> list(Path root, List<String> extensions, Function<Path, String> label) {
        if (!Files.isDirectory(root)) {
            throw new AudioFormatException(
                    root.toString(), Files.exists(root) ? "is not a folder" : "no such folder");
        }
        Set<String> wanted =
                extensions.stream()
                        .map(extension -> extension.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        Map<Boolean, List<Path>> files;
        try (Stream<Path> walk = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            files =
                    walk.filter(Files::isRegularFile)
                            .map(root::relativize)
                            .filter(AudioFolder::isVisible)
                            .collect(Collectors.partitioningBy(f -> wanted.contains(extension(f))));
        } catch (IOException | UncheckedIOException e) {
            throw new AudioFormatException(root.toString(), "cannot be listed: " + e, e);
        }
        reportOthers(root, files.get(false));
        if (files.get(true).isEmpty()) {
            throw new AudioFormatException(
                    root.toString(),
                    "holds no audio files (looked for "
                            + String.join(", ", extensions)
                            + ", in the folders in it too)");
        }
        return files.get(true).stream()
                .map(f -> ListedClip.ofFile(root.resolve(f), slashed(f), label.apply(f)))
                .sorted(Comparator.comparing(ListedClip::name))
                .toList();
    }

    private static void reportOthers(Path root, List<Path> others) {
        if (!others.isEmpty()) {
            Map<String, Long> counts =
                    others.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            AudioFolder::extension,
                                            TreeMap::new,
                                            Collectors.counting()));
            logger.info(() -> "Files in " + root + " that are not audio, by extension: " + counts);
        }
    }

    private static boolean isVisible(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String extension(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** A relative path with forward slashes on every system. */
    static String slashed(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }
}
