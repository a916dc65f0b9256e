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
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.PacketDecoder;

/**
 * MP4, M4A, QuickTime and 3GP, whole or in fragments: the first audio track is read; video is
 * passed over.
 */
public final class Mp4Format {
    private static final int FILE_TYPE = 0x66747970;
    private static final int MOVIE = 0x6d6f6f76;
    private static final int MEDIA = 0x6d646174;
    private static final Logger logger = Logger.getLogger(Mp4Format.class.getName());

    private Mp4Format() {}

    /** Old QuickTime files have no box that names their kind. */
    public static boolean matches(ByteBuffer head) {
        int type = head.limit() < 8 ? 0 : head.getInt(4);
        return type == FILE_TYPE || type == MOVIE || type == MEDIA;
    }

    public static AudioDecoder open(AudioInput input) throws IOException {
        Mp4Boxes boxes = new Mp4Boxes(input);
        Mp4Boxes.Box movie = null;
        List<Mp4Boxes.Box> indices = new ArrayList<>();
        List<Mp4Boxes.Box> fragments = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        for (long at = 0; at < input.size(); ) {
            Mp4Boxes.Box box = boxes.at(at, input.size());
            if (box.type().equals("moov")) {
                if (movie != null) {
                    throw input.fail(
                            "unsupported: several MP4 files one after the other; split it");
                }
                movie = box;
            } else if (box.type().equals("moof")) {
                fragments.add(box);
                starts.add(at);
            } else if (box.type().equals("sidx")) {
                indices.add(box);
            }
            at = box.end();
        }
        if (movie == null) {
            throw input.fail("is truncated or damaged: it has no MP4 header");
        }
        try {
            for (Mp4Boxes.Box index : indices) {
                Mp4Index.requireWhole(boxes, index);
            }
            return open(boxes, movie, fragments, starts);
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException e) {
            throw input.fail("is damaged in its MP4 headers", e);
        }
    }

    private static AudioDecoder open(
            Mp4Boxes boxes, Mp4Boxes.Box movie, List<Mp4Boxes.Box> fragments, List<Long> starts)
            throws IOException {
        AudioInput input = boxes.input();
        Mp4Boxes.Box track = audioTrack(boxes, movie);
        Mp4Boxes.Box media = boxes.need(track, "mdia");
        Mp4Boxes.Box table = boxes.need(media, "minf", "stbl");
        Mp4Coding coding = Mp4Coding.parse(boxes, table);
        Mp4Samples samples = new Mp4Samples(input);
        samples.readTables(boxes, table);
        int number = number(boxes.content(boxes.need(track, "tkhd")));
        ByteBuffer defaults = fragments.isEmpty() ? null : defaults(boxes, movie, number);
        for (int i = 0; i < fragments.size(); i++) {
            samples.readFragment(boxes, fragments.get(i), starts.get(i), number, defaults);
        }
        Mp4Edits.TimeScales scales =
                new Mp4Edits.TimeScales(
                        timeScale(input, boxes.content(boxes.need(movie, "mvhd"))),
                        timeScale(input, boxes.content(boxes.need(media, "mdhd"))));
        if (!fragments.isEmpty()) {
            Mp4Gaps.warn(boxes, movie, samples, scales);
        }
        Mp4Edits edits = Mp4Edits.parse(boxes, movie, track, coding, samples, scales);
        return new PacketDecoder<>(
                input,
                new Mp4Packets(input, samples, coding, edits),
                coding.codec(),
                coding.sampleRate());
    }

    private static Mp4Boxes.Box audioTrack(Mp4Boxes boxes, Mp4Boxes.Box movie) throws IOException {
        List<Mp4Boxes.Box> tracks = new ArrayList<>();
        for (Mp4Boxes.Box box : boxes.between(movie.body(), movie.end())) {
            if (box.type().equals("trak")
                    && boxes.content(boxes.need(box, "mdia", "hdlr")).getInt(8) == 0x736f756e) {
                tracks.add(box);
            }
        }
        if (tracks.isEmpty()) {
            throw boxes.input().fail("has no audio track");
        }
        if (tracks.size() > 1) {
            logger.warning(
                    boxes.input().path()
                            + ": has "
                            + tracks.size()
                            + " audio tracks; the first one is read");
        }
        return tracks.get(0);
    }

    /** A track's number, in its header. */
    private static int number(ByteBuffer header) {
        return header.getInt(header.get(0) == 1 ? 20 : 12);
    }

    private static long timeScale(AudioInput input, ByteBuffer header) {
        long scale = header.getInt(header.get(0) == 1 ? 20 : 12) & 0xffffffffL;
        if (scale == 0) {
            throw input.fail("is damaged: its MP4 times have no scale");
        }
        return scale;
    }

    /** What holds for a track's fragments where they do not say otherwise, or null. */
    private static ByteBuffer defaults(Mp4Boxes boxes, Mp4Boxes.Box movie, int track)
            throws IOException {
        Mp4Boxes.Box extends_ = boxes.find(movie, "mvex");
        if (extends_ == null) {
            return null;
        }
        for (Mp4Boxes.Box box : boxes.between(extends_.body(), extends_.end())) {
            ByteBuffer content = boxes.content(box);
            if (box.type().equals("trex") && content.getInt(4) == track) {
                return content;
            }
        }
        return null;
    }
}
