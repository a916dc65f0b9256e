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
package org.ssamba.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Bits of a FLAC stream, most significant first, with the two CRCs of what was read. */
final class FlacBits {
    private static final int[] CRC8 = table(0x07, 8);
    private static final int[] CRC16 = table(0x8005, 16);

    private final InputStream in;
    private long cache;
    private int available;
    private int crc8;
    private int crc16;
    private long position;

    /** The bits of a stream that begins at a position of the file. */
    FlacBits(InputStream in, long position) {
        this.in = in;
        this.position = position;
    }

    /** The position in the file behind the last byte read. */
    long position() {
        return position;
    }

    private static int[] table(int polynomial, int width) {
        int[] table = new int[256];
        int top = 1 << (width - 1);
        for (int i = 0; i < table.length; i++) {
            int remainder = i << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                remainder = remainder << 1 ^ ((remainder & top) != 0 ? polynomial : 0);
            }
            table[i] = remainder & ((1 << width) - 1);
        }
        return table;
    }

    /** Starts a frame: both CRCs at 0. False at the end of the stream. */
    boolean startFrame() throws IOException {
        crc8 = 0;
        crc16 = 0;
        int first = in.read();
        if (first < 0) {
            return false;
        }
        take(first);
        return true;
    }

    private void take(int next) {
        crc8 = CRC8[crc8 ^ next];
        crc16 = (crc16 << 8 & 0xffff) ^ CRC16[crc16 >>> 8 ^ next];
        cache = cache << 8 | next;
        available += 8;
        position++;
    }

    private void fill(int bits) throws IOException {
        while (available < bits) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            take(next);
        }
    }

    /** The next bits as an unsigned number; at most 33 of them. */
    long read(int bits) throws IOException {
        fill(bits);
        available -= bits;
        return cache >>> available & ((1L << bits) - 1);
    }

    /** The next bits as a two's complement number; none give 0. */
    long readSigned(int bits) throws IOException {
        if (bits == 0) {
            return 0;
        }
        int shift = 64 - bits;
        return read(bits) << shift >> shift;
    }

    /** The number of zeros before the next one, which is read too. */
    int readUnary() throws IOException {
        int zeros = 0;
        while (true) {
            fill(1);
            long left = cache << (64 - available);
            if (left != 0) {
                int leading = Long.numberOfLeadingZeros(left);
                available -= leading + 1;
                return zeros + leading;
            }
            zeros += available;
            available = 0;
        }
    }

    /** Moves to the next whole byte. False if the bits passed over are not zero. */
    boolean align() {
        int rest = available & 7;
        available -= rest;
        return (cache >>> available & ((1L << rest) - 1)) == 0;
    }

    /** CRC-8 of the bytes since the frame's start; only meaningful on a byte boundary. */
    int crc8() {
        return crc8;
    }

    /** CRC-16 of the bytes since the frame's start; only meaningful on a byte boundary. */
    int crc16() {
        return crc16;
    }
}
