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
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.stream.Stream;

/** A file. */
record PathContent(Path path) implements AudioContent {
    @Override
    public URI uri() {
        return path.toAbsolutePath().normalize().toUri();
    }

    @Override
    public SeekableByteChannel open() throws IOException {
        if (Files.isDirectory(path)) {
            throw new AudioFormatException(toString(), "is a directory, not an audio file");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // Opening a pipe may wait for ever, and audio is read from more than one place.
            throw new AudioFormatException(
                    toString(), "is a pipe or a device; write what comes from it to a file first");
        }
        try {
            return Files.newByteChannel(path);
        } catch (NoSuchFileException e) {
            throw missing(e);
        }
    }

    /** What to throw where there is no file: names that were meant as another are said to be. */
    private IOException missing(NoSuchFileException cause) {
        Path decoded = percentDecoded();
        if (decoded != null && Files.exists(decoded)) {
            throw missing("one without its percent codes: " + decoded, cause);
        }
        for (Path part : path) {
            if (part.toString().equals("~")) {
                throw missing("'~' is only a name here; write your home folder out", cause);
            }
        }
        if (differsInUnicodeFormOnly(cause)) {
            throw missing(
                    "one whose name differs in Unicode form only (NFC or NFD); write the name as"
                            + " the folder has it",
                    cause);
        }
        return cause;
    }

    private AudioFormatException missing(String but, NoSuchFileException cause) {
        return new AudioFormatException(toString(), "no such file, but " + but, cause);
    }

    /** The path as a URI would mean it, or null where it would mean nothing else. */
    private Path percentDecoded() {
        String name = path.toString();
        if (name.indexOf('%') < 0) {
            return null;
        }
        try {
            return path.getFileSystem()
                    .getPath(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null; // not codes, or not those of a path
        }
    }

    /**
     * Names look the same in two forms: macOS hands out the one, and texts mostly hold the other.
     */
    private boolean differsInUnicodeFormOnly(NoSuchFileException cause) {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || path.getFileName() == null) {
            return false;
        }
        String name = composed(path);
        try (Stream<Path> others = Files.list(folder)) {
            return others.anyMatch(other -> composed(other).equals(name));
        } catch (IOException | UncheckedIOException e) {
            cause.addSuppressed(e);
            return false;
        }
    }

    private static String composed(Path file) {
        return Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFC);
    }

    @Override
    public Version version() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(now.size(), now.lastModifiedTime().toInstant());
        } catch (NoSuchFileException e) {
            throw missing(e);
        }
    }

    /** The path, or the URI where it does not say which file system. */
    @Override
    public String toString() {
        return path.getFileSystem() == FileSystems.getDefault()
                ? path.toString()
                : uri().toString();
    }
}
