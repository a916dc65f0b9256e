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
package org.ssamba.audio.aac;

/**
 * The header of an AAC frame in ADTS.
 *
 * <p>Source of the format: ISO/IEC 14496-3, 1.A.2.2.
 *
 * @param type the kind of AAC: 2 is of low complexity
 * @param rateIndex of the sample rate
 * @param channels how they are arranged; 0 where the frame says it
 * @param header how many bytes it has itself
 * @param bytes length of the frame with its header
 * @param blocks how many times 1024 samples it holds
 */
record AdtsFrame(int type, int rateIndex, int channels, int header, int bytes, int blocks) {
    static final int HEADER = 7;

    /** The most that a frame can have. */
    static final int LONGEST = 8191;

    /**
     * Parses a header.
     *
     * @return the header, or null if there is none
     */
    static AdtsFrame parse(byte[] data) {
        if (data.length < HEADER || (data[0] & 0xff) != 0xff || (data[1] & 0xf6) != 0xf0) {
            return null;
        }
        AacBits bits = new AacBits(data);
        bits.skip(15);
        int header = bits.flag() ? HEADER : HEADER + 2;
        int type = bits.read(2) + 1;
        int rateIndex = bits.read(4);
        bits.skip(1);
        int channels = bits.read(3);
        bits.skip(4);
        int bytes = bits.read(13);
        bits.skip(11);
        int blocks = bits.read(2) + 1;
        return rateIndex >= AacBands.rates() || bytes <= header
                ? null
                : new AdtsFrame(type, rateIndex, channels, header, bytes, blocks);
    }

    /** Whether the other frame can belong to the same stream. */
    boolean continuedBy(AdtsFrame next) {
        return next != null
                && next.type == type
                && next.rateIndex == rateIndex
                && next.channels == channels;
    }
}
