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
package org.ssamba.audio.ogg;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.logging.Logger;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.AudioPackets;
import org.ssamba.audio.decoding.PacketDecoder;
import org.ssamba.audio.opus.OpusCodec;
import org.ssamba.audio.opus.OpusHead;

/**
 * The packets of Opus in Ogg, of one stream or of several one after the other. The header's
 * pre-skip cuts the beginning of a stream, the granule position of its last page cuts the end.
 *
 * <p>Source of the format: RFC 7845.
 */
final class OggOpus implements AudioPackets<OggOpus.Mark> {
    private static final Logger logger = Logger.getLogger(OggOpus.class.getName());

    /**
     * Where a packet begins.
     *
     * @param page the page on which it ends
     * @param index how many packets end on the page before it
     * @param stream what is known of its stream where the page begins
     */
    record Mark(OggPages.Mark page, int index, Stream stream) {}

    /**
     * What is known of a stream.
     *
     * @param decoded samples before the next page, those that do not count among them
     * @param granule granule position of the page before it, 0 where there is none
     * @param ended whether its last page was read
     */
    private record Stream(OpusHead head, long decoded, long granule, boolean ended) {}

    private final AudioInput input;
    private final OggPages pages;

    /** The stream at the next page, and the packets of the current one. */
    private Stream stream;

    private final Queue<Packet> waiting = new ArrayDeque<>();
    private int onPage;
    private Mark page;

    private OggOpus(AudioInput input, OggPages pages) {
        this.input = input;
        this.pages = pages;
    }

    /**
     * Opens Opus.
     *
     * @param pages of the stream
     * @param first the page with its header
     */
    static AudioDecoder open(AudioInput input, OggPages pages, OggPages.Page first)
            throws IOException {
        OggOpus packets = new OggOpus(input, pages);
        packets.begin(first);
        OpusCodec codec = new OpusCodec(input, () -> packets.stream.head());
        return new PacketDecoder<>(input, packets, codec, OpusCodec.SAMPLE_RATE);
    }

    /** Reads the header and passes over the comments, which may go over several pages. */
    private void begin(OggPages.Page first) throws IOException {
        OpusHead head = OpusHead.parse(input, first.packets().get(0));
        OggPages.Page comments = first;
        do {
            if (comments.last()) {
                throw input.fail("is damaged: no audio pages follow its Opus headers");
            }
            comments = pages.next();
        } while (comments.packets().isEmpty());
        stream = new Stream(head, 0, 0, false);
    }

    @Override
    public Packet next() throws IOException {
        while (waiting.isEmpty()) {
            if (!readPage()) {
                return null;
            }
        }
        return waiting.remove();
    }

    /** Reads the next page, of the next stream if this one has ended. */
    private boolean readPage() throws IOException {
        if (stream.ended()) {
            if (!pages.anotherStreamFollows()) {
                return false;
            }
            OggPages.Page first = pages.begin(OpusHead.MAGIC);
            if (!first.startsWith(OpusHead.MAGIC)) {
                throw input.fail("unsupported: another Ogg stream follows one of Opus; split it");
            }
            begin(first);
        }
        page = new Mark(pages.mark(), 0, stream);
        if (pages.atEnd()) {
            logger.warning(
                    input.path()
                            + ": its Ogg stream has no last page; it may have been cut off at"
                            + " sample "
                            + (stream.decoded() - stream.head().preSkip()));
            return false;
        }
        OggPages.Page read = pages.next();
        if (!read.packets().isEmpty() && read.granule() < 0) {
            throw input.fail("is damaged: an Ogg page has no granule position");
        }
        long decoded = stream.decoded();
        int[] lengths = new int[read.packets().size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = OpusCodec.samples(input, read.packets().get(i));
            decoded += lengths[i];
        }
        long end = read.last() && lengths.length > 0 ? end(read, decoded) : decoded;
        long at = stream.decoded();
        for (int i = 0; i < lengths.length; i++) {
            int from = (int) Math.max(0, Math.min(lengths[i], stream.head().preSkip() - at));
            int to = (int) Math.max(from, Math.min(lengths[i], end - at));
            waiting.add(new Packet(read.packets().get(i), lengths[i], from, to, at == 0));
            at += lengths[i];
        }
        onPage = lengths.length;
        long granule = lengths.length > 0 ? read.granule() : stream.granule();
        stream = new Stream(stream.head(), decoded, granule, read.last());
        return true;
    }

    /**
     * Up to which decoded sample of a stream its last page counts. Where packets were not sent,
     * granule positions leave gaps; they are compared over this page only.
     */
    private long end(OggPages.Page last, long decoded) {
        long end = stream.decoded() + last.granule() - stream.granule();
        if (end < stream.decoded() || end > decoded) {
            logger.warning(
                    input.path()
                            + ": its last Ogg page should end at sample "
                            + end
                            + ", but its packets end at "
                            + decoded
                            + "; all of them are read");
            return decoded;
        }
        return end;
    }

    @Override
    public Mark mark() {
        return waiting.isEmpty()
                ? new Mark(pages.mark(), 0, stream)
                : new Mark(page.page(), onPage - waiting.size(), page.stream());
    }

    @Override
    public void reset(Mark mark) throws IOException {
        pages.reset(mark.page());
        stream = mark.stream();
        waiting.clear();
        if (mark.index() > 0) {
            readPage();
        }
        for (int i = 0; i < mark.index(); i++) {
            waiting.remove();
        }
    }
}
