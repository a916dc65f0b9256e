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
package org.ssamba.audio.ogg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Makes damage reach the decoder behind the check of pages. */
public final class OggRepair {
    private static final int HEADER = 27;
    private static final int CRC = 22;

    private OggRepair() {}

    /** The CRC of every page of an Ogg file, as far as its pages follow each other. */
    public static byte[] pages(byte[] file) {
        byte[] bytes = file.clone();
        ByteBuffer ogg = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + HEADER <= bytes.length && bytes[at] == 'O') {
            int segments = bytes[at + HEADER - 1] & 0xff;
            int end = at + HEADER + segments;
            for (int i = 0; i < segments && at + HEADER + i < bytes.length; i++) {
                end += bytes[at + HEADER + i] & 0xff;
            }
            if (end > bytes.length) {
                break;
            }
            ogg.putInt(at + CRC, 0);
            int crc = 0;
            for (int i = at; i < end; i++) {
                crc ^= bytes[i] << 24;
                for (int bit = 0; bit < 8; bit++) {
                    crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
                }
            }
            ogg.putInt(at + CRC, crc);
            at = end;
        }
        return bytes;
    }
}
