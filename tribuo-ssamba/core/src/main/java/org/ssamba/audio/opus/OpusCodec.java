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
package org.ssamba.audio.opus;

import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMSDecoder;
import io.github.jaredmdobson.concentus.OpusPacketInfo;
import java.util.function.Supplier;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PacketCodec;

/**
 * Opus, decoded by Concentus in fixed point at 48 kHz.
 *
 * <p>Source of the format: RFC 6716.
 */
public final class OpusCodec implements PacketCodec {
    public static final int SAMPLE_RATE = 48_000;

    /** 120 ms. */
    private static final int LONGEST_PACKET = 5760;

    private static final float FULL_SCALE = 32_768;

    private final AudioInput input;
    private final Supplier<OpusHead> heads;
    private OpusHead head;
    private OpusMSDecoder decoder;
    private short[] samples = new short[0];
    private float channelPeak;

    /**
     * A codec.
     *
     * @param heads the header that is in force whenever decoding starts anew
     */
    public OpusCodec(AudioInput input, Supplier<OpusHead> heads) {
        this.input = input;
        this.heads = heads;
    }

    /**
     * How many samples a packet decodes to, which its first bytes say.
     *
     * @throws AudioFormatException if they are none that a packet can have
     */
    public static int samples(AudioInput input, byte[] packet) {
        int count =
                packet.length == 0
                        ? 0
                        : OpusPacketInfo.getNumSamples(packet, 0, packet.length, SAMPLE_RATE);
        if (count <= 0) {
            throw input.fail("is damaged: an Opus packet has no length");
        }
        return count;
    }

    @Override
    public void restart() {
        if (head != heads.get()) {
            head = heads.get();
            samples = new short[LONGEST_PACKET * head.mapping().length];
            try {
                decoder =
                        OpusMSDecoder.create(
                                SAMPLE_RATE,
                                head.mapping().length,
                                head.streams(),
                                head.coupled(),
                                head.mapping());
            } catch (OpusException | IllegalArgumentException e) {
                throw input.fail("is damaged in its Opus header", e);
            }
        }
        decoder.ResetState();
    }

    @Override
    public int decode(byte[] packet, float[] mono) {
        int count =
                decoder.decodeMultistream(packet, 0, packet.length, samples, 0, LONGEST_PACKET, 0);
        int channels = head.mapping().length;
        float scale = head.gain() / FULL_SCALE;
        for (int i = 0; i < count; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += samples[i * channels + channel];
            }
            mono[i] = sum * scale / channels;
            if (channels > 1) {
                channelPeak = Math.max(channelPeak, Math.abs(samples[i * channels] * scale));
            }
        }
        return count;
    }

    @Override
    public int longestPacket() {
        return LONGEST_PACKET;
    }

    /** Without end: after minutes a decoder that began in the middle may still differ. */
    @Override
    public long preroll() {
        return Long.MAX_VALUE;
    }

    @Override
    public float channelPeak() {
        return channelPeak;
    }
}
