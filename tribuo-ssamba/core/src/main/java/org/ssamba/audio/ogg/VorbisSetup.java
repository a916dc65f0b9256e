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
package org.ssamba.audio.ogg;

import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;

/**
 * Reads a Vorbis setup header as far as its sizes go and refuses those that would make JOrbis
 * allocate or loop without bound; JOrbis believes whatever the header claims.
 *
 * <p>Source: Xiph.Org, "Vorbis I specification", sections 3.2.1, 4.2.4, 6.2.1, 7.2.2 and 8.6.1.
 */
final class VorbisSetup {
    private static final int BOOK_SYNC = 0x564342;

    /** The largest number of values a codebook may expand to; real ones stay far below. */
    private static final long MAX_BOOK_VALUES = 1 << 20;

    private final AudioInput input;
    private final byte[] packet;
    private final int largestResidue;
    private int bit = 7 * 8; // behind the packet type and "vorbis"
    private int[] bookEntries;
    private int[] bookDimensions;

    private VorbisSetup(AudioInput input, byte[] packet, int largestResidue) {
        this.input = input;
        this.packet = packet;
        this.largestResidue = largestResidue;
    }

    /**
     * Checks a setup header.
     *
     * @param largestResidue the largest number of spectral values a packet can hold: channels times
     *     half the long block
     */
    static void check(AudioInput input, byte[] packet, int largestResidue) {
        VorbisSetup setup = new VorbisSetup(input, packet, largestResidue);
        setup.checkBooks();
        setup.skipTimes();
        setup.skipFloors();
        setup.checkResidues();
    }

    private int read(int bits) {
        if (bit + bits > 8L * packet.length) {
            throw damaged("it ends early");
        }
        int value = 0;
        for (int i = 0; i < bits; i++, bit++) {
            value |= (packet[bit >> 3] >> (bit & 7) & 1) << i;
        }
        return value;
    }

    private AudioFormatException damaged(String how) {
        return input.fail("is damaged: its Vorbis setup header cannot be right, " + how);
    }

    private void checkBooks() {
        int books = read(8) + 1;
        bookEntries = new int[books];
        bookDimensions = new int[books];
        for (int b = 0; b < books; b++) {
            if (read(24) != BOOK_SYNC) {
                throw damaged("a codebook is missing");
            }
            int dimensions = read(16);
            int entries = read(24);
            if (dimensions < 1 || entries < 1 || (long) dimensions * entries > MAX_BOOK_VALUES) {
                throw damaged("a codebook has " + entries + " entries of " + dimensions);
            }
            bookEntries[b] = entries;
            bookDimensions[b] = dimensions;
            skipLengths(entries);
            skipValues(entries, dimensions);
        }
    }

    private void skipLengths(int entries) {
        if (read(1) == 1) {
            read(5);
            for (int i = 0; i < entries; ) {
                i += read(32 - Integer.numberOfLeadingZeros(entries - i));
                if (i > entries) {
                    throw damaged("a codebook has more lengths than entries");
                }
            }
            return;
        }
        boolean sparse = read(1) == 1;
        for (int i = 0; i < entries; i++) {
            if (!sparse || read(1) == 1) {
                read(5);
            }
        }
    }

    private void skipValues(int entries, int dimensions) {
        int mapping = read(4);
        if (mapping == 0) {
            return;
        }
        read(32);
        read(32);
        int bits = read(4) + 1;
        read(1);
        long values = mapping == 1 ? latticeSide(entries, dimensions) : (long) entries * dimensions;
        for (long i = 0; i < values; i++) {
            read(bits);
        }
    }

    /** The largest r with r^dimensions ≤ entries; (r + 1)^dimensions must fit an int. */
    private int latticeSide(int entries, int dimensions) {
        for (int side = 1; ; side++) {
            long power = 1;
            for (int i = 0; i < dimensions && power <= Integer.MAX_VALUE; i++) {
                power *= side + 1;
            }
            if (power > Integer.MAX_VALUE) {
                throw damaged("a codebook has " + dimensions + " dimensions");
            }
            if (power > entries) {
                return side;
            }
        }
    }

    private void skipTimes() {
        int times = read(6) + 1;
        for (int i = 0; i < times; i++) {
            if (read(16) != 0) {
                throw damaged("it has an unknown time transform");
            }
        }
    }

    private void skipFloors() {
        int floors = read(6) + 1;
        for (int f = 0; f < floors; f++) {
            int type = read(16);
            if (type == 0) {
                read(8 + 16);
                read(16 + 6);
                read(8);
                int books = read(4) + 1;
                for (int i = 0; i < books; i++) {
                    read(8);
                }
            } else if (type == 1) {
                skipFloor1();
            } else {
                throw damaged("it has an unknown floor type");
            }
        }
    }

    private void skipFloor1() {
        int[] classes = new int[read(5)];
        int classCount = 0;
        for (int i = 0; i < classes.length; i++) {
            classes[i] = read(4);
            classCount = Math.max(classCount, classes[i] + 1);
        }
        int[] dimensions = new int[classCount];
        for (int c = 0; c < classCount; c++) {
            dimensions[c] = read(3) + 1;
            int subclassBits = read(2);
            if (subclassBits > 0) {
                read(8);
            }
            for (int k = 0; k < 1 << subclassBits; k++) {
                read(8);
            }
        }
        read(2);
        int rangeBits = read(4);
        for (int c : classes) {
            for (int k = 0; k < dimensions[c]; k++) {
                read(rangeBits);
            }
        }
    }

    private void checkResidues() {
        int residues = read(6) + 1;
        for (int r = 0; r < residues; r++) {
            read(16);
            int begin = read(24);
            int end = read(24);
            if (begin > end || end > largestResidue) {
                throw damaged("a residue spans " + begin + " to " + end);
            }
            read(24);
            int partitions = read(6) + 1;
            int phraseBook = read(8);
            if (phraseBook >= bookEntries.length
                    || Math.pow(partitions, bookDimensions[phraseBook]) > bookEntries[phraseBook]) {
                throw damaged("a residue does not fit its codebook");
            }
            int stages = 0;
            for (int i = 0; i < partitions; i++) {
                int cascade = read(3);
                if (read(1) == 1) {
                    cascade |= read(5) << 3;
                }
                stages += Integer.bitCount(cascade);
            }
            for (int i = 0; i < stages; i++) {
                read(8);
            }
        }
    }
}
