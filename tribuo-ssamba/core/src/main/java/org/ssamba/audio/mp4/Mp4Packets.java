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
import java.nio.ByteOrder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.AudioPackets;

/** The packets of an MP4 track. */
final class Mp4Packets implements AudioPackets<Mp4Packets.Mark> {
    /** The next packet, and how many samples the ones before it have. */
    record Mark(int index, long decoded) {}

    private final AudioInput input;
    private final Mp4Samples samples;
    private final Mp4Coding coding;
    private final Mp4Edits edits;
    private int index;
    private long decoded;

    Mp4Packets(AudioInput input, Mp4Samples samples, Mp4Coding coding, Mp4Edits edits) {
        this.input = input;
        this.samples = samples;
        this.coding = coding;
        this.edits = edits;
    }

    @Override
    public Packet next() throws IOException {
        if (index == samples.count()) {
            return null;
        }
        byte[] bytes =
                input.read(samples.offset(index), samples.size(index), ByteOrder.BIG_ENDIAN)
                        .array();
        int count = coding.samples().applyAsInt(bytes);
        int from = (int) Math.max(0, Math.min(count, edits.start() - decoded));
        int to = (int) Math.max(from, Math.min(count, edits.end() - decoded));
        Packet packet = new Packet(bytes, count, from, to, index == 0);
        index++;
        decoded += count;
        return packet;
    }

    @Override
    public Mark mark() {
        return new Mark(index, decoded);
    }

    @Override
    public void reset(Mark mark) {
        index = mark.index();
        decoded = mark.decoded();
    }
}
