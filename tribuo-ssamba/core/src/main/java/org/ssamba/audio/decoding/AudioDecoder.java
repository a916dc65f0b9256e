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
import org.ssamba.audio.AudioFormatException;

/**
 * Decodes the mono samples of one content, block by block: in order, or on from another place.
 * After an exception it is of no further use. Not thread-safe.
 */
public interface AudioDecoder {
    /** Samples per second, as the content claims. */
    long sampleRate();

    /**
     * Moves to where a sample is reached soonest, which may be where the decoder stands.
     *
     * @param sample from 0
     * @return the first sample of the next block, at most {@code sample}
     */
    long seek(long sample) throws IOException;

    /**
     * Decodes the next block into {@link #block}.
     *
     * @return how many samples it has, 0 at the end
     * @throws AudioFormatException if the content is damaged or ends early
     */
    int next() throws IOException;

    /**
     * The largest that a sample of the first of several channels was in the blocks so far, to tell
     * channels that cancel from silence; 0 where there is only one channel.
     */
    float channelPeak();

    /** The samples of the block, from index 0; may be anything that a float can be. */
    float[] block();
}
