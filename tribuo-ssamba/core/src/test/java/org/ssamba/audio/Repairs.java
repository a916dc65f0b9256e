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
package org.ssamba.audio;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes the checksums of damaged files fit, so that the damage reaches what lies behind them. */
final class Repairs {
    private static final int OGG_HEADER = 27;
    private static final int OGG_CRC = 22;
    private static final int FLAC_INFO = 8;
    private static final int FLAC_MD5 = FLAC_INFO + 18;
    private static final int FLAC_INFO_END = FLAC_INFO + 34;

    private Repairs() {}

    /** The CRC of every page of an Ogg file, as far as its pages follow each other. */
    static byte[] ogg(byte[] file) {
        byte[] bytes = file.clone();
        ByteBuffer ogg = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + OGG_HEADER <= bytes.length && bytes[at] == 'O') {
            int segments = bytes[at + OGG_HEADER - 1] & 0xff;
            int end = at + OGG_HEADER + segments;
            for (int i = 0; i < segments && at + OGG_HEADER + i < bytes.length; i++) {
                end += bytes[at + OGG_HEADER + i] & 0xff;
            }
            if (end > bytes.length) {
                break;
            }
            ogg.putInt(at + OGG_CRC, 0);
            int crc = 0;
            for (int i = at; i < end; i++) {
                crc ^= bytes[i] << 24;
                for (int bit = 0; bit < 8; bit++) {
                    crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
                }
            }
            ogg.putInt(at + OGG_CRC, crc);
            at = end;
        }
        return bytes;
    }

    /** The CRCs of the frames of a FLAC file, as far as they can be read; no MD5. */
    static byte[] flac(byte[] file) throws IOException {
        byte[] bytes = file.clone();
        if (bytes.length < FLAC_INFO_END || bytes[FLAC_INFO - 4] << 1 != 0) {
            return bytes;
        }
        Arrays.fill(bytes, FLAC_MD5, FLAC_INFO_END, (byte) 0);
        long packed = ByteBuffer.wrap(bytes).getLong(FLAC_INFO + 10);
        int channels = (int) (packed >>> 41 & 7) + 1;
        int bits = (int) (packed >>> 36 & 31) + 1;
        long frame = firstFrame(bytes);
        long number = 0;
        long sample = 0;
        try (AudioInput input = AudioInput.open(AudioContent.of(bytes, URI.create("fuzz:x")))) {
            while (frame < bytes.length) {
                FlacBits in = new FlacBits(input.stream(frame), frame);
                FlacFrames frames = new FlacFrames(in, channels, bits, number, sample);
                try {
                    if (!frames.next()) {
                        break;
                    }
                    frame = in.position();
                    number++;
                    sample = frames.position();
                } catch (FlacFrames.DamagedFrameException e) {
                    int at = (int) in.position();
                    if (e.getMessage().equals("wrong CRC of a header")) {
                        bytes[at - 1] = (byte) crc(bytes, (int) frame, at - 1, 0x07, 8);
                    } else if (e.getMessage().equals("wrong CRC")) {
                        int crc = crc(bytes, (int) frame, at - 2, 0x8005, 16);
                        ByteBuffer.wrap(bytes).putShort(at - 2, (short) crc);
                    } else {
                        break;
                    }
                } catch (EOFException e) {
                    break;
                }
            }
        }
        return bytes;
    }

    private static long firstFrame(byte[] bytes) {
        long at = 4;
        boolean last = false;
        while (!last && at + 4 <= bytes.length) {
            int header = ByteBuffer.wrap(bytes).getInt((int) at);
            last = header < 0;
            at += 4 + (header & 0xffffff);
        }
        return at;
    }

    private static int crc(byte[] bytes, int from, int to, int polynomial, int width) {
        int crc = 0;
        int top = 1 << width - 1;
        for (int i = from; i < to; i++) {
            crc ^= (bytes[i] & 0xff) << width - 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ ((crc & top) != 0 ? polynomial : 0);
            }
            crc &= (1 << width) - 1;
        }
        return crc;
    }
}
