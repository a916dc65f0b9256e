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
import java.util.Arrays;
import org.ssamba.audio.decoding.AudioInput;

/**
 * Where the packets of an MP4 track lie, which MP4 calls samples, and how long they last together.
 *
 * <p>Source of the format: ISO/IEC 14496-12, 8.5 to 8.8.
 */
final class Mp4Samples {
    /** Times of fragments are rounded, in streams with video most of all. */
    private static final int ROUNDED_PACKETS = 2;

    private final AudioInput input;
    private long[] offsets = new long[256];
    private int[] sizes = new int[256];
    private int count;

    /** In the track's time. */
    private long duration;

    /** What the first fragment's time is ahead of the samples: a stream may be cut anywhere. */
    private long ahead;

    private boolean timed;
    private long missing;

    Mp4Samples(AudioInput input) {
        this.input = input;
    }

    int count() {
        return count;
    }

    long offset(int index) {
        return offsets[index];
    }

    int size(int index) {
        return sizes[index];
    }

    /** How long all of them last, in units of the track's time. */
    long duration() {
        return duration;
    }

    /** How long the gaps between fragments last by their times, in units of the track's time. */
    long missing() {
        return missing;
    }

    private void add(long offset, long size) {
        if (size < 0 || offset < 0 || size > input.size() - offset) {
            throw input.fail("is truncated: an MP4 sample lies behind its end");
        }
        if (size == 0) {
            throw input.fail("is damaged: an MP4 sample has no bytes");
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            sizes = Arrays.copyOf(sizes, 2 * count);
        }
        offsets[count] = offset;
        sizes[count++] = (int) size;
    }

    /** Reads the tables of a track's header. */
    void readTables(Mp4Boxes boxes, Mp4Boxes.Box table) throws IOException {
        Mp4Boxes.Box compact = boxes.find(table, "stz2");
        if (compact != null) {
            throw input.fail("unsupported: an MP4 track with compact sizes of samples");
        }
        ByteBuffer sizeTable = boxes.content(boxes.need(table, "stsz"));
        int same = sizeTable.getInt(4);
        int total = sizeTable.getInt(8);
        Mp4Boxes.Box large = boxes.find(table, "co64");
        ByteBuffer chunks = boxes.content(large == null ? boxes.need(table, "stco") : large);
        ByteBuffer runs = boxes.content(boxes.need(table, "stsc"));
        int chunkCount = chunks.getInt(4);
        int runCount = runs.getInt(4);
        int sample = 0;
        int run = -1;
        for (int chunk = 0; chunk < chunkCount && sample < total; chunk++) {
            if (run + 1 < runCount && runs.getInt(8 + 12 * (run + 1)) <= chunk + 1) {
                run++;
            }
            long at =
                    large == null
                            ? chunks.getInt(8 + 4 * chunk) & 0xffffffffL
                            : chunks.getLong(8 + 8 * chunk);
            int inChunk = runs.getInt(8 + 12 * Math.max(0, run) + 4);
            for (int i = 0; i < inChunk && sample < total; i++) {
                int size = same == 0 ? sizeTable.getInt(12 + 4 * sample) : same;
                add(at, size);
                at += size;
                sample++;
            }
        }
        if (sample != total) {
            throw input.fail(
                    "is damaged: its MP4 tables hold " + sample + " of " + total + " samples");
        }
        ByteBuffer times = boxes.content(boxes.need(table, "stts"));
        for (int i = 0; i < times.getInt(4); i++) {
            duration += (times.getInt(8 + 8 * i) & 0xffffffffL) * times.getInt(12 + 8 * i);
        }
    }

    /**
     * Reads what a fragment holds of a track.
     *
     * @param defaults the track's "trex", or null
     */
    void readFragment(
            Mp4Boxes boxes, Mp4Boxes.Box fragment, long start, int track, ByteBuffer defaults)
            throws IOException {
        for (Mp4Boxes.Box part : boxes.between(fragment.body(), fragment.end())) {
            if (!part.type().equals("traf")) {
                continue;
            }
            ByteBuffer header = boxes.content(boxes.need(part, "tfhd"));
            if (header.getInt(4) != track) {
                continue;
            }
            Mp4Boxes.Box time = boxes.find(part, "tfdt");
            if (time != null) {
                ByteBuffer begin = boxes.content(time);
                begin(begin.get(0) == 1 ? begin.getLong(4) : begin.getInt(4) & 0xffffffffL);
            }
            Fragment known = Fragment.parse(header, start, defaults);
            for (Mp4Boxes.Box box : boxes.between(part.body(), part.end())) {
                if (box.type().equals("trun")) {
                    readRun(boxes.content(box), known);
                }
            }
        }
    }

    private void begin(long time) {
        long gap = time - ahead - duration - missing;
        if (!timed) {
            ahead = gap;
            timed = true;
        } else if (count > 0 && gap > ROUNDED_PACKETS * (duration / count)) {
            missing += gap;
        }
    }

    /** What holds for the runs of a fragment; the last is where the next run begins. */
    private static final class Fragment {
        private final long base;
        private final long sampleDuration;
        private final long sampleSize;
        private long next;

        private Fragment(long base, long sampleDuration, long sampleSize) {
            this.base = base;
            this.next = base;
            this.sampleDuration = sampleDuration;
            this.sampleSize = sampleSize;
        }

        static Fragment parse(ByteBuffer header, long start, ByteBuffer defaults) {
            int flags = header.getInt(0);
            header.position(8);
            long base = (flags & 1) != 0 ? header.getLong() : start;
            if ((flags & 2) != 0) {
                header.getInt();
            }
            long duration = defaults == null ? 0 : defaults.getInt(12) & 0xffffffffL;
            long size = defaults == null ? 0 : defaults.getInt(16) & 0xffffffffL;
            duration = (flags & 8) != 0 ? header.getInt() & 0xffffffffL : duration;
            size = (flags & 0x10) != 0 ? header.getInt() & 0xffffffffL : size;
            return new Fragment(base, duration, size);
        }
    }

    private void readRun(ByteBuffer run, Fragment fragment) {
        int flags = run.getInt();
        int samples = run.getInt();
        long at = (flags & 1) != 0 ? fragment.base + run.getInt() : fragment.next;
        if ((flags & 4) != 0) {
            run.getInt();
        }
        for (int i = 0; i < samples; i++) {
            duration += (flags & 0x100) != 0 ? run.getInt() & 0xffffffffL : fragment.sampleDuration;
            long size = (flags & 0x200) != 0 ? run.getInt() & 0xffffffffL : fragment.sampleSize;
            for (int other : new int[] {0x400, 0x800}) {
                if ((flags & other) != 0) {
                    run.getInt();
                }
            }
            add(at, size);
            at += size;
        }
        fragment.next = at;
    }
}
