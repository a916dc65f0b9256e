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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.UnreadFormat;

/** Lists the audio files of a folder and the folders in it, sorted by relative path. */
final class AudioFolder {
    /** Extensions that are taken for audio where nothing else is said. */
    static final List<String> EXTENSIONS =
            List.of(
                    "wav", "wave", "bwf", "sph", "flac", "ogg", "oga", "opus", "webm", "weba",
                    "mka", "mkv", "aac", "m4a", "m4b", "mp4", "mov", "3gp", "mp3", "mp2", "mpga",
                    "aif", "aiff", "aifc", "au", "snd");

    /** What a name has in place of letters that could not be decoded. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final Logger logger = Logger.getLogger(AudioFolder.class.getName());

    private AudioFolder() {}

    /**
     * What is in a folder.
     *
     * @param clips the audio files, and as unusable ones the folders that cannot be read
     * @param others relative paths of other files
     * @param folders names of the folders directly in it
     */
    record Listing(List<ListedClip> clips, List<Path> others, Set<String> folders) {}

    /**
     * The audio files, told by extension. Symbolic links are followed. Files and folders whose
     * names begin with a point, folders that belong to the system, and other files are passed over,
     * the last with a log line.
     *
     * @param root the folder
     * @param extensions lower or upper case, without the point
     * @param label gives the label of a relative path, or null
     * @throws AudioFormatException if the folder is missing, cannot be read or holds no such file,
     *     or a name cannot be decoded
     */
    static Listing list(Path root, List<String> extensions, Function<Path, String> label) {
        if (!Files.isDirectory(root)) {
            throw new AudioFormatException(
                    root.toString(), Files.exists(root) ? "is not a folder" : "no such folder");
        }
        Set<String> wanted =
                extensions.stream()
                        .map(extension -> extension.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        FolderWalk walk = new FolderWalk(root);
        try {
            Files.walkFileTree(
                    root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException | UncheckedIOException e) {
            throw new AudioFormatException(root.toString(), "cannot be listed: " + e, e);
        }
        List<ListedClip> clips = new ArrayList<>();
        List<Path> others = new ArrayList<>();
        for (Path file : walk.files()) {
            if (wanted.contains(extension(file))) {
                requireDecoded(root, file);
                clips.add(ListedClip.ofFile(root.resolve(file), slashed(file), label.apply(file)));
            } else {
                others.add(file);
            }
        }
        reportOthers(root, others);
        if (clips.isEmpty()) {
            throw new AudioFormatException(
                    root.toString(),
                    "holds no audio files (looked for "
                            + String.join(", ", extensions)
                            + ", in the folders in it too)"
                            + unread(others).map(remedy -> ". " + remedy).orElse(""));
        }
        walk.unusable()
                .forEach(
                        (path, reason) ->
                                clips.add(
                                        ListedClip.unusable(
                                                root.resolve(path), slashed(path), reason)));
        clips.sort(Comparator.comparing(ListedClip::name));
        return new Listing(clips, others, walk.folders());
    }

    /** Different names look the same once letters are lost, and folders would become one label. */
    private static void requireDecoded(Path root, Path file) {
        if (file.toString().indexOf(REPLACEMENT) >= 0) {
            throw new AudioFormatException(
                    root.resolve(file).toString(),
                    "has a name with letters that are lost, because names of files are decoded as "
                            + System.getProperty("sun.jnu.encoding")
                            + " here. Start the program with LANG=C.UTF-8 (and no other LC_ALL) in"
                            + " its environment");
        }
    }

    private static void reportOthers(Path root, List<Path> others) {
        if (others.isEmpty()) {
            return;
        }
        Map<String, List<Path>> byExtension =
                others.stream()
                        .collect(
                                Collectors.groupingBy(
                                        AudioFolder::extension, TreeMap::new, Collectors.toList()));
        Map<String, Integer> counts = new TreeMap<>();
        byExtension.forEach(
                (extension, files) -> {
                    counts.put(extension, files.size());
                    unread(files)
                            .ifPresent(
                                    remedy ->
                                            logger.warning(
                                                    "Passed over "
                                                            + root.resolve(files.get(0))
                                                            + andMore(files.size() - 1, extension)
                                                            + ": "
                                                            + remedy));
                });
        logger.info(() -> "Files in " + root + " that are not audio, by extension: " + counts);
    }

    private static String andMore(int files, String extension) {
        return files == 0
                ? ""
                : " and " + files + " more ." + extension + (files == 1 ? " file" : " files");
    }

    /** What to say of the first file whose format is known and not read. */
    static Optional<String> unread(List<Path> others) {
        return others.stream()
                .flatMap(file -> UnreadFormat.ofName(file.getFileName().toString()).stream())
                .findFirst();
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
