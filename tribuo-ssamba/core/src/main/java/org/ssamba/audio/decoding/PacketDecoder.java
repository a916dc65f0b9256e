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
import java.util.TreeMap;

/**
 * A track of packets and the codec that decodes them.
 *
 * @param <M> where a packet begins
 */
public final class PacketDecoder<M> implements AudioDecoder {
    /** Where decoding may begin is kept for a packet in so many samples, about. */
    private static final int POINT_SAMPLES = 1 << 16;

    private final AudioInput input;
    private final AudioPackets<M> packets;
    private final PacketCodec codec;
    private final long sampleRate;
    private final float[] block;

    /** By the first samples of their packets. */
    private final TreeMap<Long, M> points = new TreeMap<>();

    /** The first sample of the next packet. */
    private long position;

    public PacketDecoder(
            AudioInput input, AudioPackets<M> packets, PacketCodec codec, long sampleRate) {
        this.input = input;
        this.packets = packets;
        this.codec = codec;
        this.sampleRate = sampleRate;
        this.block = new float[codec.longestPacket()];
        points.put(0L, packets.mark());
        codec.restart();
    }

    @Override
    public long sampleRate() {
        return sampleRate;
    }

    @Override
    public long seek(long sample) throws IOException {
        long start = Math.max(0, sample - codec.preroll());
        if (position > sample || position < start) {
            long point = points.floorKey(start);
            if (position > sample || position < point) {
                packets.reset(points.get(point));
                position = point;
            }
            walkTo(start, false);
            codec.restart();
        }
        walkTo(sample, true);
        return position;
    }

    /** Goes to the packet with a sample, with or without decoding those before it. */
    private void walkTo(long sample, boolean decoding) throws IOException {
        // Packets at that very place that only prepare the decoder, with no samples, count.
        while (position < sample) {
            M mark = packets.mark();
            AudioPackets.Packet packet = next(mark);
            if (packet == null) {
                return;
            }
            if (position + count(packet) > sample) {
                packets.reset(mark);
                return;
            }
            if (decoding) {
                decode(packet);
            }
            position += count(packet);
        }
    }

    private AudioPackets.Packet next(M mark) throws IOException {
        if (position >= points.lastKey() + POINT_SAMPLES) {
            points.put(position, mark);
        }
        return packets.next();
    }

    private static int count(AudioPackets.Packet packet) {
        return packet.to() - packet.from();
    }

    @Override
    public int next() throws IOException {
        AudioPackets.Packet packet;
        do {
            packet = next(packets.mark());
            if (packet == null) {
                return 0;
            }
            decode(packet);
        } while (count(packet) == 0);
        System.arraycopy(block, packet.from(), block, 0, count(packet));
        position += count(packet);
        return count(packet);
    }

    private void decode(AudioPackets.Packet packet) {
        if (packet.begins()) {
            codec.restart();
        }
        int decoded;
        try {
            decoded = codec.decode(packet.bytes(), block);
        } catch (IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | IllegalArgumentException
                | NullPointerException
                | AssertionError e) {
            // What decoders' arrays and checks do on damaged packets.
            throw input.fail("is damaged near sample " + position, e);
        }
        if (decoded != packet.samples()) {
            throw input.fail("is damaged near sample " + position);
        }
    }

    @Override
    public float channelPeak() {
        return codec.channelPeak();
    }

    @Override
    public float[] block() {
        return block;
    }
}
