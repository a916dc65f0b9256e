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
package org.ssamba.audio.mpeg;

/**
 * The header of an MPEG audio frame.
 *
 * @param layer 1 to 3
 * @param sampleRate samples per second
 * @param channels 1 or 2
 * @param samples samples per channel in the frame
 * @param bytes length of the frame with its header
 * @param sideInfoEnd where the side information of a layer III frame ends, from the frame's start:
 *     there a Xing or Info tag would be
 */
public record MpegFrame(
        int layer, int sampleRate, int channels, int samples, int bytes, int sideInfoEnd) {
    static final int HEADER = 4;

    /** Bit rates in kbit/s by index - 1: MPEG-1 layers I, II, III, then MPEG-2 I, II and III. */
    private static final int[][] KILOBITS = {
        {32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448},
        {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384},
        {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320},
        {32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256},
        {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
    };

    private static final int[] RATES = {44_100, 48_000, 32_000};

    /**
     * Parses the frame header at a position.
     *
     * @return the header, or null if there is none: no synchronisation word, a reserved value, or
     *     free-format bit rate, which no length follows from
     */
    public static MpegFrame parse(byte[] data, int at) {
        if (at + HEADER > data.length
                || (data[at] & 0xff) != 0xff
                || (data[at + 1] & 0xe0) != 0xe0) {
            return null;
        }
        int version = data[at + 1] >> 3 & 3; // 0: MPEG-2.5, 1: reserved, 2: MPEG-2, 3: MPEG-1
        int layer = 4 - (data[at + 1] >> 1 & 3);
        int bitRate = data[at + 2] >> 4 & 15;
        int rate = data[at + 2] >> 2 & 3;
        if (version == 1 || layer == 4 || bitRate == 0 || bitRate == 15 || rate == 3) {
            return null;
        }
        boolean first = version == 3;
        int table = first ? layer - 1 : layer == 1 ? 3 : 4;
        int bitsPerSecond = 1000 * KILOBITS[table][bitRate - 1];
        int sampleRate = RATES[rate] >> (first ? 0 : version == 2 ? 1 : 2);
        int padding = data[at + 2] >> 1 & 1;
        boolean mono = (data[at + 3] >> 6 & 3) == 3;
        int samples = layer == 1 ? 384 : layer == 2 || first ? 1152 : 576;
        int bytes =
                layer == 1
                        ? (12 * bitsPerSecond / sampleRate + padding) * 4
                        : samples / 8 * bitsPerSecond / sampleRate + padding;
        int sideInfo = first ? (mono ? 17 : 32) : (mono ? 9 : 17);
        return new MpegFrame(layer, sampleRate, mono ? 1 : 2, samples, bytes, HEADER + sideInfo);
    }

    /** Whether the other frame can belong to the same stream. */
    boolean continuedBy(MpegFrame next) {
        return next != null
                && next.layer == layer
                && next.sampleRate == sampleRate
                && next.channels == channels;
    }
}
