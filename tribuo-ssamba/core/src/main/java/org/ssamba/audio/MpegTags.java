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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What lies between, before and behind MPEG frames without being audio: ID3, APE and Lyrics3 tags,
 * and zeros. Joined files have it in their middle.
 */
final class MpegTags {
    /** The longest text that begins a tag. */
    private static final int LONGEST_MARK = 11;

    private static final int ID3V2_HEADER = 10;
    private static final int APE_HEADER = 32;

    /** So many frames, each where the one before ends, do not come about by chance. */
    private static final int CERTAIN = 4;

    private final PagedBytes data;

    MpegTags(PagedBytes data) {
        this.data = data;
    }

    /** The position behind the tags and zeros at a position, by the sizes that they claim. */
    long behindTags(long position) throws IOException {
        long at = position;
        for (long next = behindOne(at); next > at; next = behindOne(at)) {
            at = next;
        }
        return Math.min(at, data.size());
    }

    /**
     * The position of the frames that follow the tags and zeros at a position, even if a tag claims
     * the wrong size, as some programs write; the end of the file where none follow a tag, and the
     * position itself where there is no tag.
     */
    long behind(long position) throws IOException {
        long at = behindTags(position);
        boolean frame = MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0) != null;
        if (at == position || at == data.size() || frame) {
            return at;
        }
        long frames = frames(position + 1, data.size());
        return frames < 0 ? data.size() : frames;
    }

    private long behindOne(long at) throws IOException {
        byte[] mark = data.read(at, LONGEST_MARK);
        if (startsWith(mark, 0, "TAG+")) {
            return at + 227;
        }
        if (startsWith(mark, 0, "TAG")) {
            return at + 128;
        }
        if (startsWith(mark, 0, "3DI")) {
            return at + ID3V2_HEADER;
        }
        if (startsWith(mark, 0, "ID3")) {
            return at + id3Size(data.read(at, ID3V2_HEADER));
        }
        if (startsWith(mark, 0, "APETAGEX")) {
            byte[] header = data.read(at, APE_HEADER);
            boolean footer = header.length < APE_HEADER || (header[23] & 0x20) == 0;
            return at + APE_HEADER + (footer ? 0 : littleEndian(header, 12));
        }
        if (startsWith(mark, 0, "LYRICSBEGIN")) {
            for (long i = at + LONGEST_MARK; i < data.size(); i++) {
                byte[] end = data.read(i, 9);
                if (startsWith(end, 0, "LYRICS200") || startsWith(end, 0, "LYRICSEND")) {
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
    static long id3Size(byte[] header) {
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

    /**
     * The first position from which frames follow each other, or -1 if none is before the limit.
     */
    long frames(long from, long limit) throws IOException {
        for (long at = from; at < Math.min(limit, data.size()); at++) {
            if (data.read(at, 1)[0] == (byte) 0xff && certain(at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether frames follow each other from a position on, up to the end if that is near. */
    private boolean certain(long position) throws IOException {
        MpegFrame first = MpegFrame.parse(data.read(position, MpegFrame.HEADER), 0);
        MpegFrame frame = first;
        long at = position;
        for (int i = 1; i < CERTAIN; i++) {
            if (frame == null || !first.continuedBy(frame)) {
                return false;
            }
            at += frame.bytes();
            if (at >= data.size()) {
                return at == data.size() && i > 1;
            }
            frame = MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0);
        }
        return frame != null && first.continuedBy(frame);
    }

    static boolean startsWith(byte[] data, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return at + bytes.length <= data.length
                && Arrays.equals(data, at, at + bytes.length, bytes, 0, bytes.length);
    }
}
