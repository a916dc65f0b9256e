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
import org.apache.hadoop.fs.FSDataInputStream;
import org.ssamba.audio.ReadOnlyChannel;

/** Reads a file of a Hadoop file system that is too large to be fetched as a whole. */
final class HadoopChannel extends ReadOnlyChannel {
    /** Asked for at once. */
    private static final int BLOCK = 1 << 16;

    private final FSDataInputStream stream;
    private final byte[] block = new byte[BLOCK];

    HadoopChannel(FSDataInputStream stream, long size) {
        super(size);
        this.stream = stream;
    }

    @Override
    protected int read(long from, ByteBuffer destination) throws IOException {
        int wanted = Math.min(destination.remaining(), BLOCK);
        try {
            if (stream.getPos() != from) {
                stream.seek(from);
            }
            stream.readFully(block, 0, wanted);
        } catch (IOException e) {
            throw StorageException.of(stream.toString(), e);
        }
        destination.put(block, 0, wanted);
        return wanted;
    }

    @Override
    public void close() throws IOException {
        super.close();
        stream.close();
    }
}
