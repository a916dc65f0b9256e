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
 * How a channel's frame is divided: one window of 1024 coefficients, or eight of 128 in groups that
 * share their scale factors.
 *
 * <p>Source: ISO/IEC 14496-3, table 4.6 ("ics_info").
 *
 * @param sequence one of the four constants
 * @param shape whether its right side is a Kaiser-Bessel derived window, or a sine window
 * @param bands how many scale factor bands are coded
 * @param offsets where each band begins within a window
 * @param groups how many windows each group has
 * @param rateIndex of the sample rate
 */
record AacWindows(
        int sequence, boolean shape, int bands, int[] offsets, int[] groups, int rateIndex) {
    static final int LONG = 0;
    static final int START = 1;
    static final int SHORT = 2;
    static final int STOP = 3;

    static AacWindows parse(AacBits bits, int rateIndex) {
        bits.skip(1);
        int sequence = bits.read(2);
        boolean shape = bits.flag();
        int bands = bits.read(sequence == SHORT ? 4 : 6);
        int[] offsets = AacBands.offsets(rateIndex, sequence == SHORT);
        int[] groups = {1};
        if (sequence == SHORT) {
            groups = groups(bits.read(7));
        } else if (bits.flag()) {
            throw new IllegalArgumentException("prediction, which AAC-LC does not have");
        }
        if (bands >= offsets.length) {
            throw new IllegalArgumentException(bands + " bands of " + (offsets.length - 1));
        }
        return new AacWindows(sequence, shape, bands, offsets, groups, rateIndex);
    }

    /** Each bit says whether a window belongs to the group of the one before it. */
    private static int[] groups(int joined) {
        int[] groups = new int[8 - Integer.bitCount(joined)];
        int group = 0;
        groups[0] = 1;
        for (int window = 1; window < 8; window++) {
            group += (joined >> 7 - window & 1) == 0 ? 1 : 0;
            groups[group]++;
        }
        return groups;
    }

    boolean isShort() {
        return sequence == SHORT;
    }

    /** How many windows there are. */
    int count() {
        return isShort() ? 8 : 1;
    }

    /** How many coefficients a window has. */
    int length() {
        return isShort() ? 128 : 1024;
    }
}
