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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.logging.Logger;
import org.ssamba.checkpoint.AtomicFile;

/**
 * The file of an {@link InventoryLog}, on disk. Its first record names the format and has a number
 * that is drawn when the file is made, so that another file of the same name is noticed. Changes
 * hold the lock of a file beside it, which is never replaced.
 */
final class InventoryFile {
    /** Bytes of a record. */
    static final int RECORD = 64;

    private static final Logger logger = Logger.getLogger(InventoryFile.class.getName());

    private static final String FORMAT = "ssamba audio inventory ";
    private static final String MAGIC = FORMAT + "1\n";

    /** Where the drawn number is. */
    private static final int DRAWN = 32;

    /** Processes lock files against each other; threads of one must not ask for a lock twice. */
    private static final Object CHANGING = new Object();

    private final Path file;
    private final Path lock;

    InventoryFile(Path file) {
        this.file = file;
        this.lock = file.resolveSibling(file.getFileName() + ".lock");
    }

    /** A change of the file. */
    interface Change {
        void run() throws IOException;
    }

    boolean exists() {
        return Files.exists(file);
    }

    FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * Whether a file of at least a record begins as it should.
     *
     * @throws IOException if another version of this library wrote it
     */
    boolean isWhole(FileChannel channel) throws IOException {
        String begin = StandardCharsets.ISO_8859_1.decode(first(channel)).toString();
        if (begin.startsWith(FORMAT) && !begin.startsWith(MAGIC)) {
            throw new IOException(file + " was written by another version of this library");
        }
        return begin.startsWith(MAGIC);
    }

    /** The number of a file of at least a record. */
    long drawn(FileChannel channel) throws IOException {
        return first(channel).getLong(DRAWN);
    }

    private ByteBuffer first(FileChannel channel) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(RECORD);
        while (record.hasRemaining()) {
            if (channel.read(record, record.position()) < 0) {
                throw new IOException(file + " became shorter while it was read");
            }
        }
        return record.flip();
    }

    /** The first record of a new file. */
    static ByteBuffer begin() {
        return ByteBuffer.allocate(RECORD)
                .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
                .putLong(DRAWN, new SecureRandom().nextLong())
                .rewind();
    }

    /** Renames a file whose beginning is damaged. */
    void setAside() throws IOException {
        Path damaged = file.resolveSibling(file.getFileName() + ".damaged");
        exclusively(
                () -> {
                    // Another process may have been faster.
                    try (FileChannel channel = open()) {
                        if (channel.size() < RECORD || isWhole(channel)) {
                            return;
                        }
                    } catch (NoSuchFileException e) {
                        return;
                    }
                    Files.move(file, damaged, StandardCopyOption.REPLACE_EXISTING);
                    logger.warning(
                            () ->
                                    "The beginning of "
                                            + file
                                            + " is damaged. It was renamed to "
                                            + damaged.getFileName()
                                            + ", and what it held will be found out again");
                });
    }

    /** Appends whole records. */
    void append(ByteBuffer records) throws IOException {
        exclusively(
                () -> {
                    try (FileChannel channel =
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                        long size = channel.size();
                        if (size < RECORD) {
                            write(channel, begin(), 0);
                            size = RECORD;
                        }
                        // Behind a torn record, which stays where it is and is never found.
                        write(channel, records, (size + RECORD - 1) / RECORD * RECORD);
                    }
                });
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        for (long place = at; bytes.hasRemaining(); ) {
            place += channel.write(bytes, place);
        }
    }

    /** Puts another file in its place, within {@link #exclusively}. */
    void replace(AtomicFile.IOConsumer<FileChannel> body) throws IOException {
        AtomicFile.writeChannel(file, body);
    }

    /** One thread of one process at a time. */
    void exclusively(Change change) throws IOException {
        synchronized (CHANGING) {
            // Closing the channel releases the lock.
            try (FileChannel channel =
                    FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock(channel);
                change.run();
            }
        }
    }

    /** Where the file system has no locks, two processes may lose records, not more. */
    private void lock(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException e) {
            logger.fine(() -> file + " cannot be locked: " + e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
