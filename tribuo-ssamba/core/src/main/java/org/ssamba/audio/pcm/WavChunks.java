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
package org.ssamba.audio.pcm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;

/** The chunks of a RIFF file, in spite of the sizes that pipes and crashed recorders leave. */
final class WavChunks {
    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final long UNKNOWN_SIZE = 0xffffffffL;

    /** Programs that write to a pipe leave sizes about the largest of 31 or 32 bits. */
    private static final long NEAR = 0x1000;

    /**
     * A chunk.
     *
     * @param name four characters
     * @param body position of its first byte
     * @param size of the body as it claims
     */
    record Chunk(String name, long body, long size) {}

    private final AudioInput input;
    private final long start;
    private final ByteOrder order;
    private final long riffSize;
    private long at;
    private long largeDataSize = UNKNOWN_SIZE;

    WavChunks(AudioInput input, long start, ByteOrder order) throws IOException {
        this.input = input;
        this.start = start;
        this.order = order;
        this.riffSize = input.read(start, HEADER, order).getInt(4) & 0xffffffffL;
        this.at = start + HEADER;
    }

    /** The next chunk, or null at the end of the file. */
    Chunk next() throws IOException {
        if (at + CHUNK_HEADER > input.size()) {
            return null;
        }
        ByteBuffer header = input.read(at, CHUNK_HEADER, order);
        long size = header.getInt(4) & 0xffffffffL;
        Chunk chunk = new Chunk(WavFormat.fourCharacters(header, 0), at + CHUNK_HEADER, size);
        if (chunk.name().equals("ds64") && size >= 16) {
            ByteBuffer sizes = input.read(chunk.body(), 16, order);
            largeDataSize = sizes.limit() == 16 ? sizes.getLong(8) : UNKNOWN_SIZE;
        }
        at = behind(chunk.body() + size);
        return chunk;
    }

    /** Odd chunks are followed by a byte of padding, which some programs leave out. */
    private long behind(long end) throws IOException {
        boolean odd = ((end - start) & 1) != 0;
        return odd && (!namedAt(end) || namedAt(end + 1)) ? end + 1 : end;
    }

    private boolean namedAt(long position) throws IOException {
        return isName(WavFormat.fourCharacters(input.read(position, 4, order), 0));
    }

    private static boolean isName(String name) {
        return name.length() == 4 && name.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /**
     * How many bytes of samples there are.
     *
     * @throws AudioFormatException if the size cannot be
     */
    long dataSize(Chunk data) throws IOException {
        long rest = input.size() - data.body();
        long size = data.size();
        if (size == UNKNOWN_SIZE && largeDataSize != UNKNOWN_SIZE) {
            if (largeDataSize < 0 || largeDataSize > rest) {
                throw input.fail(
                        "is truncated: its data chunk claims "
                                + Long.toUnsignedString(largeDataSize)
                                + " bytes, of which "
                                + rest
                                + " are there");
            }
            // 0 until the recorder ends the file.
            return largeDataSize == 0 ? rest : largeDataSize;
        }
        boolean neverWritten = size == 0 && start + riffSize + CHUNK_HEADER < input.size();
        boolean riffFits = start + riffSize + CHUNK_HEADER == input.size();
        boolean open =
                isPlaceholder(size)
                        ? size >= rest || size == UNKNOWN_SIZE || !namedAt(data.body() + size)
                        : size > rest && riffFits;
        return neverWritten || open ? rest : size;
    }

    private static boolean isPlaceholder(long size) {
        return Math.abs(size - 0x80000000L) <= NEAR || UNKNOWN_SIZE - size <= NEAR;
    }

    /**
     * Other decoders stop behind the first data chunk. What has no name is no chunk: zeros, say,
     * with which some recorders fill up what they had reserved.
     *
     * @throws AudioFormatException if there is another, or another file
     */
    void requireNoMoreAudio(Chunk data, long bytes) throws IOException {
        at = behind(data.body() + bytes);
        for (Chunk chunk = next(); chunk != null && isName(chunk.name()); chunk = next()) {
            boolean joined = chunk.name().equals("RIFF") || chunk.name().equals("RIFX");
            if (joined || chunk.name().equals("data")) {
                throw input.fail(
                        (joined ? "holds another WAV file" : "holds another data chunk")
                                + " at byte "
                                + (chunk.body() - CHUNK_HEADER)
                                + "; write each into a file of its own");
            }
        }
    }
}
