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

/** Blocks of ADPCM of a WAV file, the last of which may be shorter; channels are averaged. */
final class AdpcmData implements AudioDecoder {
    static final int MICROSOFT = 0x02;
    static final int IMA = 0x11;

    private static final float FULL_SCALE = 32_768;
    private static final int BITS = 4;

    /** The size of the fmt chunk up to the first predictor. */
    private static final int PREDICTORS = 22;

    private final AudioInput input;
    private final long offset;
    private final long bytes;
    private final int blockBytes;
    private final long frames;
    private final int channels;
    private final AdpcmCodec codec;
    private final long sampleRate;
    private final ByteBuffer data;
    private final int[] samples;
    private final float[] block;
    private float channelPeak;

    /** The number of the next block. */
    private long next;

    private AdpcmData(
            AudioInput input,
            long offset,
            long bytes,
            int blockBytes,
            long frames,
            int channels,
            AdpcmCodec codec,
            long sampleRate) {
        this.input = input;
        this.offset = offset;
        this.bytes = bytes;
        this.blockBytes = blockBytes;
        this.frames = frames;
        this.channels = channels;
        this.codec = codec;
        this.sampleRate = sampleRate;
        this.block = new float[codec.samples(blockBytes)];
        this.samples = new int[block.length * channels];
        this.data = ByteBuffer.allocate(blockBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

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
                input,
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

    @Override
    public long sampleRate() {
        return sampleRate;
    }

    @Override
    public long seek(long sample) {
        next = Math.min(frames, sample) / block.length;
        return next * block.length;
    }

    @Override
    public int next() throws IOException {
        long at = next * blockBytes;
        int count = (int) Math.min(block.length, frames - next * block.length);
        if (count <= 0) {
            return 0;
        }
        data.limit((int) Math.min(blockBytes, bytes - at));
        input.fill(data, offset + at);
        String wrong = codec.decode(data, samples);
        if (wrong != null) {
            throw input.fail("is damaged: block " + next + " of its ADPCM has " + wrong);
        }
        for (int i = 0; i < count; i++) {
            long sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel];
            }
            block[i] = sum / (FULL_SCALE * channels);
            if (channels > 1) {
                channelPeak = Math.max(channelPeak, Math.abs(samples[i * channels] / FULL_SCALE));
            }
        }
        next++;
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
