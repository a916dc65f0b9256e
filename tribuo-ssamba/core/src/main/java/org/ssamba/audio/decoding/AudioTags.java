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

/**
 * What lies before, behind and, in joined files, between audio without being audio: ID3, APE and
 * Lyrics3 tags, and zeros.
 */
public final class AudioTags {
    /** The longest text that begins a tag. */
    private static final int LONGEST_MARK = 11;

    private static final int ID3V2_HEADER = 10;
    private static final int APE_HEADER = 32;

    private final PagedBytes data;

    public AudioTags(PagedBytes data) {
        this.data = data;
    }

    /** The position behind the tags and zeros at a position, by the sizes that they claim. */
    public long behind(long position) throws IOException {
        long at = position;
        for (long next = behindOne(at); next > at; next = behindOne(at)) {
            at = next;
        }
        return Math.min(at, data.size());
    }

    private long behindOne(long at) throws IOException {
        byte[] mark = data.read(at, LONGEST_MARK);
        if (PagedBytes.startsWith(mark, 0, "TAG+")) {
            return at + 227;
        }
        if (PagedBytes.startsWith(mark, 0, "TAG")) {
            return at + 128;
        }
        if (PagedBytes.startsWith(mark, 0, "3DI")) {
            return at + ID3V2_HEADER;
        }
        if (PagedBytes.startsWith(mark, 0, "ID3")) {
            return at + id3Size(data.read(at, ID3V2_HEADER));
        }
        if (PagedBytes.startsWith(mark, 0, "APETAGEX")) {
            byte[] header = data.read(at, APE_HEADER);
            boolean footer = header.length < APE_HEADER || (header[23] & 0x20) == 0;
            return at + APE_HEADER + (footer ? 0 : littleEndian(header, 12));
        }
        if (PagedBytes.startsWith(mark, 0, "LYRICSBEGIN")) {
            for (long i = at + LONGEST_MARK; i < data.size(); i++) {
                byte[] end = data.read(i, 9);
                if (PagedBytes.startsWith(end, 0, "LYRICS200")
                        || PagedBytes.startsWith(end, 0, "LYRICSEND")) {
                    return i + 9;
                }
            }
            return data.size();
        }
        long i = at;
        while (i < data.size() && data.read(i, 1)[0] == 0) {
            i++;
        }
        return i;
    }

    /** Size of an ID3v2 tag: four bytes of seven bits; a footer is announced by a flag. */
    public static long id3Size(byte[] header) {
        if (header.length < ID3V2_HEADER) {
            return ID3V2_HEADER;
        }
        long size = 0;
        for (int i = 6; i < ID3V2_HEADER; i++) {
            size = size << 7 | header[i] & 0x7f;
        }
        return ID3V2_HEADER + size + ((header[5] & 0x10) != 0 ? ID3V2_HEADER : 0);
    }

    private static long littleEndian(byte[] bytes, int at) {
        return bytes[at] & 0xffL
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }
}
