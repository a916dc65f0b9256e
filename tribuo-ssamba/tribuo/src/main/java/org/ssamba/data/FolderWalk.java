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
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Goes through a folder and those in it. What cannot be entered does not stop it. Links that lead
 * nowhere are files; hidden files, and folders of the system, are left out.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
    /** Folders that systems and their programs put among people's files. */
    static final Set<String> SYSTEM =
            Set.of("lost+found", "$RECYCLE.BIN", "System Volume Information", "__MACOSX", "@eaDir");

    private final Path root;
    private final List<Path> files = new ArrayList<>();
    private final Set<String> folders = new TreeSet<>();
    private final Map<Path, String> unusable = new TreeMap<>();

    FolderWalk(Path root) {
        this.root = root;
    }

    /** Relative paths of files. */
    List<Path> files() {
        return files;
    }

    /** Names of the folders that lie directly in the root. */
    Set<String> folders() {
        return folders;
    }

    /** Relative paths of folders that cannot be read, with the reason. */
    Map<Path, String> unusable() {
        return unusable;
    }

    private boolean isLeftOut(Path path) {
        String name = path.equals(root) ? "" : path.getFileName().toString();
        return name.startsWith(".") || SYSTEM.contains(name);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (isLeftOut(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        if (root.equals(folder.getParent())) {
            folders.add(folder.getFileName().toString());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isLeftOut(file) && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
            files.add(root.relativize(file));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
        if (path.equals(root)) {
            throw e;
        }
        if (!isLeftOut(path)) {
            unusable.put(root.relativize(path), reason(e));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
        return e == null ? FileVisitResult.CONTINUE : visitFileFailed(folder, e);
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemLoopException) {
            return "is a link to a folder that it lies in";
        }
        return e instanceof AccessDeniedException
                ? "cannot be read: access is denied"
                : "cannot be read: " + e;
    }
}
