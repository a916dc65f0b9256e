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
package org.ssamba.audio.matroska;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * The elements of an EBML file: identifiers, sizes and values.
 *
 * <p>Source of the format: RFC 8794.
 */
final class Ebml {
    /** The size of an element that ends where one begins that cannot be in it. */
    static final long UNKNOWN = -1;

    private static final int MOST_HEADER = 12;

    private static final int MOST_CHILDREN = 1 << 16;

    /** More than any value of an audio track that is read at once. */
    private static final int MOST_VALUE = 1 << 24;

    private final AudioInput input;
    private final PagedBytes data;

    /**
     * An element.
     *
     * @param id its identifier, with the bits that tell its length
     * @param body where its content begins
     * @param size how many bytes that has, or {@link #UNKNOWN}
     */
    record Element(int id, long body, long size) {
        long end() {
            return body + size;
        }
    }

    Ebml(AudioInput input) {
        this.input = input;
        this.data = new PagedBytes(input);
    }

    /**
     * The element that begins at a position.
     *
     * @throws AudioFormatException if there is none, or it reaches beyond the end of the file
     */
    Element at(long position) throws IOException {
        byte[] bytes = data.read(position, MOST_HEADER);
        int idLength = length(bytes, 0, 4, position);
        int sizeLength = length(bytes, idLength, 8, position);
        int id = (int) big(bytes, 0, idLength);
        long size = big(bytes, idLength, sizeLength) & ~(1L << 7 * sizeLength);
        if (size == (1L << 7 * sizeLength) - 1) {
            return new Element(id, position + idLength + sizeLength, UNKNOWN);
        }
        Element element = new Element(id, position + idLength + sizeLength, size);
        if (size > input.size() - element.body()) {
            throw input.fail(
                    "is truncated: it ends inside the Matroska element at byte " + position);
        }
        return element;
    }

    /** How many bytes a number of variable length has, by its leading zero bits. */
    private int length(byte[] bytes, int at, int most, long position) {
        int length = at < bytes.length ? Integer.numberOfLeadingZeros(bytes[at] & 0xff) - 23 : 9;
        if (length > most || at + length > bytes.length) {
            throw input.fail("is damaged: no Matroska element at byte " + position);
        }
        return length;
    }

    /** The elements in another one, whose size is known. */
    List<Element> children(Element parent) throws IOException {
        List<Element> children = new ArrayList<>();
        for (long at = parent.body(); at < parent.end(); ) {
            Element child = at(at);
            if (child.size() == UNKNOWN || child.end() > parent.end()) {
                throw input.fail("is damaged: a Matroska element at byte " + at + " has no end");
            }
            children.add(child);
            if (children.size() > MOST_CHILDREN) {
                throw input.fail("is damaged: too many parts at byte " + parent.body());
            }
            at = child.end();
        }
        return children;
    }

    byte[] bytes(Element element) throws IOException {
        return bytes(element.body(), element.size());
    }

    byte[] bytes(long at, long count) throws IOException {
        if (count < 0 || count > MOST_VALUE) {
            throw input.fail("is damaged: a Matroska value of " + count + " bytes");
        }
        return input.read(at, (int) count, ByteOrder.BIG_ENDIAN).array();
    }

    /** A signed integer of at most 8 bytes. */
    long integer(Element element) throws IOException {
        int size = (int) number(element);
        long value = big(bytes(element), 0, size);
        return size == 0 ? 0 : value << 64 - 8 * size >> 64 - 8 * size;
    }

    /** An unsigned integer of at most 8 bytes. */
    long unsigned(Element element) throws IOException {
        return big(bytes(element), 0, (int) number(element));
    }

    /** A floating-point number of 4 or 8 bytes, or 0. */
    double floating(Element element) throws IOException {
        long bits = unsigned(element);
        return element.size() == 4
                ? Float.intBitsToFloat((int) bits)
                : Double.longBitsToDouble(bits);
    }

    private long number(Element element) {
        if (element.size() < 0 || element.size() > 8) {
            throw input.fail("is damaged: a Matroska number of " + element.size() + " bytes");
        }
        return element.size();
    }

    private static long big(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }
}
