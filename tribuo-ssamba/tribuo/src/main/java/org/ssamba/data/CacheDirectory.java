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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A folder of cache entries, each named by the hash of what it was computed from, so that none is
 * ever stale. Safe under several threads and processes: entries are written whole under another
 * name and moved into place. When they outgrow the limit, those not used for longest are deleted.
 * What an entry holds, and whether it is damaged, is for its reader to check.
 */
public final class CacheDirectory {
    private static final Logger logger = Logger.getLogger(CacheDirectory.class.getName());

    /** How many digits of the hash name the folder, the rest names the file. */
    private static final int FOLDER_DIGITS = 2;

    private final String what;
    private final Path directory;
    private final String suffix;
    private final CacheEviction eviction;

    /**
     * Opens a folder.
     *
     * @param what is cached, for messages: "spectrogram"
     * @param directory where to keep entries; made if it does not exist
     * @param suffix of entries' names, with its point
     * @param maximumBytes how much to keep, about
     * @throws IllegalArgumentException if {@code maximumBytes} is not positive
     * @throws UncheckedIOException if the directory cannot be made or listed
     */
    public CacheDirectory(String what, Path directory, String suffix, long maximumBytes) {
        this.what = what;
        this.directory = directory;
        this.suffix = suffix;
        try {
            Files.createDirectories(directory);
            this.eviction = new CacheEviction(directory, suffix, maximumBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    what
                            + " cache "
                            + directory
                            + " cannot be opened: "
                            + e
                            + ". Use another directory or none",
                    e);
        }
    }

    /**
     * Where an entry is kept.
     *
     * @param hash 64 hexadecimal digits
     * @return a path in the directory
     */
    public Path path(String hash) {
        return directory
                .resolve(hash.substring(0, FOLDER_DIGITS))
                .resolve(hash.substring(FOLDER_DIGITS) + suffix);
    }

    /**
     * Reads an entry.
     *
     * @param hash 64 hexadecimal digits
     * @return its bytes, unchecked; null if there is none or it cannot be read, the latter with a
     *     warning
     */
    public byte[] read(String hash) {
        Path entry = path(hash);
        try {
            byte[] bytes = Files.readAllBytes(entry);
            eviction.used(entry);
            return bytes;
        } catch (NoSuchFileException e) {
            logger.log(Level.FINEST, "Not cached: {0}", entry);
            return null;
        } catch (IOException e) {
            logger.warning(
                    () ->
                            "Cached "
                                    + what
                                    + " "
                                    + entry
                                    + " cannot be read: "
                                    + e
                                    + "; rebuilding");
            return null;
        }
    }

    /**
     * Reports an entry that turned out to be damaged; the caller computes and writes it again.
     *
     * @param hash 64 hexadecimal digits
     * @param reason why, going on from the entry's name
     */
    public void damaged(String hash, String reason) {
        logger.warning(
                () -> "Cached " + what + " " + path(hash) + " " + reason + "; rebuilding it");
    }

    /**
     * Writes an entry, whole or not at all.
     *
     * @param hash 64 hexadecimal digits
     * @param bytes its content
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(String hash, byte[] bytes) {
        try {
            move(bytes, path(hash));
            eviction.added(bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    what
                            + " cache "
                            + directory
                            + " cannot be written to: "
                            + e
                            + ". Free space on its disk, or use another directory or none",
                    e);
        }
    }

    private static void move(byte[] bytes, Path entry) throws IOException {
        Files.createDirectories(entry.getParent());
        // Not createTempFile, whose files other users of a shared cache may not read.
        Path whole = entry.resolveSibling("new-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(whole, bytes, StandardOpenOption.CREATE_NEW);
            Files.move(
                    whole,
                    entry,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /**
     * Size of all entries.
     *
     * @return in bytes, as far as this object knows; others may write too
     */
    public long bytes() {
        return eviction.bytes();
    }
}
