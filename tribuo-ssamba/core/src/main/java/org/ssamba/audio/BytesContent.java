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

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.time.Instant;
import java.util.Objects;

/** Bytes in memory. */
final class BytesContent implements AudioContent {
    private final byte[] bytes;
    private final URI uri;

    BytesContent(byte[] bytes, URI uri) {
        this.bytes = Objects.requireNonNull(bytes, "bytes");
        this.uri = Objects.requireNonNull(uri, "uri");
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public SeekableByteChannel open() {
        return new Channel(bytes);
    }

    @Override
    public Version version() {
        return new Version(bytes.length, Instant.MIN);
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    /** Reads an array. */
    private static final class Channel implements SeekableByteChannel {
        private final byte[] bytes;
        private long position;
        private boolean open = true;

        Channel(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(ByteBuffer destination) throws ClosedChannelException {
            if (!open) {
                throw new ClosedChannelException();
            }
            int count = (int) Math.min(destination.remaining(), bytes.length - position);
            if (count <= 0) {
                return destination.hasRemaining() ? -1 : 0;
            }
            destination.put(bytes, (int) position, count);
            position += count;
            return count;
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long newPosition) {
            position = newPosition;
            return this;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int write(ByteBuffer source) {
            throw new NonWritableChannelException();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
