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
import java.nio.ByteOrder;

/**
 * Where the uncompressed samples of a file lie, and how.
 *
 * @param offset position of the first byte
 * @param frames number of samples per channel
 * @param channels number of interleaved channels
 * @param encoding how one sample is stored
 * @param order byte order of a sample
 * @param sampleRate samples per second
 */
record PcmData(
        long offset,
        long frames,
        int channels,
        PcmEncoding encoding,
        ByteOrder order,
        long sampleRate) {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAX_CHANNELS = 65_535;

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
        return new PcmData(offset, bytes / frameBytes, (int) channels, encoding, order, sampleRate);
    }

    /** Decodes the wanted part, averaging the channels. */
    void decode(AudioInput input, MonoSink sink) throws IOException {
        sink.begin(sampleRate);
        sink.skipTo(Math.min(frames, sink.firstWanted()));
        int frameBytes = channels * encoding.bytes();
        int framesPerRead = Math.max(1, BUFFER_BYTES / frameBytes);
        ByteBuffer data = ByteBuffer.allocate(framesPerRead * frameBytes).order(order);
        while (!sink.isFull() && sink.position() < frames) {
            int count = (int) Math.min(framesPerRead, frames - sink.position());
            data.limit(count * frameBytes);
            input.fill(data, offset + sink.position() * frameBytes);
            for (int at = 0; at < data.limit(); at += frameBytes) {
                double sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += encoding.decode(data, at + channel * encoding.bytes());
                }
                sink.add((float) (sum / channels));
            }
        }
    }
}
