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
 * The packets of one audio track, in order, as a container holds them, and which of their samples
 * count: a container says how much of an encoder's delay and padding is cut off. Not thread-safe.
 *
 * @param <M> where a packet begins
 */
public interface AudioPackets<M> {
    /**
     * One packet. Those of its samples that do not count are still decoded: what follows depends on
     * them.
     *
     * @param bytes what the codec decodes
     * @param samples how many samples a channel it decodes to
     * @param from the first of them that counts
     * @param to one past the last that counts, at least {@code from}
     * @param begins whether the codec starts anew with it
     */
    record Packet(byte[] bytes, int samples, int from, int to, boolean begins) {}

    /**
     * The next packet.
     *
     * @return the packet, or null at the end
     * @throws AudioFormatException if the container is damaged or ends early
     */
    Packet next() throws IOException;

    /** Where the next packet begins, to go on from there later. */
    M mark();

    /** Goes to where a packet begins. */
    void reset(M mark) throws IOException;
}
