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
package org.ssamba.audio.pcm;

import java.nio.ByteBuffer;

/** Blocks of 4-bit differences to a predicted sample, each of which can be decoded on its own. */
interface AdpcmCodec {
    /**
     * How many samples of each channel a block of a size holds.
     *
     * @param bytes the block's size
     * @return 0 if it is too short for its header
     */
    int samples(int bytes);

    /**
     * Decodes a block.
     *
     * @param block from its position 0 to its limit, little-endian
     * @param samples interleaved 16-bit samples, those of the block from 0
     * @return what is wrong with the block, or null if nothing is
     */
    String decode(ByteBuffer block, int[] samples);

    /** A sample in the range of 16 bits. */
    static int clamp(int sample) {
        return Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
    }
}
