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
 * Where the blocks of ADPCM of a WAV file lie, and how long its waveform is.
 *
 * @param offset position of the first block
 * @param bytes of all blocks; the last one may be shorter
 * @param blockBytes of a block
 * @param frames number of samples per channel
 * @param channels number of channels
 * @param codec decodes a block
 * @param sampleRate samples per second
 */
record AdpcmData(
        long offset,
        long bytes,
        int blockBytes,
        long frames,
        int channels,
        AdpcmCodec codec,
        long sampleRate) {
    static final int MICROSOFT = 0x02;
    static final int IMA = 0x11;

    private static final float FULL_SCALE = 32_768;
    private static final int BITS = 4;

    /** The size of the fmt chunk up to the first predictor. */
    private static final int PREDICTORS = 22;

    /**
     * Lays out a data chunk.
     *
     * @param format the fmt chunk
     * @param bytes the size of the data chunk
     * @param claimed samples per channel by the fact chunk, or -1 without one. Believed where it
     *     says how much of the last block is meant; some programs count otherwise
     * @throws AudioFormatException if that cannot be
     */
    static AdpcmData of(
            AudioInput input, ByteBuffer format, long offset, long bytes, long claimed) {
        int channels = format.getShort(2) & 0xffff;
        int blockBytes = format.getShort(12) & 0xffff;
        int bits = format.getShort(14) & 0xffff;
        if (bits != BITS || format.order() != ByteOrder.LITTLE_ENDIAN) {
            throw input.fail(
                    "unsupported codec: ADPCM of "
                            + bits
                            + " bits, "
                            + format.order()
                            + "; convert it to PCM");
        }
        if (channels == 0) {
            throw input.fail("0 channels");
        }
        if (bytes > input.size() - offset) {
            throw input.fail(
                    "is truncated: its data chunk should hold "
                            + bytes
                            + " bytes but only "
                            + Math.max(0, input.size() - offset)
                            + " are left in the file");
        }
        AdpcmCodec codec = codec(input, format, channels);
        int samples = codec.samples(blockBytes);
        if (samples < 1) {
            throw input.fail(channels + " channels in blocks of " + blockBytes + " bytes");
        }
        int rest = (int) (bytes % blockBytes);
        if (rest > 0 && codec.samples(rest) < 1) {
            throw input.fail("its data chunk ends in the header of a block");
        }
        long most = bytes / blockBytes * samples + (rest > 0 ? codec.samples(rest) : 0);
        long least = (bytes - 1) / blockBytes * samples;
        return new AdpcmData(
                offset,
                bytes,
                blockBytes,
                claimed > least && claimed <= most ? claimed : most,
                channels,
                codec,
                format.getInt(4) & 0xffffffffL);
    }

    private static AdpcmCodec codec(AudioInput input, ByteBuffer format, int channels) {
        if ((format.getShort(0) & 0xffff) == IMA) {
            return new ImaAdpcm(channels);
        }
        int count = format.limit() < PREDICTORS ? 0 : format.getShort(20) & 0xffff;
        if (count == 0 || format.limit() < PREDICTORS + 4 * count) {
            throw input.fail("its fmt chunk lacks the predictors of Microsoft ADPCM");
        }
        int[][] predictors = new int[count][2];
        for (int i = 0; i < count; i++) {
            predictors[i][0] = format.getShort(PREDICTORS + 4 * i);
            predictors[i][1] = format.getShort(PREDICTORS + 4 * i + 2);
        }
        return new MsAdpcm(channels, predictors);
    }

    /** Decodes the wanted part, averaging the channels. */
    void decode(AudioInput input, MonoSink sink) throws IOException {
        sink.begin(sampleRate);
        int perBlock = codec.samples(blockBytes);
        long block = Math.min(frames, sink.firstWanted()) / perBlock;
        sink.skipTo(block * perBlock);
        ByteBuffer data = ByteBuffer.allocate(blockBytes).order(ByteOrder.LITTLE_ENDIAN);
        int[] samples = new int[perBlock * channels];
        while (!sink.isFull() && sink.position() < frames) {
            long at = block * blockBytes;
            data.limit((int) Math.min(blockBytes, bytes - at));
            input.fill(data, offset + at);
            String wrong = codec.decode(data, samples);
            if (wrong != null) {
                throw input.fail("is damaged: block " + block + " of its ADPCM has " + wrong);
            }
            int count = (int) Math.min(codec.samples(data.limit()), frames - sink.position());
            for (int i = 0; i < count; i++) {
                long sum = 0;
                for (int channel = 0; channel < channels; channel++) {
                    sum += samples[i * channels + channel];
                }
                sink.add(sum / (FULL_SCALE * channels));
            }
            block++;
        }
    }
}
