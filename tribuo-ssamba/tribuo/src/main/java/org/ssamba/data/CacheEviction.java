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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps a directory of cache entries below a size by deleting those not used for longest. The time
 * of an entry's last use is its modification time. One thread of one process deletes at a time, the
 * others go on.
 */
final class CacheEviction {
    private static final Logger logger = Logger.getLogger(CacheEviction.class.getName());

    /** Reading an entry again within this time does not touch it: order this fine is enough. */
    private static final Duration RESOLUTION = Duration.ofMinutes(10);

    /** Unfinished files older than this were left by a process that died. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    /** Deleting goes on to this share of the limit, so that it is not due again at once. */
    private static final double LOW_WATER = 0.9;

    private static final String UNFINISHED = ".tmp";

    private final Path directory;
    private final String suffix;
    private final long maximumBytes;
    private long bytes;

    private record Entry(Path path, long size, FileTime used) {}

    CacheEviction(Path directory, String suffix, long maximumBytes) throws IOException {
        if (maximumBytes <= 0) {
            throw new IllegalArgumentException("a cache of " + maximumBytes + " bytes");
        }
        this.directory = directory;
        this.suffix = suffix;
        this.maximumBytes = maximumBytes;
        this.bytes = total(entries());
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Notes that an entry was read. */
    void used(Path entry) {
        Instant now = Instant.now();
        try {
            Instant before = Files.getLastModifiedTime(entry).toInstant();
            if (before.plus(RESOLUTION).isBefore(now)) {
                Files.setLastModifiedTime(entry, FileTime.from(now));
            }
        } catch (IOException e) {
            // Deleted meanwhile, or a read-only cache: then its order does not matter.
            logger.log(Level.FINE, e, () -> "Cannot note the use of " + entry);
        }
    }

    /** Notes that an entry was written; deletes others if there are now too many. */
    synchronized void added(long size) throws IOException {
        bytes += size;
        if (bytes > maximumBytes) {
            evictUnlessAnotherDoes();
        }
    }

    private void evictUnlessAnotherDoes() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                directory.resolve("eviction.lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                evict();
            }
        } catch (OverlappingFileLockException e) {
            logger.log(Level.FINE, "Another cache of this process is deleting entries", e);
        }
    }

    private void evict() throws IOException {
        // Other processes write and delete too, so the directory is counted anew.
        List<Entry> entries = entries();
        bytes = total(entries);
        entries.sort(Comparator.comparing(Entry::used).thenComparing(Entry::path));
        long target = (long) (maximumBytes * LOW_WATER);
        int deleted = 0;
        for (Entry entry : entries) {
            if (bytes <= target) {
                break;
            }
            Files.deleteIfExists(entry.path());
            bytes -= entry.size();
            deleted++;
        }
        int count = deleted;
        logger.fine(() -> "Deleted " + count + " cache entries of " + directory);
    }

    private static long total(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /** All entries; deletes what a process that died left unfinished. */
    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Instant abandoned = Instant.now().minus(ABANDONED);
        // Not Files.walk: it fails when another process deletes a file that it is about to visit.
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(directory, "[0-9a-f][0-9a-f]")) {
            for (Path folder : folders) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                    for (Path file : files) {
                        visit(file, abandoned, entries);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    private void visit(Path file, Instant abandoned, List<Entry> entries) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            String name = file.getFileName().toString();
            if (name.endsWith(suffix)) {
                entries.add(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
            } else if (name.endsWith(UNFINISHED)
                    && attributes.lastModifiedTime().toInstant().isBefore(abandoned)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            logger.log(Level.FINEST, "Deleted by another process meanwhile: {0}", file);
        }
    }
}
