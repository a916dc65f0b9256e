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
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/** Uncompressed samples, channels interleaved; their average is given. */
final class PcmData implements AudioDecoder {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_CHANNELS = 65_535;

    private final AudioInput input;
    private final long offset;
    private final long frames;
    private final int channels;
    private final PcmEncoding encoding;
    private final long sampleRate;
    private final ByteBuffer data;
    private final float[] block;
    private long position;
    private float channelPeak;

    private PcmData(
            AudioInput input,
            long offset,
            long frames,
            int channels,
            PcmEncoding encoding,
            ByteOrder order,
            long sampleRate) {
        this.input = input;
        this.offset = offset;
        this.frames = frames;
        this.channels = channels;
        this.encoding = encoding;
        this.sampleRate = sampleRate;
        int frameBytes = channels * encoding.bytes();
        this.block = new float[Math.max(1, BUFFER_BYTES / frameBytes)];
        this.data = ByteBuffer.allocate(block.length * frameBytes).order(order);
    }

    /**
     * Lays out {@code bytes} bytes of samples.
     *
     * @param chunk what holds them, for messages
     * @throws AudioFormatException if the file ends before, the number of channels is impossible or
     *     the last frame is incomplete
     */
    static PcmData of(
            AudioInput input,
            String chunk,
            long offset,
            long bytes,
            long channels,
            PcmEncoding encoding,
            ByteOrder order,
            long sampleRate) {
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw input.fail(channels + " channels");
        }
        if (bytes > input.size() - offset) {
            throw input.fail(
                    "is truncated: its "
                            + chunk
                            + " should hold "
                            + bytes
                            + " bytes but only "
                            + Math.max(0, input.size() - offset)
                            + " are left in the file");
        }
        long frameBytes = channels * encoding.bytes();
        if (bytes % frameBytes != 0) {
            throw input.fail(
                    "its "
                            + chunk
                            + " of "
                            + bytes
                            + " bytes ends inside a sample frame of "
                            + frameBytes
                            + " bytes");
        }
        return new PcmData(
                input, offset, bytes / frameBytes, (int) channels, encoding, order, sampleRate);
    }

    @Override
    public long sampleRate() {
        return sampleRate;
    }

    @Override
    public long seek(long sample) {
        position = Math.min(frames, sample);
        return position;
    }

    @Override
    public int next() throws IOException {
        int count = (int) Math.min(block.length, frames - position);
        int frameBytes = channels * encoding.bytes();
        data.limit(count * frameBytes);
        input.fill(data, offset + position * frameBytes);
        encoding.average(data, channels, block, 0, count);
        for (int i = 0; channels > 1 && i < count; i++) {
            float first = (float) encoding.decode(data, i * frameBytes);
            channelPeak = Math.max(channelPeak, Math.abs(first));
        }
        position += count;
        return count;
    }

    @Override
    public float channelPeak() {
        return channelPeak;
    }

    @Override
    public float[] block() {
        return block;
    }
}
