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
package org.ssamba.audio.mpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * Frames of MPEG audio that one encoder wrote, and how many samples at either end are its padding,
 * as its tag says. Positions are those in the frames alone, without tags between them.
 *
 * @param first the header of the first audio frame
 * @param ranges where the frames lie in the file
 * @param length bytes of all frames
 * @param frames number of audio frames
 * @param claimed number of audio frames by the encoder's tag, 0 where it does not say
 * @param skipped samples to leave out at the start
 * @param samples samples that remain
 * @param offsets positions of every {@value #STEP}th audio frame
 * @param end position in the file behind the stream and the tags that follow it
 */
record MpegStream(
        MpegFrame first,
        List<Range> ranges,
        long length,
        long frames,
        long claimed,
        int skipped,
        long samples,
        long[] offsets,
        long end) {
    private static final Logger logger = Logger.getLogger(MpegStream.class.getName());

    /** Frames between offsets that are kept. */
    static final int STEP = 8;

    /** A frame's bits may begin in frames before it, so many bytes back. */
    private static final int RESERVOIR_BYTES = 511;

    /** The delay of every MPEG layer III decoder: filter bank (528) and one sample. */
    private static final int DECODER_DELAY = 529;

    /** Bytes of a file without anything but frames. */
    record Range(long from, long to) {}

    /**
     * Walks over the frames from a position up to the end of the file or the tag of another
     * encoder.
     *
     * @param cut whether the file was cut out of a stream: then the last frame may not be whole
     * @throws AudioFormatException if anything but frames and tags is in the file, or the last
     *     frame is not whole
     */
    static MpegStream scan(AudioInput input, PagedBytes data, long start, boolean cut)
            throws IOException {
        MpegSearch search = new MpegSearch(data);
        MpegFrame first = frameAt(data, start);
        if (first == null) {
            throw input.fail("is damaged: no MPEG frame at byte " + start);
        }
        MpegEncoderTag tag = MpegEncoderTag.find(data.read(start, first.bytes()), first);
        long from = start + (tag == null ? 0 : first.bytes());
        long at = from;
        long length = 0;
        long frames = 0;
        long[] offsets = new long[16];
        int kept = 0;
        MpegFrame frame = null;
        List<Range> ranges = new ArrayList<>();
        while (true) {
            long behind = search.behind(at);
            if (behind > at || behind >= data.size()) {
                ranges.add(new Range(from, at));
                from = behind;
                at = behind;
            }
            if (at >= data.size()) {
                break;
            }
            MpegFrame next = frameAt(data, at);
            if (next == null || !first.continuedBy(next)) {
                throw input.fail(
                        next == null
                                ? "is damaged: no MPEG frame at byte " + at
                                : "changes its layer, rate or channels at byte " + at);
            }
            if (at + next.bytes() > data.size() && cut && frames > 0) {
                logger.warning(
                        input.path()
                                + ": was cut out of a stream; its last MPEG frame is not whole and"
                                + " left out");
                ranges.add(new Range(from, at));
                at = data.size();
                break;
            }
            if (at + next.bytes() > data.size()) {
                throw input.fail("is truncated: it ends inside the MPEG frame at byte " + at);
            }
            if (frames > 0
                    && MpegEncoderTag.marked(data.read(at, MpegEncoderTag.MARKED_BYTES), next)) {
                ranges.add(new Range(from, at));
                break;
            }
            frame = frame == null ? next : frame;
            if (frames % STEP == 0) {
                if (kept == offsets.length) {
                    offsets = Arrays.copyOf(offsets, 2 * kept);
                }
                offsets[kept++] = length;
            }
            at += next.bytes();
            length += next.bytes();
            frames++;
        }
        boolean told = tag != null && tag.delay() >= 0;
        int delay = told ? tag.delay() + DECODER_DELAY : 0;
        // Padding is at the end that the tag was written for.
        int padding =
                told && (tag.frames() == 0 || tag.frames() == frames)
                        ? Math.max(0, tag.padding() - DECODER_DELAY)
                        : 0;
        return new MpegStream(
                frame == null ? first : frame,
                ranges,
                length,
                frames,
                tag == null ? 0 : tag.frames(),
                delay,
                Math.max(0, frames * first.samples() - delay - padding),
                Arrays.copyOf(offsets, kept),
                at);
    }

    /** The frames from a position on, without what lies between them in the file. */
    InputStream open(AudioInput input, long position) {
        List<InputStream> streams = new ArrayList<>();
        long before = 0;
        for (Range range : ranges) {
            long bytes = range.to() - range.from();
            long skipped = Math.max(0, position - before);
            if (skipped < bytes) {
                streams.add(input.stream(range.from() + skipped, range.to()));
            }
            before += bytes;
        }
        return new SequenceInputStream(Collections.enumeration(streams));
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
        long behind = index < offsets.length ? offsets[index] : length;
        int overhead = first.sideInfoEnd() + 2; // and the checksum, which is optional
        while (index > 0) {
            index--;
            long framesBetween = Math.max(0, (frame - 2) / STEP - index) * STEP;
            if (behind - offsets[index] - framesBetween * overhead >= RESERVOIR_BYTES) {
                break;
            }
        }
        return index;
    }

    private static MpegFrame frameAt(PagedBytes data, long at) throws IOException {
        return MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0);
    }
}
