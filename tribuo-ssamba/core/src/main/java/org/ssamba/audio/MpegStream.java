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
package org.ssamba.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where the frames of an MPEG audio file lie, and how many samples at either end are the encoder's
 * padding, as its Xing/Info tag with LAME's extension says.
 *
 * <p>Source of the tags: "MP3 Info Tag revision 1 specification" of the LAME project.
 *
 * @param first the header of the first audio frame
 * @param begin position of the first audio frame
 * @param end position behind the last one
 * @param frames number of audio frames
 * @param skipped samples to leave out at the start
 * @param samples samples that remain
 * @param offsets positions of every {@value #STEP}th audio frame
 */
record MpegStream(
        MpegFrame first,
        long begin,
        long end,
        long frames,
        int skipped,
        long samples,
        long[] offsets) {
    /** Frames between offsets that are kept. */
    static final int STEP = 8;

    /** A frame's bits may begin in frames before it, so many bytes back. */
    private static final int RESERVOIR_BYTES = 511;

    /** The delay of every MPEG layer III decoder: filter bank (528) and one sample. */
    private static final int DECODER_DELAY = 529;

    /** The longest text that begins a tag behind the audio. */
    private static final int LONGEST_MARK = 11;

    private static final int XING_FRAMES = 1;
    private static final int XING_BYTES = 2;
    private static final int XING_TABLE = 4;
    private static final int XING_QUALITY = 8;

    /**
     * Walks over all frames from a position.
     *
     * @throws AudioFormatException if anything but frames and tags is in the file, or the last
     *     frame is not whole, or frames are missing
     */
    static MpegStream scan(AudioInput input, long start) throws IOException {
        PagedBytes data = new PagedBytes(input);
        long begin = start;
        MpegFrame first = frameAt(data, begin);
        if (first == null) {
            throw input.fail("is damaged: no MPEG frame at byte " + begin);
        }
        Tag tag = Tag.find(data.read(begin, first.bytes()), first);
        if (tag != null) {
            begin += first.bytes();
        }
        long at = begin;
        long frames = 0;
        long[] offsets = new long[16];
        int kept = 0;
        MpegFrame frame = null;
        while (at < data.size() && !trailerAt(data, at)) {
            MpegFrame next = frameAt(data, at);
            if (next == null || !first.continuedBy(next)) {
                throw input.fail(
                        next == null
                                ? "is damaged: no MPEG frame at byte " + at
                                : "changes its layer, rate or channels at byte " + at);
            }
            if (at + next.bytes() > data.size()) {
                throw input.fail("is truncated: it ends inside the MPEG frame at byte " + at);
            }
            frame = frame == null ? next : frame;
            if (frames % STEP == 0) {
                if (kept == offsets.length) {
                    offsets = Arrays.copyOf(offsets, 2 * kept);
                }
                offsets[kept++] = at;
            }
            at += next.bytes();
            frames++;
        }
        if (tag != null && tag.frames >= 0 && tag.frames != frames) {
            throw input.fail(
                    (frames < tag.frames ? "is truncated" : "is damaged")
                            + ": its tag says "
                            + tag.frames
                            + " MPEG frames but it holds "
                            + frames);
        }
        long all = frames * first.samples();
        int delay = tag == null || tag.delay < 0 ? 0 : tag.delay + DECODER_DELAY;
        int padding = tag == null || tag.delay < 0 ? 0 : Math.max(0, tag.padding - DECODER_DELAY);
        long samples = Math.max(0, all - delay - padding);
        return new MpegStream(
                frame == null ? first : frame,
                begin,
                at,
                frames,
                delay,
                samples,
                Arrays.copyOf(offsets, kept));
    }

    /**
     * Where decoding must begin for a frame to be as if it had begun at the start: behind the bits
     * that its own, and those of the two frames before it that overlap with it, begin in.
     *
     * @param frame from 0
     * @return an index of {@link #offsets}
     */
    int startFor(long frame) {
        int index = (int) Math.max(0, (frame - 2) / STEP);
        long end = index < offsets.length ? offsets[index] : this.end;
        int overhead = first.sideInfoEnd() + 2; // and the checksum, which is optional
        while (index > 0) {
            index--;
            long framesBetween = Math.max(0, (frame - 2) / STEP - index) * STEP;
            if (end - offsets[index] - framesBetween * overhead >= RESERVOIR_BYTES) {
                break;
            }
        }
        return index;
    }

    private static MpegFrame frameAt(PagedBytes data, long at) throws IOException {
        return MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0);
    }

    /** Whether only tags that may follow the audio (ID3v1, APE, Lyrics3) or zeros are left. */
    private static boolean trailerAt(PagedBytes data, long at) throws IOException {
        byte[] next = data.read(at, LONGEST_MARK);
        if (startsWith(next, 0, "TAG")
                || startsWith(next, 0, "APETAGEX")
                || startsWith(next, 0, "LYRICSBEGIN")
                || startsWith(next, 0, "ID3")
                || startsWith(next, 0, "3DI")) {
            return true;
        }
        for (long i = at; i < data.size(); i++) {
            if (data.read(i, 1)[0] != 0) {
                return startsWith(data.read(i, LONGEST_MARK), 0, "TAG");
            }
        }
        return true;
    }

    static boolean startsWith(byte[] data, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return at + bytes.length <= data.length
                && Arrays.equals(data, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /**
     * What the frame before the audio says.
     *
     * @param frames number of audio frames, -1 where it does not say
     * @param delay samples the encoder put in front, -1 where it does not say
     * @param padding samples the encoder put behind
     */
    private record Tag(long frames, int delay, int padding) {
        /** The tag in a frame's bytes, or null if the frame holds audio. */
        static Tag find(byte[] data, MpegFrame frame) {
            int vbri = MpegFrame.HEADER + 32;
            if (startsWith(data, vbri, "VBRI") && vbri + 18 <= data.length) {
                return new Tag(ByteBuffer.wrap(data).getInt(vbri + 14) & 0xffffffffL, -1, 0);
            }
            int xing = frame.sideInfoEnd();
            if (frame.layer() != 3
                    || frame.bytes() > data.length
                    || !(startsWith(data, xing, "Xing") || startsWith(data, xing, "Info"))
                    || xing + 8 > frame.bytes()) {
                return null;
            }
            ByteBuffer bytes = ByteBuffer.wrap(data);
            int flags = bytes.getInt(xing + 4);
            int next = xing + 8;
            long frames = -1;
            if ((flags & XING_FRAMES) != 0 && next + 4 <= bytes.limit()) {
                frames = bytes.getInt(next) & 0xffffffffL;
                next += 4;
            }
            next += (flags & XING_BYTES) != 0 ? 4 : 0;
            next += (flags & XING_TABLE) != 0 ? 100 : 0;
            next += (flags & XING_QUALITY) != 0 ? 4 : 0;
            boolean lame =
                    startsWith(data, next, "LAME")
                            || startsWith(data, next, "Lavf")
                            || startsWith(data, next, "Lavc");
            if (!lame || next + 24 > bytes.limit()) {
                return new Tag(frames, -1, 0);
            }
            int gap = bytes.getInt(next + 20) & 0xffffff; // two 12-bit numbers in bytes 21 to 23
            return new Tag(frames, gap >> 12, gap & 0xfff);
        }
    }
}
