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

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.logging.Logger;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;

/**
 * Ogg Vorbis, decoded by JOrbis. The granule positions of the pages decide how many samples there
 * are: the first page's may cut the beginning, the last page's cuts the end.
 *
 * <p>Source of the format: Xiph.Org, "Vorbis I specification", sections 4.2 and A.2.
 */
final class VorbisFormat implements AudioDecoder {
    private static final Logger logger = Logger.getLogger(VorbisFormat.class.getName());

    /** How its first header begins. */
    static final String MAGIC = "\u0001vorbis";

    private static final int IDENTIFICATION_BYTES = 30;

    /** A comment header without comments, in place of the file's, which may claim any size. */
    private static final byte[] NO_COMMENTS = {
        3, 'v', 'o', 'r', 'b', 'i', 's', 0, 0, 0, 0, 0, 0, 0, 0, 1
    };

    /** Where decoding may begin is kept for a page in so many samples, about. */
    private static final int POINT_SAMPLES = 1 << 16;

    /**
     * The start of a page.
     *
     * @param before the packet before it, which the first one of the page overlaps; null at the
     *     start
     */
    private record Point(OggPages.Mark page, byte[] before) {}

    private final AudioInput input;
    private final OggPages pages;
    private final Info info = new Info();
    private final Comment comment = new Comment();
    private DspState state;
    private Block block;
    private int sampleRate;
    private int longBlock;
    private long packets;

    /** By their first samples. */
    private final TreeMap<Long, Point> points = new TreeMap<>();

    /** The first sample of the next page. */
    private long position;

    /** Granule position of the first sample; known at the end of the first page that has any. */
    private long origin = Long.MIN_VALUE;

    private boolean ended;

    /** Whether the state holds nothing that a packet could overlap. */
    private boolean fresh;

    private byte[] before;

    /** Mono samples of the current page: how many of them count is known at its end. */
    private float[] pending = new float[1 << 13];

    private int pendingCount;
    private float channelPeak;

    private VorbisFormat(AudioInput input, OggPages pages) {
        this.input = input;
        this.pages = pages;
    }

    /**
     * Opens Vorbis.
     *
     * @param pages of the stream
     * @param first the page with its first header
     */
    static AudioDecoder open(AudioInput input, OggPages pages, OggPages.Page first)
            throws IOException {
        VorbisFormat decoder = new VorbisFormat(input, pages);
        try {
            decoder.readIdentification(first);
            decoder.readSetup();
            decoder.points.put(0L, new Point(decoder.pages.mark(), null));
            decoder.restart(0);
        } catch (IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | NullPointerException
                | ClassCastException e) {
            // What JOrbis's arrays do on damaged headers.
            throw input.fail("is damaged in its Vorbis headers", e);
        }
        return decoder;
    }

    private void readIdentification(OggPages.Page page) {
        byte[] packet = page.packets().get(0);
        if (page.packets().size() != 1 || packet.length != IDENTIFICATION_BYTES) {
            throw input.fail("is damaged: its Vorbis identification header is not whole");
        }
        ByteBuffer header = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        sampleRate = header.getInt(12);
        int channels = header.get(11) & 0xff;
        if (Integer.bitCount(channels) != 1) {
            // JOrbis reads the channel coupling of other numbers wrongly.
            throw input.fail(
                    "unsupported codec: Vorbis with " + channels + " channels; 1, 2, 4, … only");
        }
        int shortExponent = header.get(28) & 15;
        int longExponent = header.get(28) >> 4 & 15;
        if (shortExponent < 6 || longExponent > 13) {
            throw input.fail("is damaged: its Vorbis block sizes are out of range");
        }
        longBlock = 1 << longExponent;
        header(packet);
    }

    private void header(byte[] packet) {
        if (info.synthesis_headerin(comment, next(packet)) != 0) {
            throw input.fail("is damaged: Vorbis header " + packets + " cannot be read");
        }
    }

    private Packet next(byte[] bytes) {
        Packet packet = new Packet();
        packet.packet_base = bytes;
        packet.bytes = bytes.length;
        packet.b_o_s = packets == 0 ? 1 : 0;
        packet.granulepos = -1;
        packet.packetno = packets++;
        return packet;
    }

    /** Reads the comment and setup headers; audio starts on a page of its own. */
    private void readSetup() throws IOException {
        header(NO_COMMENTS);
        int found = 0;
        while (found < 2) {
            OggPages.Page page = pages.next();
            for (byte[] packet : page.packets()) {
                found++;
                if (found == 2) {
                    VorbisSetup.check(input, packet, info.channels * longBlock / 2);
                    header(packet);
                }
            }
            if (found > 2 || page.last()) {
                throw input.fail("is damaged: no audio pages follow its Vorbis headers");
            }
        }
    }

