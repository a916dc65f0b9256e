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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;

/**
 * The header of an Opus stream.
 *
 * <p>Source of the format: RFC 7845, section 5.1.
 *
 * @param preSkip samples at 48 kHz at the start that do not count
 * @param gain what samples are multiplied by
 * @param streams how many streams each packet holds
 * @param coupled how many of them, the first ones, are stereo
 * @param mapping the decoded channel of each output channel; 255 for a silent one
 */
public record OpusHead(int preSkip, float gain, int streams, int coupled, short[] mapping) {
    /** How a header in Ogg, WebM or Matroska begins. */
    public static final String MAGIC = "OpusHead";

    private static final int PLAIN_BYTES = 19;
    private static final int SURROUND = 1;
    private static final int UNDEFINED = 255;

    /** Bits of the gain, in decibels, behind its binary point. */
    private static final double GAIN_STEPS = 256;

    /**
     * Reads a header.
     *
     * @throws AudioFormatException if it is not whole, or of a kind that is not read
     */
    public static OpusHead parse(AudioInput input, byte[] packet) {
        if (packet.length < PLAIN_BYTES
                || !new String(packet, StandardCharsets.ISO_8859_1).startsWith(MAGIC)
                || (packet[8] & 0xf0) != 0) {
            throw damaged(input);
        }
        ByteBuffer head = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        int channels = head.get(9) & 0xff;
        int family = head.get(18) & 0xff;
        int preSkip = head.getShort(10) & 0xffff;
        float gain = (float) Math.pow(10, head.getShort(16) / GAIN_STEPS / 20);
        if (family == 0) {
            if (channels < 1 || channels > 2) {
                throw damaged(input);
            }
            short[] plain = Arrays.copyOf(new short[] {0, 1}, channels);
            return new OpusHead(preSkip, gain, 1, channels - 1, plain);
        }
        if (family != SURROUND && family != UNDEFINED) {
            throw input.unread("Opus with channel mapping family " + family);
        }
        if (packet.length < PLAIN_BYTES + 2 + channels) {
            throw damaged(input);
        }
        int streams = head.get(19) & 0xff;
        int coupled = head.get(20) & 0xff;
        short[] mapping = new short[channels];
        for (int i = 0; i < channels; i++) {
            mapping[i] = (short) (head.get(21 + i) & 0xff);
            if (mapping[i] != 255 && mapping[i] >= streams + coupled) {
                throw damaged(input);
            }
        }
        if (channels == 0 || streams == 0 || coupled > streams || streams + coupled > 255) {
            throw damaged(input);
        }
        return new OpusHead(preSkip, gain, streams, coupled, mapping);
    }

    private static AudioFormatException damaged(AudioInput input) {
        return input.fail("is damaged: its Opus header is not whole");
    }
}
