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
package org.ssamba.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file whole or not at all: into a temporary file beside it, to the disk, then by renaming
 * it. When the process dies in the middle the old file is untouched; when the body throws, the
 * temporary file is deleted.
 */
public final class AtomicFile {
    private static final int CHUNK = 1 << 20;

    private AtomicFile() {}

    /**
     * What writes the content.
     *
     * @param <T> a stream or a channel
     */
    @FunctionalInterface
    public interface IOConsumer<T> {
        /**
         * Writes to {@code target}, which the caller closes.
         *
         * @throws IOException if it cannot be written
         */
        void accept(T target) throws IOException;
    }

    /**
     * Writes through a buffered stream.
     *
     * @param target the file to create or replace
     * @param body writes the content; the stream is closed for it
     * @throws IOException from the body or the file system; the target is then as it was before
     */
    public static void write(Path target, IOConsumer<OutputStream> body) throws IOException {
        writeChannel(
                target,
                channel -> {
                    OutputStream out =
                            new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                    body.accept(out);
                    out.flush();
                });
    }

    /**
     * Writes through a channel, for large or direct buffers.
     *
     * @param target the file to create or replace
     * @param body writes the content, anywhere in the channel; it is closed for it
     * @throws IOException from the body or the file system; the target is then as it was before
     */
    public static void writeChannel(Path target, IOConsumer<FileChannel> body) throws IOException {
        Path file = checked(target);
        Path folder = file.getParent();
        Path temporary = folder.resolve(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                body.accept(channel);
                channel.force(true);
            }
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException(target + " could not be written: " + reason(folder, e), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
        // The renaming itself lasts only once the folder is on the disk; Windows has no such call.
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.isReadable(folder)) {
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /**
     * Finds out whether a file could be written, before work is done whose result is to be in it.
     *
     * @param target the file to create or replace
     * @throws IOException if it is a folder or read-only, or its folder is missing or may not be
     *     written to
     */
    public static void requireWritable(Path target) throws IOException {
        Path folder = checked(target).getParent();
        if (!Files.isDirectory(folder)) {
            throw new IOException(target + " could not be written: there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new IOException(
                    target
                            + " could not be written: there is no permission to write in the folder"
                            + " "
                            + folder);
        }
    }

    private static Path checked(Path target) throws IOException {
        // A link stays one: what it leads to is replaced.
        Path file = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
        if (file.getParent() == null || Files.isDirectory(file)) {
            throw new IOException(target + " is a folder: name a file to write");
        }
        // Renaming would replace it all the same.
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new IOException(target + " could not be written: the file is read-only");
        }
        return file;
    }

    /** The system's own words, such as "No space left on device", where there are any. */
    private static String reason(Path folder, IOException e) {
        if (e instanceof AccessDeniedException) {
            return "there is no permission to write in the folder " + folder;
        }
        if (e instanceof NoSuchFileException && !Files.isDirectory(folder)) {
            return "there is no folder " + folder;
        }
        return e.getMessage();
    }

    /**
     * Writes all that is left in the buffer, of any size, to the channel's position.
     *
     * @throws IOException if it cannot be written
     */
    public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (buffer.position() < end) {
            // A heap buffer is copied to a direct one of the size to write: keep that small.
            buffer.limit(buffer.position() + Math.min(CHUNK, end - buffer.position()));
            channel.write(buffer);
        }
        buffer.limit(end);
    }

    /** Copies all that is left in the buffer to a stream. */
    static void copy(ByteBuffer buffer, OutputStream out) throws IOException {
        byte[] chunk = new byte[Math.min(CHUNK, buffer.remaining())];
        while (buffer.hasRemaining()) {
            int n = Math.min(chunk.length, buffer.remaining());
            buffer.get(chunk, 0, n);
            out.write(chunk, 0, n);
        }
    }
}
