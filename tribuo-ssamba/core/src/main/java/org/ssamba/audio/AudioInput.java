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

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of one audio file, with errors that name it. */
final class AudioInput implements Closeable {
    private static final int STREAM_BUFFER = 1 << 16;

    private final String path;
    private final FileChannel channel;
    private final long size;

    private AudioInput(String path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * Opens a file.
     *
     * @throws AudioFormatException if it is missing, a directory or empty
     * @throws IOException if it cannot be opened
     */
    static AudioInput open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new AudioFormatException(path.toString(), "is a directory, not an audio file");
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new AudioFormatException(path.toString(), "no such file", e);
        }
        AudioInput input = new AudioInput(path.toString(), channel);
        if (input.size == 0) {
            input.close();
            throw input.fail("file is empty");
        }
        return input;
    }

    /** An exception that names this file, to be thrown by the caller. */
    AudioFormatException fail(String reason) {
        return new AudioFormatException(path, reason);
    }

    /** An exception that names this file and keeps its cause, to be thrown by the caller. */
    AudioFormatException fail(String reason, Throwable cause) {
        return new AudioFormatException(path, reason, cause);
    }

    String path() {
        return path;
    }

    /** Number of bytes in the file. */
    long size() {
        return size;
    }

    /**
     * Reads {@code count} bytes at {@code position}, or fewer at the end of the file.
     *
     * @return a buffer from its position 0 to its limit
     */
    ByteBuffer read(long position, int count, ByteOrder order) throws IOException {
        long available = Math.max(0, Math.min(count, size - position));
        ByteBuffer bytes = ByteBuffer.allocate((int) available).order(order);
        fill(bytes, position);
        return bytes;
    }

    /** Fills the buffer up to its limit from the bytes at {@code position} and rewinds it. */
    void fill(ByteBuffer bytes, long position) throws IOException {
        bytes.rewind();
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw fail("ended at byte " + at + " while it was being read");
            }
            at += read;
        }
        bytes.rewind();
    }

    /** The bytes from a position to the end; to be read before this input is closed. */
    InputStream stream(long position) throws IOException {
        channel.position(position);
        return new BufferedInputStream(Channels.newInputStream(channel), STREAM_BUFFER);
    }

    /** The bytes from a position to another; to be read before this input is closed. */
    InputStream stream(long from, long to) throws IOException {
        InputStream all = stream(from);
        return new InputStream() {
            private long left = to - from;

            @Override
            public int read() throws IOException {
                return left-- > 0 ? all.read() : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left <= 0) {
                    return -1;
                }
                int count = all.read(bytes, offset, (int) Math.min(length, left));
                left -= Math.max(0, count);
                return count;
            }
        };
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
