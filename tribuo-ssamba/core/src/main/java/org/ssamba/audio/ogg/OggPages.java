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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * The pages of one logical stream of an Ogg file, in order, each checked: complete, with the right
 * CRC and without a gap in the numbering.
 *
 * <p>Source of the format: RFC 3533.
 */
final class OggPages {
    static final int CAPTURE = 0x4f676753; // "OggS"
    private static final int HEADER = 27;
    private static final int CONTINUED = 1;
    private static final int FIRST = 2;
    private static final int LAST = 4;
    private static final int[] CRC = crcTable();

    /**
     * One page.
     *
     * @param packets the packets that end on it, whole
     * @param granule its granule position: samples up to the end of its last packet
     * @param first whether the stream begins with it
     * @param last whether the stream ends with it
     */
    record Page(List<byte[]> packets, long granule, boolean first, boolean last) {
        /** Whether its first packet begins in a certain way. */
        boolean startsWith(String mark) {
            return !packets.isEmpty() && PagedBytes.startsWith(packets.get(0), 0, mark);
        }
    }

    private final AudioInput input;
    private long position;
    private int serial;
    private int sequence;
    private boolean started;

    /** The start of a packet that goes on on the next page, or null. */
    private byte[] partial;

    OggPages(AudioInput input) {
        this.input = input;
    }

    /** Where the next page begins, to go on from there later. */
    record Mark(long position, int serial, int sequence, byte[] partial) {}

    Mark mark() {
        return new Mark(position, serial, sequence, partial);
    }

    /** Goes to a page from which a mark was taken. */
    void reset(Mark mark) {
        position = mark.position();
        serial = mark.serial();
        sequence = mark.sequence();
        partial = mark.partial();
    }

    /** Whether no byte follows, and no packet is left open. */
    boolean atEnd() {
        return position >= input.size() && partial == null;
    }

    /**
     * The first page, from here on, of the stream whose first packet begins in one of some ways,
     * or, if there is none, of the stream that begins first. Streams begin before any of them goes
     * on.
     *
     * @throws AudioFormatException as {@link #next} does
     */
    Page begin(String... marks) throws IOException {
        long from = position;
        while (position < input.size()) {
            started = false;
            partial = null;
            Page page = next();
            if (!page.first()) {
                break;
            }
            if (Arrays.stream(marks).anyMatch(page::startsWith)) {
                return page;
            }
        }
        position = from;
        started = false;
        partial = null;
        return next();
    }

    /**
     * The next page of the stream that began. Pages of other streams, and bytes that are no page,
     * are passed over: the numbers of the pages show that none is missing.
     *
     * @throws AudioFormatException if the file ends before the stream does, or the page is damaged
     */
    Page next() throws IOException {
        while (true) {
            ByteBuffer header = input.read(position, HEADER, ByteOrder.LITTLE_ENDIAN);
            if (header.limit() == 0) {
                throw input.fail("is truncated: its Ogg stream has no last page");
            }
            if (header.limit() < HEADER) {
                throw truncated();
            }
            if (Integer.reverseBytes(header.getInt(0)) != CAPTURE) {
                position = captureBehind(position);
                continue;
            }
            int segments = header.get(26) & 0xff;
            ByteBuffer lacing = input.read(position + HEADER, segments, ByteOrder.LITTLE_ENDIAN);
            int bodySize = 0;
            for (int i = 0; i < lacing.limit(); i++) {
                bodySize += lacing.get(i) & 0xff;
            }
            int size = HEADER + segments + bodySize;
            ByteBuffer page = input.read(position, size, ByteOrder.LITTLE_ENDIAN);
            if (lacing.limit() < segments || page.limit() < size) {
                throw truncated();
            }
            checkCrc(page);
            position += size;
            if (!started || page.getInt(14) == serial) {
                return parse(page, segments);
            }
        }
    }

    /** Whether another stream follows the last page. */
    boolean anotherStreamFollows() throws IOException {
        ByteBuffer header = input.read(position, HEADER, ByteOrder.BIG_ENDIAN);
        return header.limit() == HEADER
                && header.getInt(0) == CAPTURE
                && (header.get(5) & FIRST) != 0;
    }

    private long captureBehind(long from) throws IOException {
        PagedBytes bytes = new PagedBytes(input);
        for (long at = from + 1; at + HEADER <= input.size(); at++) {
            if (PagedBytes.startsWith(bytes.read(at, 4), 0, "OggS")) {
                return at;
            }
        }
        throw input.fail("is damaged: no Ogg page at byte " + from);
    }

    private AudioFormatException truncated() {
        return input.fail("is truncated: it ends inside the Ogg page at byte " + position);
    }

    private Page parse(ByteBuffer page, int segments) {
        int flags = page.get(5);
        int number = page.getInt(18);
        if (!started) {
            serial = page.getInt(14);
            started = true;
        } else if (number != sequence + 1) {
            throw input.fail("is damaged: Ogg page " + (sequence + 1) + " is missing");
        }
        sequence = number;
        if ((flags & CONTINUED) != 0 != (partial != null)) {
            throw input.fail("is damaged: a packet is broken between Ogg pages");
        }
        List<byte[]> packets = new ArrayList<>();
        int at = HEADER + segments;
        int begin = at;
        for (int i = 0; i < segments; i++) {
            int length = page.get(HEADER + i) & 0xff;
            at += length;
            if (length < 255) {
                packets.add(join(page, begin, at));
                partial = null;
                begin = at;
            }
        }
        if (segments > 0 && (page.get(HEADER + segments - 1) & 0xff) == 255) {
            partial = join(page, begin, at);
        }
        return new Page(packets, page.getLong(6), (flags & FIRST) != 0, (flags & LAST) != 0);
    }

    /** The partial packet and the page's bytes from begin to end, as one. */
    private byte[] join(ByteBuffer page, int begin, int end) {
        int before = partial == null ? 0 : partial.length;
        byte[] packet = new byte[before + end - begin];
        if (before > 0) {
            System.arraycopy(partial, 0, packet, 0, before);
        }
        page.get(begin, packet, before, end - begin);
        return packet;
    }

    private void checkCrc(ByteBuffer page) {
        int recorded = page.getInt(22);
        page.putInt(22, 0);
        int crc = 0;
        for (int i = 0; i < page.limit(); i++) {
            crc = crc << 8 ^ CRC[(crc >>> 24 ^ page.get(i)) & 0xff];
        }
        if (crc != recorded) {
            throw input.fail("is damaged: wrong CRC of the Ogg page at byte " + position);
        }
    }

    /** CRC-32 with polynomial 0x04c11db7, not reflected. */
    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int remainder = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                remainder = remainder << 1 ^ (remainder < 0 ? 0x04c11db7 : 0);
            }
            table[i] = remainder;
        }
        return table;
    }
}
