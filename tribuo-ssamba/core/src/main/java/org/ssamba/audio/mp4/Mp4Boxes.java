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
package org.ssamba.audio.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * The boxes of an MP4 file (of the ISO base media file format, and QuickTime).
 *
 * <p>Source of the format: ISO/IEC 14496-12.
 */
final class Mp4Boxes {
    private static final int MOST_CHILDREN = 1 << 16;

    private final AudioInput input;
    private final PagedBytes data;

    /**
     * A box.
     *
     * @param type four letters
     * @param body where its content begins
     * @param end one past its last byte
     */
    record Box(String type, long body, long end) {}

    Mp4Boxes(AudioInput input) {
        this.input = input;
        this.data = new PagedBytes(input);
    }

    AudioInput input() {
        return input;
    }

    /**
     * The box that begins at a position.
     *
     * @param limit where the box around it ends
     * @throws AudioFormatException if it is not whole
     */
    Box at(long position, long limit) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(data.read(position, 16));
        if (header.limit() < 8) {
            throw truncated(position);
        }
        String type = new String(header.array(), 4, 4, StandardCharsets.ISO_8859_1);
        long size = header.getInt(0) & 0xffffffffL;
        int own = 8;
        if (size == 1 && header.limit() == 16) {
            size = header.getLong(8);
            own = 16;
        } else if (size == 0) {
            size = limit - position;
        }
        if (size < own || size > limit - position) {
            throw size < own
                    ? input.fail("is damaged: an MP4 box at byte " + position)
                    : truncated(position);
        }
        return new Box(type, position + own, position + size);
    }

    private AudioFormatException truncated(long position) {
        return input.fail("is truncated: it ends inside the MP4 box at byte " + position);
    }

    /** The boxes in a part of the file. */
    List<Box> between(long from, long to) throws IOException {
        List<Box> boxes = new ArrayList<>();
        // QuickTime puts four zeros behind some lists.
        for (long at = from; at + 8 <= to; ) {
            Box box = at(at, to);
            boxes.add(box);
            if (boxes.size() > MOST_CHILDREN) {
                throw input.fail("is damaged: too many boxes at byte " + from);
            }
            at = box.end();
        }
        return boxes;
    }

    /** The first box of a type in another, or null. */
    Box find(Box parent, String type) throws IOException {
        for (Box box : between(parent.body(), parent.end())) {
            if (box.type().equals(type)) {
                return box;
            }
        }
        return null;
    }

    /**
     * The box at the end of a path.
     *
     * @throws AudioFormatException if it is not there
     */
    Box need(Box parent, String... path) throws IOException {
        Box box = parent;
        for (String type : path) {
            Box child = find(box, type);
            if (child == null) {
                throw input.fail(
                        "is damaged: its MP4 box '" + box.type() + "' has no '" + type + "'");
            }
            box = child;
        }
        return box;
    }

    /** What is in a box, to be read with absolute and relative positions. */
    ByteBuffer content(Box box) throws IOException {
        return bytes(box.body(), box.end() - box.body());
    }

    ByteBuffer bytes(long at, long count) throws IOException {
        if (count > Integer.MAX_VALUE - 8) {
            throw input.fail("is damaged: an MP4 table of " + count + " bytes");
        }
        return input.read(at, (int) count, ByteOrder.BIG_ENDIAN);
    }
}
