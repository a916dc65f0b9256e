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
package org.ssamba.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ssamba.audio.AudioContent;
import org.ssamba.audio.decoding.AudioInput;

/** Makes damage reach the decoder behind the checks of frames and of the whole. */
public final class FlacRepair {
    private static final int INFO = 8;
    private static final int MD5 = INFO + 18;
    private static final int INFO_END = INFO + 34;

    private FlacRepair() {}

    /** The CRCs of the frames of a FLAC file, as far as they can be read; no MD5. */
    public static byte[] frames(byte[] file) throws IOException {
        byte[] bytes = file.clone();
        if (bytes.length < INFO_END || bytes[INFO - 4] << 1 != 0) {
            return bytes;
        }
        Arrays.fill(bytes, MD5, INFO_END, (byte) 0);
        long packed = ByteBuffer.wrap(bytes).getLong(INFO + 10);
        int channels = (int) (packed >>> 41 & 7) + 1;
        int bits = (int) (packed >>> 36 & 31) + 1;
        long frame = firstFrame(bytes);
        long number = 0;
        long sample = 0;
        AudioContent content = AudioContent.of(bytes, URI.create("fuzz:x"));
        try (AudioInput input = AudioInput.open("fuzz", content.open())) {
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
