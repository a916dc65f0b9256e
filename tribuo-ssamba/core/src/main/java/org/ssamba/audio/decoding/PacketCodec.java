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

import org.ssamba.audio.AudioFormatException;

/** Decodes the packets of an audio track, one after the other. Not thread-safe. */
public interface PacketCodec {
    /** Forgets all packets so far; the next one may be any of the track. */
    void restart();

    /**
     * Decodes a packet to the average of its channels.
     *
     * @param packet its bytes
     * @param mono takes its samples, from index 0
     * @return how many there are
     * @throws AudioFormatException if the packet is damaged
     */
    int decode(byte[] packet, float[] mono);

    /** The most samples that a packet can have. */
    int longestPacket();

    /**
     * How many samples before a place must be decoded for those at the place to be exactly right.
     */
    long preroll();

    /** As {@link AudioDecoder#channelPeak}. */
    float channelPeak();
}
