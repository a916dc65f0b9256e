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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A channel of bytes that do not change: what {@link AudioContent#open} gives where no file is. */
public abstract class ReadOnlyChannel implements SeekableByteChannel {
    private final long size;
    private long position;
    private boolean open = true;

    /**
     * A channel at its beginning.
     *
     * @param size in bytes.
     */
    protected ReadOnlyChannel(long size) {
        this.size = size;
    }

    /**
     * Reads bytes that are there.
     *
     * @param from the first of them, below {@link #size}.
     * @param destination has room for at least one, and for none behind the end.
     * @return how many were read, at least one; -1 if the end came early.
     * @throws IOException if they cannot be read.
     */
    protected abstract int read(long from, ByteBuffer destination) throws IOException;

    @Override
    public final int read(ByteBuffer destination) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        int count = (int) Math.min(destination.remaining(), size - position);
        if (count <= 0) {
            return destination.hasRemaining() ? -1 : 0;
        }
        int limit = destination.limit();
        destination.limit(destination.position() + count);
        try {
            int read = read(position, destination);
            position += Math.max(0, read);
            return read;
        } finally {
            destination.limit(limit);
        }
    }

    @Override
    public final long position() {
        return position;
    }

    @Override
    public final SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public final long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
    }

    @Override
    public final int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public final SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
