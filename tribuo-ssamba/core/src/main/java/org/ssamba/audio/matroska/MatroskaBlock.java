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
package org.ssamba.audio.matroska;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;

/**
 * What is in a block of a WebM or Matroska file: packets of a track, whose lengths may be coded in
 * one of three ways.
 *
 * <p>Source of the format: RFC 9559, section 10.
 */
final class MatroskaBlock {
    private static final int XIPH = 1;
    private static final int SAME = 2;

    private MatroskaBlock() {}

    /** The number of the track whose block it is. */
    static long track(Ebml ebml, Ebml.Element block) throws IOException {
        byte[] start = ebml.bytes(block.body(), Math.min(8, block.size()));
        int length = start.length == 0 ? 9 : length(start[0]);
        return length > start.length ? -1 : number(start, 0, length);
    }

    /**
     * Takes a block apart.
     *
     * @throws AudioFormatException if it is damaged
     */
    static List<byte[]> packets(AudioInput input, byte[] block) {
        try {
            int at = length(block[0]) + 3;
            int lacing = block[at - 1] >> 1 & 3;
            int packets = lacing == 0 ? 1 : (block[at++] & 0xff) + 1;
            int[] lengths = new int[packets];
            if (lacing == SAME) {
                Arrays.fill(lengths, (block.length - at) / packets);
            } else if (lacing == XIPH) {
                at = xiph(block, at, lengths);
            } else if (lacing != 0) {
                at = ebml(block, at, lengths);
            }
            if (lacing != SAME) {
                lengths[packets - 1] = block.length - at - Arrays.stream(lengths).sum();
            }
            List<byte[]> parts = new ArrayList<>();
            for (int length : lengths) {
                if (length < 0 || at + length > block.length) {
                    throw damaged(input);
                }
                parts.add(Arrays.copyOfRange(block, at, at + length));
                at += length;
            }
            return parts;
        } catch (IndexOutOfBoundsException e) {
            throw damaged(input);
        }
    }

    private static AudioFormatException damaged(AudioInput input) {
        return input.fail("is damaged: a Matroska block is not whole");
    }

    /** Lengths of all packets but the last as sums of bytes. */
    private static int xiph(byte[] block, int from, int[] lengths) {
        int at = from;
        for (int i = 0; i < lengths.length - 1; i++) {
            int part;
            do {
                part = block[at++] & 0xff;
                lengths[i] += part;
            } while (part == 255);
        }
        return at;
    }

    /** The first length, and differences to the length before. */
    private static int ebml(byte[] block, int from, int[] lengths) {
        int at = from;
        long previous = 0;
        for (int i = 0; i < lengths.length - 1; i++) {
            int size = length(block[at]);
            long number = number(block, at, size);
            previous = i == 0 ? number : previous + number - ((1L << 7 * size - 1) - 1);
            if (previous < 0 || previous > block.length) {
                throw new IndexOutOfBoundsException();
            }
            lengths[i] = (int) previous;
            at += size;
        }
        return at;
    }

    private static int length(byte first) {
        return Integer.numberOfLeadingZeros(first & 0xff) - 23;
    }

    private static long number(byte[] bytes, int at, int length) {
        long value = bytes[at] & 0xff >> length;
        for (int i = 1; i < length; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    static byte[] join(byte[] start, byte[] rest) {
        byte[] whole = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, whole, start.length, rest.length);
        return whole;
    }
}
