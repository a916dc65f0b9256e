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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.ssamba.data.AudioFiles;

/** The files of a folder, sorted, without hidden ones. */
final class Folders {
    private Folders() {}

    static List<Path> list(Path folder) {
        return sorted(folder, 1);
    }

    /** Audio files directly in the folder. */
    static List<Path> audio(Path folder) {
        return sorted(folder, 1).stream().filter(Folders::isAudio).toList();
    }

    /** Audio files in the folder and its subfolders. */
    static List<Path> allAudio(Path folder) {
        return sorted(folder, Integer.MAX_VALUE).stream().filter(Folders::isAudio).toList();
    }

    /**
     * Refuses audio that a list does not name: a truncated list would silently change the data set
     * and its folds.
     *
     * @throws DatasetException if the folder contains audio that the list does not name.
     */
    static void requireListed(Path folder, Set<Path> listed, Path list) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> unlisted = audio(folder).stream().filter(f -> !listed.contains(f)).toList();
        if (!unlisted.isEmpty()) {
            throw new DatasetException(
                    list,
                    "does not name "
                            + unlisted.size()
                            + " audio files in "
                            + folder
                            + ", such as "
                            + unlisted.get(0).getFileName()
                            + "; it is cut short, or they do not belong there");
        }
    }

    /** A file's name without its extension. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        int point = name.lastIndexOf('.');
        return point < 0 ? name : name.substring(0, point);
    }

    private static boolean isAudio(Path file) {
        return AudioFiles.isCalledAudio(file) && Files.isRegularFile(file);
    }

    private static List<Path> sorted(Path folder, int depth) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(
                    folder, "is no folder; name the folder that the data set was unpacked into");
        }
        try (Stream<Path> entries = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            return entries.filter(entry -> !entry.equals(folder))
                    .filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(folder, e);
        } catch (UncheckedIOException e) {
            throw new DatasetException(folder, e.getCause());
        }
    }
}
