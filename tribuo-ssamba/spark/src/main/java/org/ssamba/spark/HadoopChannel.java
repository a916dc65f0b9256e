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
package org.ssamba.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/** Reads a file of a Hadoop file system that is too large to be fetched as a whole. */
final class HadoopChannel implements SeekableByteChannel {
    /** Asked for at once. */
    private static final int BLOCK = 1 << 16;

    private final FSDataInputStream stream;
    private final long size;
    private final byte[] block = new byte[BLOCK];
    private long position;
    private boolean open = true;

    HadoopChannel(FSDataInputStream stream, long size) {
        this.stream = stream;
        this.size = size;
    }

    @Override
    public int read(ByteBuffer destination) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        int wanted = (int) Math.min(Math.min(destination.remaining(), BLOCK), size - position);
        if (wanted <= 0) {
            return destination.hasRemaining() ? -1 : 0;
        }
        try {
            if (stream.getPos() != position) {
                stream.seek(position);
            }
            stream.readFully(block, 0, wanted);
        } catch (IOException e) {
            throw StorageException.of(stream.toString(), e);
        }
        destination.put(block, 0, wanted);
        position += wanted;
        return wanted;
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
        return size;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        stream.close();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
