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
package org.ssamba.audio.pcm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How one sample of uncompressed audio is stored. Multi-byte samples use the buffer's order. */
public enum PcmEncoding {
    UNSIGNED_8(1),
    SIGNED_8(1),
    SIGNED_16(2),
    SIGNED_24(3),
    SIGNED_32(4),
    FLOAT_32(4),
    FLOAT_64(8),
    MU_LAW(1),
    A_LAW(1);

    private final int bytes;

    PcmEncoding(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes per sample. */
    public int bytes() {
        return bytes;
    }

    /**
     * Signed integers of a width.
     *
     * @param bytes 1 to 4
     */
    public static PcmEncoding signed(int bytes) {
        return switch (bytes) {
            case 1 -> SIGNED_8;
            case 2 -> SIGNED_16;
            case 3 -> SIGNED_24;
            case 4 -> SIGNED_32;
            default -> throw new IllegalArgumentException(bytes + " bytes per sample");
        };
    }

    /** The sample at a byte position; full scale is 1. */
    double decode(ByteBuffer data, int at) {
        return switch (this) {
            case UNSIGNED_8 -> ((data.get(at) & 0xff) - 128) / 128.0;
            case SIGNED_8 -> data.get(at) / 128.0;
            case SIGNED_16 -> data.getShort(at) / 32768.0;
            case SIGNED_24 -> int24(data, at) / 8388608.0;
            case SIGNED_32 -> data.getInt(at) / 2147483648.0;
            case FLOAT_32 -> data.getFloat(at);
            case FLOAT_64 -> data.getDouble(at);
            case MU_LAW -> muLaw(data.get(at)) / 32768.0;
            case A_LAW -> aLaw(data.get(at)) / 32768.0;
        };
    }

    /**
     * Averages interleaved channels.
     *
     * @param data from its start on
     * @param channels of each frame
     * @param mono receives a sample for each frame
     * @param from index in {@code mono} of the first
     * @param count how many frames
     */
    public void average(ByteBuffer data, int channels, float[] mono, int from, int count) {
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += decode(data, (i * channels + channel) * bytes);
            }
            mono[from + i] = (float) (sum / channels);
        }
    }

    private static int int24(ByteBuffer data, int at) {
        boolean big = data.order() == ByteOrder.BIG_ENDIAN;
        int high = data.get(big ? at : at + 2);
        int middle = data.get(at + 1) & 0xff;
        int low = data.get(big ? at + 2 : at) & 0xff;
        return high << 16 | middle << 8 | low;
    }

    /** ITU-T G.711 μ-law to 16-bit linear. */
    private static int muLaw(byte code) {
        int inverted = ~code & 0xff;
        int exponent = inverted >> 4 & 7;
        int magnitude = (((inverted & 0x0f) << 3) + 0x84 << exponent) - 0x84;
        return (inverted & 0x80) != 0 ? -magnitude : magnitude;
    }

    /** ITU-T G.711 A-law to 16-bit linear. */
    private static int aLaw(byte code) {
        int toggled = code & 0xff ^ 0x55;
        int exponent = toggled >> 4 & 7;
        int mantissa = (toggled & 0x0f) << 4;
        int magnitude = exponent == 0 ? mantissa + 8 : mantissa + 0x108 << exponent - 1;
        return (toggled & 0x80) != 0 ? magnitude : -magnitude;
    }
}
