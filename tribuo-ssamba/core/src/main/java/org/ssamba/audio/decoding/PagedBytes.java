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
package org.ssamba.audio.decoding;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file from anywhere, mostly forwards, with one page in memory. */
public final class PagedBytes {
    private static final int PAGE = 1 << 16;

    private final AudioInput input;
    private byte[] page = new byte[0];
    private long start;

    public PagedBytes(AudioInput input) {
        this.input = input;
    }

    public long size() {
        return input.size();
    }

    /** So many bytes from a position, at most a page; fewer at the end of the file. */
    public byte[] read(long at, int count) throws IOException {
        int wanted = (int) Math.max(0, Math.min(count, size() - at));
        if (at < start || at + wanted > start + page.length) {
            page = input.read(at, PAGE, ByteOrder.BIG_ENDIAN).array();
            start = at;
        }
        byte[] bytes = new byte[wanted];
        System.arraycopy(page, (int) (at - start), bytes, 0, wanted);
        return bytes;
    }

    /** Whether bytes hold a text of ISO 8859-1 at a place. */
    public static boolean startsWith(byte[] data, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return at + bytes.length <= data.length
                && Arrays.equals(data, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