    @Override
    public long sampleRate() {
        return sampleRate;
    }

    @Override
    public long seek(long sample) {
        long point = points.floorKey(sample);
        if (position > sample || position < point) {
            restart(point);
        }
        return position;
    }

    private void restart(long sample) {
        Point point = points.get(sample);
        pages.reset(point.page());
        position = sample;
        origin = sample == 0 ? Long.MIN_VALUE : origin;
        ended = false;
        state = new DspState();
        state.synthesis_init(info);
        block = new Block(state);
        fresh = true;
        before = point.before();
        if (before != null) {
            synthesise(before);
        }
        pendingCount = 0;
    }

    @Override
    public int next() throws IOException {
        try {
            return nextPage();
        } catch (IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | NullPointerException
                | ClassCastException e) {
            // What JOrbis's arrays do on damaged packets.
            throw input.fail("is damaged near sample " + position, e);
        }
    }

    private int nextPage() throws IOException {
        pendingCount = 0;
        while (!ended) {
            if (position >= points.lastKey() + POINT_SAMPLES) {
                points.put(position, new Point(pages.mark(), before));
            }
            if (pages.atEnd()) {
                logger.warning(
                        input.path()
                                + ": its Ogg stream has no last page; it may have been cut off at"
                                + " sample "
                                + position);
                ended = true;
                return 0;
            }
            OggPages.Page page = pages.next();
            ended = page.last();
            for (byte[] packet : page.packets()) {
                synthesise(packet);
            }
            if (page.packets().isEmpty()) {
                continue;
            }
            if (page.granule() < 0) {
                throw input.fail("is damaged: an Ogg page has no granule position");
            }
            int count = counted(page);
            position += count;
            if (count > 0) {
                return count;
            }
        }
        if (pages.anotherStreamFollows()) {
            throw input.fail("unsupported: several Ogg streams one after the other; split it");
        }
        return 0;
    }

    /** How many samples of the page count, by its granule position; moves them to the front. */
    private int counted(OggPages.Page page) {
        int skipped = 0;
        if (origin == Long.MIN_VALUE) {
            long ahead = page.granule() - pendingCount;
            // Fewer samples than were decoded: the beginning is cut, or, if this is also the
            // last page, the end.
            skipped = page.last() || pages.atEnd() ? 0 : (int) Math.max(0, -ahead);
            origin = Math.max(0, ahead);
        }
        long end = page.granule() - origin;
        long count = end - position;
        int there = pendingCount - skipped;
        if (!page.last() && count >= 0 && count < there && pages.atEnd()) {
            // Without an end-of-stream page nothing is cut off, as other decoders do.
            count = there;
        }
        if (count < 0 || count > there || (!page.last() && count != there)) {
            throw input.fail(
                    "is damaged: an Ogg page names sample "
                            + end
                            + " where its packets end at "
                            + (position + there));
        }
        System.arraycopy(pending, skipped, pending, 0, (int) count);
        pendingCount = 0;
        return (int) count;
    }

    @Override
    public float channelPeak() {
        return channelPeak;
    }

    @Override
    public float[] block() {
        return pending;
    }

    private void synthesise(byte[] bytes) {
        if (bytes.length == 0) {
            return; // holds nothing; some encoders write it
        }
        before = bytes;
        if (block.synthesis(next(bytes)) != 0) {
            throw input.fail("is damaged: audio packet " + (packets - 3) + " cannot be decoded");
        }
        state.synthesis_blockin(block);
        float[][][] pcm = new float[1][][];
        int[] start = new int[info.channels];
        int samples = state.synthesis_pcmout(pcm, start);
        if (fresh) {
            // The first packet only begins an overlap; JOrbis gives samples if its block is long.
            fresh = false;
            state.synthesis_read(samples);
            return;
        }
        if (pendingCount + samples > pending.length) {
            pending = Arrays.copyOf(pending, 2 * (pendingCount + samples));
        }
        for (int i = 0; i < samples; i++) {
            float sum = 0;
            for (int channel = 0; channel < info.channels; channel++) {
                sum += pcm[0][channel][start[channel] + i];
            }
            pending[pendingCount++] = sum / info.channels;
            if (info.channels > 1) {
                channelPeak = Math.max(channelPeak, Math.abs(pcm[0][0][start[0] + i]));
            }
        }
        state.synthesis_read(samples);
    }
}
