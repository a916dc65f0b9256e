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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/**
 * Sun/NeXT AU, big-endian or (as DEC wrote it) little-endian: linear PCM of 8 to 32 bits, 32- and
 * 64-bit float, μ-law and A-law.
 *
 * <p>Source: the audio(5) file format of SunOS.
 */
public final class AuFormat {
    private static final int HEADER = 24;
    private static final long UNKNOWN_SIZE = 0xffffffffL;

    /**
     * Where a header says what the samples are, which files that belong together have in common.
     */
    private static final int SAMPLES = 12;

    private static final int BLOCK = 1 << 16;

    private AuFormat() {}

    public static boolean matches(ByteBuffer head) {
        String id = WavFormat.fourCharacters(head, 0);
        return id.equals(".snd") || id.equals("dns.");
    }

    public static AudioDecoder open(AudioInput input) throws IOException {
        String id = WavFormat.fourCharacters(input.read(0, 4, ByteOrder.BIG_ENDIAN), 0);
        ByteOrder order = id.equals(".snd") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer header = input.read(0, HEADER, order);
        if (header.limit() < HEADER) {
            throw input.fail("is truncated: it ends inside its header");
        }
        long offset = header.getInt(4) & 0xffffffffL;
        long size = header.getInt(8) & 0xffffffffL;
        if (offset < HEADER) {
            throw input.fail("its samples are said to start inside the header, at " + offset);
        }
        AiffFormat.requireNoOther(input, offset + size, id, "AU");
        // A size of "unknown" is part of the format: the rest of the file.
        long bytes = size;
        if (size == UNKNOWN_SIZE) {
            bytes = Math.max(0, input.size() - offset);
            requireNoOtherAmongSamples(input, offset, header.array(), id);
        }
        return PcmData.of(
                input,
                "sample data",
                offset,
                bytes,
                header.getInt(20) & 0xffffffffL,
                encoding(input, header.getInt(12)),
                order,
                header.getInt(16) & 0xffffffffL);
    }

    /** Of several files from pipes, one after the other, nothing else says where one ends. */
    private static void requireNoOtherAmongSamples(
            AudioInput input, long offset, byte[] header, String id) throws IOException {
        for (long at = offset; at < input.size(); at += BLOCK - HEADER + 1) {
            byte[] bytes = input.read(at, BLOCK, ByteOrder.BIG_ENDIAN).array();
            for (int i = 0; i + HEADER <= bytes.length; i++) {
                if (bytes[i] == header[0]
                        && Arrays.equals(bytes, i, i + 4, header, 0, 4)
                        && Arrays.equals(bytes, i + SAMPLES, i + HEADER, header, SAMPLES, HEADER)) {
                    AiffFormat.requireNoOther(input, at + i, id, "AU");
                }
            }
        }
    }

    private static PcmEncoding encoding(AudioInput input, int code) {
        return switch (code) {
            case 1 -> PcmEncoding.MU_LAW;
            case 2, 3, 4, 5 -> PcmEncoding.signed(code - 1);
            case 6 -> PcmEncoding.FLOAT_32;
            case 7 -> PcmEncoding.FLOAT_64;
            case 27 -> PcmEncoding.A_LAW;
            default -> throw input.fail("unsupported codec: AU encoding " + code);
        };
    }
}
