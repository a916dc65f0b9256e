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
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/**
 * AIFF and AIFF-C: linear PCM of 1 to 32 bits in either byte order, 32- and 64-bit float, μ-law and
 * A-law.
 *
 * <p>Source: Apple Computer, "Audio Interchange File Format AIFF-C, draft" (1991).
 */
public final class AiffFormat {
    private static final int HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int COMMON_BYTES = 18;

    private AiffFormat() {}

    public static boolean matches(ByteBuffer head) {
        String type = WavFormat.fourCharacters(head, 8);
        return WavFormat.fourCharacters(head, 0).equals("FORM")
                && (type.equals("AIFF") || type.equals("AIFC"));
    }

    public static AudioDecoder open(AudioInput input) throws IOException {
        ByteBuffer form = input.read(0, HEADER, ByteOrder.BIG_ENDIAN);
        boolean compressed = form.get(11) == 'C';
        long formSize = form.getInt(4) & 0xffffffffL;
        requireNoOther(input, CHUNK_HEADER + formSize + (formSize & 1), "FORM", "AIFF");
        ByteBuffer common = null;
        long samplesAt = -1;
        long samplesSize = 0;
        long at = HEADER;
        while (at + CHUNK_HEADER <= input.size() && (common == null || samplesAt < 0)) {
            ByteBuffer chunk = input.read(at, CHUNK_HEADER, ByteOrder.BIG_ENDIAN);
            String name = WavFormat.fourCharacters(chunk, 0);
            long size = chunk.getInt(4) & 0xffffffffL;
            long body = at + CHUNK_HEADER;
            if (name.equals("COMM")) {
                common = input.read(body, COMMON_BYTES + 4, ByteOrder.BIG_ENDIAN);
            } else if (name.equals("SSND")) {
                ByteBuffer start = input.read(body, 8, ByteOrder.BIG_ENDIAN);
                if (start.limit() < 8) {
                    throw input.fail("is truncated: it ends inside its SSND chunk");
                }
                long skipped = 8 + (start.getInt(0) & 0xffffffffL);
                samplesAt = body + skipped;
                samplesSize = size - skipped;
            }
            at = body + size + (size & 1);
        }
        if (common == null || common.limit() < COMMON_BYTES + (compressed ? 4 : 0)) {
            throw input.fail("is truncated: it has no complete COMM chunk");
        }
        long frames = common.getInt(2) & 0xffffffffL;
        if (samplesAt < 0 && frames > 0) {
            throw input.fail("is truncated: it ends before its SSND chunk");
        }
        return layout(input, common, compressed, samplesAt, samplesSize);
    }

    /**
     * Other decoders stop behind the first file.
     *
     * @throws org.ssamba.audio.AudioFormatException if another one begins at a position
     */
    static void requireNoOther(AudioInput input, long at, String magic, String format)
            throws IOException {
        if (WavFormat.fourCharacters(input.read(at, 4, ByteOrder.BIG_ENDIAN), 0).equals(magic)) {
            throw input.fail(
                    "holds another "
                            + format
                            + " file at byte "
                            + at
                            + "; write each into a file of its own");
        }
    }

    private static PcmData layout(
            AudioInput input, ByteBuffer common, boolean compressed, long at, long size) {
        int channels = common.getShort(0) & 0xffff;
        long frames = common.getInt(2) & 0xffffffffL;
        int bits = common.getShort(6) & 0xffff;
        String codec = compressed ? WavFormat.fourCharacters(common, COMMON_BYTES) : "NONE";
        boolean swapped = codec.equals("sowt") || codec.equals("42ni") || codec.equals("23ni");
        ByteOrder order = swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        PcmEncoding encoding = encoding(input, codec, bits);
        long frameBytes = (long) channels * encoding.bytes();
        long bytes = frames * frameBytes;
        if (frames == 0 && size < 0 && frameBytes > 0) {
            // A pipe or a recorder that crashed: the sizes were never written.
            bytes = (input.size() - at) / frameBytes * frameBytes;
        } else if (bytes > size) {
            throw input.fail(
                    "is truncated: "
                            + frames
                            + " sample frames need "
                            + bytes
                            + " bytes but its SSND chunk holds "
                            + Math.max(0, size));
        }
        return PcmData.of(
                input, "SSND chunk", at, bytes, channels, encoding, order, rate(input, common));
    }

    private static PcmEncoding encoding(AudioInput input, String codec, int bits) {
        boolean integer = bits >= 1 && bits <= 32;
        // Samples are left-justified in the next whole number of bytes.
        int bytes = (bits + 7) / 8;
        return switch (codec) {
            case "NONE", "twos", "sowt", "in24", "in32", "42ni", "23ni" -> {
                if (!integer) {
                    throw input.fail("unsupported codec: " + bits + " bits per sample");
                }
                yield PcmEncoding.signed(bytes);
            }
            case "raw " -> PcmEncoding.UNSIGNED_8;
            case "fl32", "FL32" -> PcmEncoding.FLOAT_32;
            case "fl64", "FL64" -> PcmEncoding.FLOAT_64;
            case "ulaw", "ULAW" -> PcmEncoding.MU_LAW;
            case "alaw", "ALAW" -> PcmEncoding.A_LAW;
            default ->
                    throw input.fail(
                            "unsupported codec: AIFF-C '" + codec + "'; convert it to PCM");
        };
    }

    /** The 80-bit extended floating-point rate, rounded to whole hertz. */
    private static long rate(AudioInput input, ByteBuffer common) {
        int exponent = common.getShort(8);
        long mantissa = common.getLong(10);
        // value = mantissa · 2^(exponent - 16383 - 63); rates need exponents of 16383 to 16414.
        int shift = 16383 + 63 - exponent;
        if (exponent < 0 || mantissa >= 0 || shift < 63 - 31 || shift > 63) {
            throw input.fail("its sample rate is not a positive number of hertz");
        }
        long half = mantissa >>> (shift - 1);
        return (half >>> 1) + (half & 1);
    }
}
