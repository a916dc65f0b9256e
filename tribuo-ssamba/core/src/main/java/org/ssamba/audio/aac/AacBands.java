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
 * Scale factor bands by sample rate: where each begins, and one past the last.
 *
 * <p>Source: ISO/IEC 14496-3, tables 4.129 to 4.147 and 4.155.
 */
final class AacBands {
    /** Sample rates by index. */
    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000
    };

    private static final int[][] LONG = {
        {
            0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 64, 72, 80, 88, 96, 108, 120,
            132, 144, 156, 172, 188, 212, 240, 276, 320, 384, 448, 512, 576, 640, 704, 768, 832,
            896, 960, 1024
        },
        {
            0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 64, 72, 80, 88, 100, 112, 124,
            140, 156, 172, 192, 216, 240, 268, 304, 344, 384, 424, 464, 504, 544, 584, 624, 664,
            704, 744, 784, 824, 864, 904, 944, 984, 1024
        },
        {
            0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 72, 80, 88, 96, 108, 120, 132, 144,
            160, 176, 196, 216, 240, 264, 292, 320, 352, 384, 416, 448, 480, 512, 544, 576, 608,
            640, 672, 704, 736, 768, 800, 832, 864, 896, 928, 1024
        },
        {
            0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 56, 64, 72, 80, 88, 96, 108, 120, 132, 144,
            160, 176, 196, 216, 240, 264, 292, 320, 352, 384, 416, 448, 480, 512, 544, 576, 608,
            640, 672, 704, 736, 768, 800, 832, 864, 896, 928, 960, 992, 1024
        },
        {
            0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 52, 60, 68, 76, 84, 92, 100, 108, 116, 124,
            136, 148, 160, 172, 188, 204, 220, 240, 260, 284, 308, 336, 364, 396, 432, 468, 508,
            552, 600, 652, 704, 768, 832, 896, 960, 1024
        },
        {
            0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 100, 112, 124, 136, 148, 160, 172, 184,
            196, 212, 228, 244, 260, 280, 300, 320, 344, 368, 396, 424, 456, 492, 532, 572, 616,
            664, 716, 772, 832, 896, 960, 1024
        },
        {
            0, 12, 24, 36, 48, 60, 72, 84, 96, 108, 120, 132, 144, 156, 172, 188, 204, 220, 236,
            252, 268, 288, 308, 328, 348, 372, 396, 420, 448, 476, 508, 544, 580, 620, 664, 712,
            764, 820, 880, 944, 1024
        }
    };

    private static final int[][] SHORT = {
        {0, 4, 8, 12, 16, 20, 24, 32, 40, 48, 64, 92, 128},
        {0, 4, 8, 12, 16, 20, 28, 36, 44, 56, 68, 80, 96, 112, 128},
        {0, 4, 8, 12, 16, 20, 24, 28, 36, 44, 52, 64, 76, 92, 108, 128},
        {0, 4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 60, 72, 88, 108, 128},
        {0, 4, 8, 12, 16, 20, 24, 28, 36, 44, 52, 60, 72, 88, 108, 128}
    };

    /** Which of the tables above each rate has. */
    private static final int[] LONG_TABLE = {0, 0, 1, 2, 2, 3, 4, 4, 5, 5, 5, 6};

    private static final int[] SHORT_TABLE = {0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 4};

    /** One past the last band that noise shaping in time may reach. */
    private static final int[] LONG_SHAPED = {31, 31, 34, 40, 42, 51, 46, 46, 42, 42, 42, 39};

    private static final int[] SHORT_SHAPED = {9, 9, 10, 14, 14, 14, 14, 14, 14, 14, 14, 14};

    private AacBands() {}

    /** How many sample rates there are. */
    static int rates() {
        return RATES.length;
    }

    /** The sample rate of an index. */
    static int rate(int index) {
        return RATES[index];
    }

    /** The index whose bands a sample rate has that is not in the list: that of the nearest. */
    static int index(int rate) {
        int[] least = {
            92_017, 75_132, 55_426, 46_009, 37_566, 27_713, 23_004, 18_783, 13_856, 11_502, 9391
        };
        int index = 0;
        while (index < least.length && rate < least[index]) {
            index++;
        }
        return index;
    }

    static int[] offsets(int rateIndex, boolean isShort) {
        return isShort ? SHORT[SHORT_TABLE[rateIndex]] : LONG[LONG_TABLE[rateIndex]];
    }

    static int shaped(int rateIndex, boolean isShort) {
        return isShort ? SHORT_SHAPED[rateIndex] : LONG_SHAPED[rateIndex];
    }
}
