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
import java.util.HashMap;
import java.util.Map;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/**
 * NIST SPHERE, in which TIMIT and other corpora of the LDC come, mostly under the name of WAV:
 * integer PCM of 8 to 32 bits in either byte order, μ-law and A-law; not compressed by Shorten.
 *
 * <p>Source of the format: NIST, "SPHERE 2.6: file header structure".
 */
public final class SphereFormat {
    private static final String MAGIC = "NIST_1A\n";

    /** Bytes of the lines that say what it is and how long the header is. */
    private static final int PREAMBLE = 16;

    private static final int LONGEST_HEADER = 1 << 16;

    private SphereFormat() {}

    public static boolean matches(ByteBuffer head) {
        return head.limit() >= MAGIC.length() && text(head).startsWith(MAGIC);
    }

    public static AudioDecoder open(AudioInput input) throws IOException {
        String preamble = text(input.read(0, PREAMBLE, ByteOrder.BIG_ENDIAN));
        int header;
        try {
            header = Integer.parseInt(preamble.substring(MAGIC.length()).strip());
        } catch (NumberFormatException e) {
            throw input.fail("is damaged: its SPHERE header does not say how long it is", e);
        }
        if (header < PREAMBLE || header > LONGEST_HEADER || header > input.size()) {
            throw input.fail("is damaged: its SPHERE header claims " + header + " bytes");
        }
        Map<String, String> fields = new HashMap<>();
        for (String line : text(input.read(0, header, ByteOrder.BIG_ENDIAN)).split("\n")) {
            String[] words = line.strip().split("\\s+", 3);
            if (words[0].equals("end_head")) {
                break;
            }
            if (words.length == 3) {
                fields.put(words[0], words[2]);
            }
        }
        String coding = fields.getOrDefault("sample_coding", "pcm");
        int bytes = (int) number(input, fields, "sample_n_bytes");
        long channels = number(input, fields, "channel_count");
        long samples = number(input, fields, "sample_count");
        return PcmData.of(
                input,
                "sample data",
                header,
                Math.multiplyExact(samples, channels * bytes),
                channels,
                encoding(input, coding, bytes),
                fields.getOrDefault("sample_byte_format", "01").startsWith("0")
                        ? ByteOrder.LITTLE_ENDIAN
                        : ByteOrder.BIG_ENDIAN,
                number(input, fields, "sample_rate"));
    }

    private static PcmEncoding encoding(AudioInput input, String coding, int bytes) {
        if (coding.equals("pcm") && bytes >= 1 && bytes <= 4) {
            return PcmEncoding.signed(bytes);
        }
        if (bytes == 1 && (coding.equals("ulaw") || coding.equals("mu-law"))) {
            return PcmEncoding.MU_LAW;
        }
        if (bytes == 1 && coding.equals("alaw")) {
            return PcmEncoding.A_LAW;
        }
        throw input.fail(
                "unsupported codec: SPHERE with '"
                        + coding
                        + "' of "
                        + bytes
                        + " bytes; sph2pipe -f wav converts it");
    }

    /** A whole number of a field: at most nine digits, so that products stay exact. */
    private static long number(AudioInput input, Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        if (!value.matches("[0-9]{1,9}")) {
            throw input.fail("is damaged: its SPHERE header has " + name + " '" + value + "'");
        }
        return Long.parseLong(value);
    }

    private static String text(ByteBuffer bytes) {
        return new String(bytes.array(), StandardCharsets.ISO_8859_1);
    }
}
