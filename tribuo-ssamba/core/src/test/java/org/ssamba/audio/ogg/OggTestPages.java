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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ssamba.audio.Bytes;
import org.ssamba.audio.TestClips;

/** Ogg files taken apart, changed and put together again. */
final class OggTestPages {
    static final int LAST = 4;

    private OggTestPages() {}

    static List<byte[]> pages(String name) throws IOException {
        byte[] file = Files.readAllBytes(TestClips.path(name));
        List<byte[]> pages = new ArrayList<>();
        for (int at = 0; at < file.length; ) {
            int size = 27 + file[at + 26];
            for (int i = 0; i < (file[at + 26] & 0xff); i++) {
                size += file[at + 27 + i] & 0xff;
            }
            size += (file[at + 26] & 0xff) - file[at + 26];
            pages.add(Arrays.copyOfRange(file, at, at + size));
            at += size;
        }
        return pages;
    }

    /** The page with another number or flags, and the CRC that belongs to it. */
    static byte[] page(byte[] page, int number, int flags) {
        ByteBuffer changed = ByteBuffer.wrap(page.clone()).order(ByteOrder.LITTLE_ENDIAN);
        changed.put(5, (byte) flags).putInt(18, number).putInt(22, 0);
        int crc = 0;
        for (byte b : changed.array()) {
            crc ^= b << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
            }
        }
        return changed.putInt(22, crc).array();
    }

    /** The page without so many packets at its start, the rest of a broken one among them. */
    static byte[] without(byte[] page, int packets, int number) {
        int segments = page[26] & 0xff;
        int segment = 0;
        int body = 27 + segments;
        for (int left = packets; left > 0; segment++) {
            body += page[27 + segment] & 0xff;
            left -= (page[27 + segment] & 0xff) < 255 ? 1 : 0;
        }
        byte[] head = Arrays.copyOf(page, 27);
        head[26] = (byte) (segments - segment);
        byte[] rest =
                Bytes.of(
                        head,
                        Arrays.copyOfRange(page, 27 + segment, 27 + segments),
                        Arrays.copyOfRange(page, body, page.length));
        return page(rest, number, page[5] & LAST);
    }
}
