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
package org.ssamba.audio.decoding;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import org.ssamba.audio.AudioFormatException;

/** The bytes of one content, open, with errors that name it. */
public final class AudioInput implements Closeable {
    private static final int STREAM_BUFFER = 1 << 16;

    private final String path;
    private final SeekableByteChannel channel;
    private final long size;

    private AudioInput(String path, SeekableByteChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
    }

    /**
     * The bytes of a channel, which is closed with this input.
     *
     * @param name what messages call them
     * @throws AudioFormatException if there are none
     */
    public static AudioInput open(String name, SeekableByteChannel channel) throws IOException {
        AudioInput input = new AudioInput(name, channel);
        if (input.size == 0) {
            input.close();
            throw input.fail("file is empty");
        }
        return input;
    }

    /** An exception that names this file, to be thrown by the caller. */
    public AudioFormatException fail(String reason) {
        return new AudioFormatException(path, reason);
    }

    /** An exception that names this file and keeps its cause, to be thrown by the caller. */
    public AudioFormatException fail(String reason, Throwable cause) {
        return new AudioFormatException(path, reason, cause);
    }

    /** An exception that names a format that is not read, and the way round. */
    public AudioFormatException unread(String format) {
        String name = path.replace('\\', '/');
        return fail(
                "unsupported codec: " + unread(format, name.substring(name.lastIndexOf('/') + 1)));
    }

    /** What to say of a file in a format that is not read. */
    public static String unread(String format, String name) {
        int dot = name.lastIndexOf('.');
        String converted = (dot < 0 ? name : name.substring(0, dot)) + ".flac";
        String renamed = converted.equals(name) ? "converted.flac" : converted;
        return format + " is not read; `ffmpeg -i " + name + " " + renamed + "` converts it";
    }

    public String path() {
        return path;
    }

    /** Number of bytes in the file. */
    public long size() {
        return size;
    }

    /**
     * Reads {@code count} bytes at {@code position}, or fewer at the end of the file.
     *
     * @return a buffer from its position 0 to its limit
     */
    public ByteBuffer read(long position, int count, ByteOrder order) throws IOException {
        long available = Math.max(0, Math.min(count, size - position));
        ByteBuffer bytes = ByteBuffer.allocate((int) available).order(order);
        fill(bytes, position);
        return bytes;
    }

    /** Fills the buffer up to its limit from the bytes at {@code position} and rewinds it. */
    public void fill(ByteBuffer bytes, long position) throws IOException {
        bytes.rewind();
        if (!bytes.hasRemaining()) {
            return; // some channels have no positions behind the end
        }
        channel.position(position);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw fail(
                        "ended at byte "
                                + (position + bytes.position())
                                + " while it was being read");
            }
        }
        bytes.rewind();
    }

    /** The bytes from a position to the end; to be read before this input is closed. */
    public InputStream stream(long from) {
        return stream(from, size);
    }

    /** The bytes from a position to another; to be read before this input is closed. */
    public InputStream stream(long from, long to) {
        InputStream unbuffered =
                new InputStream() {
                    private long at = from;

                    @Override
                    public int read() throws IOException {
                        byte[] one = new byte[1];
                        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        int count = (int) Math.min(length, to - at);
                        if (count <= 0) {
                            return length == 0 ? 0 : -1;
                        }
                        fill(ByteBuffer.wrap(bytes, offset, count).slice(), at);
                        at += count;
                        return count;
                    }
                };
        return new BufferedInputStream(unbuffered, STREAM_BUFFER);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
