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
package org.ssamba.audio.aac;

/** The bits of an AAC frame, the highest of a byte first. */
final class AacBits {
    private final byte[] bytes;
    private final int end;
    private int at;

    AacBits(byte[] bytes) {
        this.bytes = bytes;
        this.end = 8 * bytes.length;
    }

    /** The next bits as an unsigned number, at most 25 of them. */
    int read(int count) {
        if (count > end - at) {
            throw new IndexOutOfBoundsException("an AAC frame ends at bit " + end);
        }
        int value = 0;
        int first = at >> 3;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | (first + i < bytes.length ? bytes[first + i] & 0xff : 0);
        }
        int read = count == 0 ? 0 : value << (at & 7) >>> 32 - count;
        at += count;
        return read;
    }

    boolean flag() {
        return read(1) != 0;
    }

    /** Passes over bits. */
    void skip(int count) {
        if (count > end - at) {
            throw new IndexOutOfBoundsException("an AAC frame ends at bit " + end);
        }
        at += count;
    }

    /** Goes to the start of a byte. */
    void align() {
        at = at + 7 & ~7;
    }

    /** How many bits are left. */
    int left() {
        return end - at;
    }
}
