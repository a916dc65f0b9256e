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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.ToIntFunction;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.AudioPackets;

/**
 * The packets of one track of a WebM or Matroska file, from its blocks.
 *
 * <p>Source of the format: RFC 9559.
 */
final class MatroskaPackets implements AudioPackets<MatroskaPackets.Mark> {
    static final int SEGMENT = 0x18538067;
    static final int CLUSTER = 0x1f43b675;
    private static final int SIMPLE_BLOCK = 0xa3;
    private static final int GROUP = 0xa0;
    private static final int BLOCK = 0xa1;
    private static final int DISCARD = 0x75a2;
    private static final double NANOSECONDS = 1e9;

    /**
     * Where a packet begins.
     *
     * @param element where the element with it, or the next one, begins
     * @param index how many packets are before it in the element
     * @param decoded samples before the element, those that do not count among them
     */
    record Mark(long element, int index, long decoded) {}

    /** The track's sample rate, samples at the start that do not count, and those of a packet. */
    record Coding(int sampleRate, long skipped, ToIntFunction<byte[]> samples) {}

    private final AudioInput input;
    private final Ebml ebml;
    private final MatroskaTrack track;
    private final Coding coding;

    /** Behind the packets that wait. */
    private long position;

    private long decoded;
    private final Queue<Packet> waiting = new ArrayDeque<>();

    /** Where the packets that wait come from, and how many were there. */
    private Mark from;

    private int count;

    /**
     * Packets.
     *
     * @param start where the first cluster begins
     */
    MatroskaPackets(AudioInput input, Ebml ebml, MatroskaTrack track, Coding coding, long start) {
        this.input = input;
        this.ebml = ebml;
        this.track = track;
        this.coding = coding;
        this.position = start;
    }

    @Override
    public Packet next() throws IOException {
        while (waiting.isEmpty()) {
            if (position >= input.size()) {
                return null;
            }
            readElement();
        }
        return waiting.remove();
    }

    /** Reads the next element if it is a block of the track; goes into clusters. */
    private void readElement() throws IOException {
        from = new Mark(position, 0, decoded);
        count = 0;
        Ebml.Element element = ebml.at(position);
        if (element.id() == CLUSTER) {
            position = element.body();
            return;
        }
        if (element.id() == SEGMENT || element.id() == MatroskaFormat.HEADER) {
            throw input.fail("unsupported: several Matroska files one after the other; split it");
        }
        if (element.size() == Ebml.UNKNOWN) {
            throw input.fail("is damaged: a Matroska element at byte " + position + " has no end");
        }
        if (element.id() == SIMPLE_BLOCK) {
            readBlock(element, 0);
        } else if (element.id() == GROUP) {
            readGroup(element);
        }
        position = element.end();
    }

    private void readGroup(Ebml.Element group) throws IOException {
        Ebml.Element block = null;
        long discarded = 0;
        for (Ebml.Element child : ebml.children(group)) {
            if (child.id() == BLOCK) {
                block = child;
            } else if (child.id() == DISCARD) {
                discarded = ebml.integer(child);
            }
        }
        if (block != null) {
            readBlock(block, discarded);
        }
    }

    /** Reads a block; of the samples in it, so many nanoseconds at the end do not count. */
    private void readBlock(Ebml.Element block, long discarded) throws IOException {
        if (MatroskaBlock.track(ebml, block) != track.number()) {
            return;
        }
        for (byte[] bytes : MatroskaBlock.packets(input, ebml.bytes(block))) {
            byte[] packet = MatroskaBlock.join(track.prefix(), bytes);
            int samples = coding.samples().applyAsInt(packet);
            int first = (int) Math.max(0, Math.min(samples, coding.skipped() - decoded));
            waiting.add(new Packet(packet, samples, first, samples, decoded == 0));
            decoded += samples;
        }
        count = waiting.size();
        if (discarded > 0 && count > 0) {
            cut(Math.round(discarded / NANOSECONDS * coding.sampleRate()));
        }
    }

    /** Leaves out samples at the end of the packets that wait. */
    private void cut(long samples) {
        Packet[] packets = waiting.toArray(new Packet[0]);
        waiting.clear();
        long left = samples;
        for (int i = packets.length - 1; i >= 0; i--) {
            Packet packet = packets[i];
            int to = (int) Math.max(packet.from(), packet.to() - left);
            left -= packet.to() - to;
            packets[i] =
                    new Packet(
                            packet.bytes(), packet.samples(), packet.from(), to, packet.begins());
        }
        for (Packet packet : packets) {
            waiting.add(packet);
        }
    }

    @Override
    public Mark mark() {
        return waiting.isEmpty()
                ? new Mark(position, 0, decoded)
                : new Mark(from.element(), count - waiting.size(), from.decoded());
    }

    @Override
    public void reset(Mark mark) throws IOException {
        position = mark.element();
        decoded = mark.decoded();
        waiting.clear();
        if (mark.index() > 0) {
            readElement();
        }
        for (int i = 0; i < mark.index(); i++) {
            waiting.remove();
        }
    }
}
