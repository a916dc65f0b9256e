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

/**
 * The index of segments, "sidx": how many bytes of fragments follow it. A file in fragments that
 * was cut off between two of them shows that nowhere else.
 *
 * <p>Source of the format: ISO/IEC 14496-12, 8.16.3.
 */
final class Mp4Index {
    private static final int REFERENCE = 12;

    private Mp4Index() {}

    /**
     * Adds up the sizes in an index.
     *
     * @throws org.ssamba.audio.AudioFormatException if the file ends before they do
     */
    static void requireWhole(Mp4Boxes boxes, Mp4Boxes.Box index) throws IOException {
        ByteBuffer content = boxes.content(index);
        boolean wide = content.get(0) == 1;
        long end = index.end() + (wide ? content.getLong(20) : content.getInt(16) & 0xffffffffL);
        int references = wide ? 28 : 20;
        int count = content.getShort(references + 2) & 0xffff;
        for (int i = 0; i < count; i++) {
            // The highest bit says whether another index is referred to.
            end += content.getInt(references + 4 + REFERENCE * i) & 0x7fffffffL;
        }
        if (end < 0 || end > boxes.input().size()) {
            throw boxes.input()
                    .fail(
                            "is truncated: its MP4 index counts "
                                    + end
                                    + " bytes, of which "
                                    + boxes.input().size()
                                    + " are there");
        }
    }
}
