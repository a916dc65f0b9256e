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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/**
 * WAV: RIFF, big-endian RIFX, and RF64/BW64 for files over 4 GB; integer PCM of 8 to 32 bits, 32-
 * and 64-bit float, μ-law and A-law, plain or in WAVE_FORMAT_EXTENSIBLE; Microsoft's and IMA ADPCM.
 *
 * <p>Sources: Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991) and
 * "Multiple channel audio data and WAVE files" (2007); EBU Tech 3306 (RF64).
 */
public final class WavFormat {
    private static final int EXTENSIBLE_BYTES = 40;

    /** As much of the fmt chunk as anything here needs: Microsoft ADPCM with 255 predictors. */
    private static final int FMT_BYTES = 22 + 4 * 255;

    private static final int EXTENSIBLE = 0xfffe;

    /** What follows the format tag in the sub-format GUID of WAVE_FORMAT_EXTENSIBLE. */
    private static final byte[] GUID_TAIL = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
    };

    /** Of Ambisonic B-format, whose samples are stored as those of any channels. */
    private static final byte[] AMBISONIC_TAIL = {
        0,
        0,
        0x21,
        7,
        (byte) 0xd3,
        0x11,
        (byte) 0x86,
        0x44,
        (byte) 0xc8,
        (byte) 0xc1,
        (byte) 0xca,
        0,
        0,
        0
    };

    /** Codecs that are not read, by format tag. */
    private static final Map<Integer, String> UNREAD =
            Map.ofEntries(
                    Map.entry(0x31, "GSM 6.10"),
                    Map.entry(0x45, "G.726"),
                    Map.entry(0x50, "MPEG audio"),
                    Map.entry(0x55, "MP3"),
                    Map.entry(0x22, "TrueSpeech"),
                    Map.entry(0x92, "AC-3"),
                    Map.entry(0x2000, "AC-3"),
                    Map.entry(0x2001, "DTS"),
                    Map.entry(0xff, "AAC"),
                    Map.entry(0x1610, "AAC"),
                    Map.entry(0x160, "WMA"),
                    Map.entry(0x161, "WMA"),
                    Map.entry(0x162, "WMA"),
                    Map.entry(0x674f, "Vorbis"));

    private WavFormat() {}

    public static boolean matches(ByteBuffer head) {
        String id = fourCharacters(head, 0);
        return (id.equals("RIFF") || id.equals("RIFX") || id.equals("RF64") || id.equals("BW64"))
                && fourCharacters(head, 8).equals("WAVE");
    }

    /** Opens the RIFF file that starts at a position (behind an ID3v2 tag, for example). */
    public static AudioDecoder open(AudioInput input, long start) throws IOException {
        String id = fourCharacters(input.read(start, 4, ByteOrder.BIG_ENDIAN), 0);
        ByteOrder order = id.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        WavChunks chunks = new WavChunks(input, start, order);
        ByteBuffer format = null;
        long samples = -1;
        for (WavChunks.Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            if (chunk.name().equals("data")) {
                if (format == null) {
                    throw input.fail("its data chunk comes before any fmt chunk");
                }
                if (format.limit() < 16) {
                    throw input.fail(
                            "its fmt chunk has " + format.limit() + " bytes; at least 16 needed");
                }
                int tag = tag(input, format);
                String unread = UNREAD.get(tag);
                if (unread != null) {
                    throw input.unread(unread + " in WAV");
                }
                long bytes = chunks.dataSize(chunk);
                chunks.requireNoMoreAudio(chunk, bytes);
                return tag == AdpcmData.MICROSOFT || tag == AdpcmData.IMA
                        ? AdpcmData.of(input, format, chunk.body(), bytes, samples)
                        : layout(input, tag, format, chunk.body(), bytes);
            }
            if (chunk.name().equals("fmt ")) {
                format = input.read(chunk.body(), (int) Math.min(chunk.size(), FMT_BYTES), order);
            } else if (chunk.name().equals("fact") && chunk.size() >= 4) {
                ByteBuffer fact = input.read(chunk.body(), 4, order);
                samples = fact.limit() == 4 ? fact.getInt(0) & 0xffffffffL : -1;
            }
        }
        throw input.fail("is truncated: it ends before its data chunk");
    }

    /** The format tag, which WAVE_FORMAT_EXTENSIBLE has in its sub-format. */
    private static int tag(AudioInput input, ByteBuffer format) {
        int tag = format.getShort(0) & 0xffff;
        if (tag != EXTENSIBLE) {
            return tag;
        }
        byte[] tail = new byte[GUID_TAIL.length];
        if (format.limit() >= EXTENSIBLE_BYTES) {
            format.get(26, tail);
        }
        if (!Arrays.equals(tail, GUID_TAIL) && !Arrays.equals(tail, AMBISONIC_TAIL)) {
            throw input.fail("unsupported codec: an extensible WAV sub-format");
        }
        return format.getShort(24) & 0xffff;
    }

    private static PcmData layout(
            AudioInput input, int tag, ByteBuffer format, long at, long bytes) {
        int channels = format.getShort(2) & 0xffff;
        long rate = format.getInt(4) & 0xffffffffL;
        int blockAlign = format.getShort(12) & 0xffff;
        int bits = format.getShort(14) & 0xffff;
        if (blockAlign == 0) {
            blockAlign = channels * ((bits + 7) / 8); // as other decoders do
        }
        if (channels == 0 || blockAlign == 0 || blockAlign % channels != 0) {
            throw input.fail(channels + " channels in sample frames of " + blockAlign + " bytes");
        }
        PcmEncoding encoding = encoding(input, tag, blockAlign / channels, bits);
        // Some programs leave a byte more than whole frames.
        long whole = bytes - bytes % blockAlign;
        return PcmData.of(input, "data chunk", at, whole, channels, encoding, format.order(), rate);
    }

    /** Samples narrower than their container are left-justified in it, so only its width counts. */
    private static PcmEncoding encoding(AudioInput input, int tag, int bytes, int bits) {
        if (bits > 8 * bytes) {
            throw input.fail(bits + " bits per sample in " + bytes + " bytes");
        }
        if (tag == 1 && bytes <= 4) {
            return bytes == 1 ? PcmEncoding.UNSIGNED_8 : PcmEncoding.signed(bytes);
        }
        if (tag == 3 && bytes == 4) {
            return PcmEncoding.FLOAT_32;
        }
        if (tag == 3 && bytes == 8) {
            return PcmEncoding.FLOAT_64;
        }
        if (tag == 6 && bytes == 1) {
            return PcmEncoding.A_LAW;
        }
        if (tag == 7 && bytes == 1) {
            return PcmEncoding.MU_LAW;
        }
        throw input.fail(
                String.format(
                        Locale.ROOT,
                        "unsupported codec: WAV format tag 0x%04x with %d bytes per sample;"
                                + " convert it to PCM",
                        tag,
                        bytes));
    }

    /** A chunk name, empty where the buffer ends before. */
    static String fourCharacters(ByteBuffer bytes, int at) {
        if (at + 4 > bytes.limit()) {
            return "";
        }
        byte[] name = new byte[4];
        bytes.get(at, name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
