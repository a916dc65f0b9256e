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

import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;

/**
 * What kind of AAC a track holds.
 *
 * <p>Source of the format: ISO/IEC 14496-3, 1.6.2.1 ("AudioSpecificConfig").
 *
 * @param rateIndex which table of bands is used
 * @param sampleRate samples per second
 */
public record AacConfig(int rateIndex, int sampleRate) {
    private static final int LOW_COMPLEXITY = 2;
    private static final int SBR = 5;
    private static final int PS = 29;
    private static final int EXPLICIT_RATE = 15;

    /**
     * Reads the description that containers hold.
     *
     * @throws AudioFormatException if it is damaged or of a kind that is not read
     */
    public static AacConfig parse(AudioInput input, byte[] description) {
        try {
            AacBits bits = new AacBits(description);
            int type = type(bits);
            int index = bits.read(4);
            int rate = index == EXPLICIT_RATE ? bits.read(24) : rate(index);
            bits.skip(4);
            if (type != LOW_COMPLEXITY) {
                throw input.unread(name(type));
            }
            if (bits.flag()) {
                throw input.unread("AAC with frames of 960 samples");
            }
            return new AacConfig(index == EXPLICIT_RATE ? AacBands.index(rate) : index, rate);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw input.fail("is damaged: its description of AAC is not whole", e);
        }
    }

    private static int type(AacBits bits) {
        int type = bits.read(5);
        return type == 31 ? 32 + bits.read(6) : type;
    }

    private static int rate(int index) {
        if (index >= AacBands.rates()) {
            throw new IllegalArgumentException("sample rate " + index);
        }
        return AacBands.rate(index);
    }

    private static String name(int type) {
        return switch (type) {
            case 1 -> "AAC of the main profile";
            case 3 -> "AAC of scalable sample rate";
            case 4 -> "AAC with long-term prediction";
            case SBR -> "HE-AAC (AAC with spectral band replication)";
            case PS -> "HE-AAC v2 (AAC with parametric stereo)";
            case 23 -> "AAC-LD";
            case 36 -> "MPEG-4 ALS";
            case 39 -> "AAC-ELD";
            case 42 -> "xHE-AAC (USAC)";
            default -> "MPEG-4 audio of type " + type;
        };
    }

    /** Passes over the description of a program's channels. */
    static void skipProgram(AacBits bits) {
        bits.skip(4 + 2 + 4);
        int front = bits.read(4);
        int side = bits.read(4);
        int back = bits.read(4);
        int bass = bits.read(2);
        int data = bits.read(3);
        int coupled = bits.read(4);
        for (int mixdown : new int[] {4, 4, 3}) {
            if (bits.flag()) {
                bits.skip(mixdown);
            }
        }
        bits.skip(5 * (front + side + back + coupled) + 4 * (bass + data));
        bits.align();
        bits.skip(8 * bits.read(8));
    }
}
