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
    private static final class Channel extends ReadOnlyChannel {
        private final byte[] bytes;

        Channel(byte[] bytes) {
            super(bytes.length);
            this.bytes = bytes;
        }

        @Override
        protected int read(long from, ByteBuffer destination) {
            int count = destination.remaining();
            destination.put(bytes, (int) from, count);
            return count;
        }
    }
}
