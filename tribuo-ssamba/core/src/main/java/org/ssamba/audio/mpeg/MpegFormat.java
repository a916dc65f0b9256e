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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Logger;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.Obuffer;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.JoinedDecoder;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * MP3 (and MPEG audio layers I and II), decoded by JLayer in floating point. The samples an encoder
 * put around the sound are removed where its tag tells how many, as other decoders do.
 *
 * <p>Source of the format: ISO/IEC 11172-3 and 13818-3.
 */
public final class MpegFormat implements AudioDecoder {
    private static final Logger logger = Logger.getLogger(MpegFormat.class.getName());

    /** Bytes of the longest frame: layer II at 384 kbit/s and 32 kHz, with a byte of padding. */
    private static final int LONGEST_FRAME = 1729;

    /** JLayer's scale factor for a full-scale sample. */
    private static final float FULL_SCALE = 32700;

    private final AudioInput input;
    private final MpegStream stream;
    private final FrameBuffer buffer;
    private final float[] block;
    private Bitstream bits;
    private Decoder decoder;

    /** The number of the next frame. */
    private long frame;

    private float channelPeak;

    private MpegFormat(AudioInput input, MpegStream stream) {
        this.input = input;
        this.stream = stream;
        this.buffer = new FrameBuffer(stream.first().samples());
        this.block = new float[buffer.samples()];
    }

    /**
     * Opens MPEG audio, if there is any at a position, behind the tags or zeros there, or, in a
     * file that was cut out of a stream, behind the rest of a frame.
     *
     * @return a decoder, or null
     */
    public static AudioDecoder find(AudioInput input, long start) throws IOException {
        PagedBytes data = new PagedBytes(input);
        MpegSearch search = new MpegSearch(data);
        long at = search.behind(start);
        if (startsAt(data, at)) {
            // Zeros stand for the part of a frame in what was cut out of a stream.
            return open(input, data, at, at > start);
        }
        long found = search.frames(at, at + LONGEST_FRAME);
        if (found < 0) {
            return null;
        }
        logger.warning(
                input.path()
                        + ": was cut out of a stream; the "
                        + (found - at)
                        + " bytes before its first whole MPEG frame are left out");
        return open(input, data, found, true);
    }

    /** Whether there is a frame that another one, the end of the file or a tag follows. */
    private static boolean startsAt(PagedBytes data, long at) throws IOException {
        MpegFrame first = MpegFrame.parse(data.read(at, MpegFrame.HEADER), 0);
        if (first == null) {
            return false;
        }
        byte[] following = data.read(at + first.bytes(), MpegFrame.HEADER);
        return following.length < MpegFrame.HEADER
                || first.continuedBy(MpegFrame.parse(following, 0));
    }

    /**
     * Opens the frames that start at a position. Where files were joined, each is without its
     * encoder's padding.
     */
    private static AudioDecoder open(AudioInput input, PagedBytes data, long start, boolean cut)
            throws IOException {
        List<JoinedDecoder.Part> parts = new ArrayList<>();
        MpegFrame first = null;
        long samples = 0;
        long frames = 0;
        long claimed = 0;
        long at = start;
        while (at < input.size()) {
            MpegStream stream = MpegStream.scan(input, data, at, cut);
            first = first == null ? stream.first() : first;
            if (first.layer() == 2 && first.sampleRate() < 32_000) {
                // JLayer takes its frames for half as long as they are.
                throw input.unread("MPEG-2 layer II");
            }
            if (!first.continuedBy(stream.first())) {
                throw input.fail("changes its layer, rate or channels at byte " + at);
            }
            parts.add(new JoinedDecoder.Part(samples, () -> new MpegFormat(input, stream)));
            claimed = Math.max(claimed, stream.claimed() == 0 ? 0 : frames + stream.claimed());
            frames += stream.frames();
            samples += stream.samples();
            at = stream.end();
        }
        // Some programs count the tag itself, and others leave the count of a part of the file.
        if (frames < claimed - parts.size()) {
            throw input.fail(
                    "is truncated: its tag says "
                            + claimed
                            + " MPEG frames but it holds "
                            + frames);
        }
        return new JoinedDecoder(parts);
    }

    @Override
    public long sampleRate() {
        return stream.first().sampleRate();
    }

    @Override
    public long seek(long sample) {
        long wanted = Math.min(stream.frames(), (sample + stream.skipped()) / perFrame());
        int start = stream.startFor(wanted);
        long first = (long) start * MpegStream.STEP;
        if (bits == null || frame > wanted || frame < first) {
            long at = stream.offsets().length == 0 ? 0 : stream.offsets()[start];
            bits = new Bitstream(stream.open(input, at));
            decoder = new Decoder();
            decoder.setOutputBuffer(buffer);
            frame = first;
            // These frames alone do not sound as they do behind those before them.
            while (frame < wanted && first > 0) {
                decode();
            }
        }
        return Math.max(0, frame * perFrame() - stream.skipped());
    }

    private int perFrame() {
        return buffer.samples();
    }

    @Override
    public int next() {
        while (frame < stream.frames()) {
            long first = frame * perFrame() - stream.skipped();
            int from = (int) Math.min(perFrame(), Math.max(0, -first));
            int to = (int) Math.min(perFrame(), stream.samples() - first);
            if (from >= to && from == 0) {
                return 0;
            }
            decode();
            if (from < to) {
                for (int i = from; i < to; i++) {
                    block[i - from] = buffer.mono(i, stream.first().channels());
                    if (stream.first().channels() > 1) {
                        channelPeak = Math.max(channelPeak, Math.abs(buffer.mono(i, 1)));
                    }
                }
                return to - from;
            }
        }
        return 0;
    }

    private void decode() {
        try {
            Header header = bits.readFrame();
            if (header == null) {
                throw input.fail("is damaged: MPEG frame " + frame + " cannot be found");
            }
            buffer.clear_buffer();
            decoder.decodeFrame(header, bits);
            bits.closeFrame();
            frame++;
        } catch (JavaLayerException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException
                | ArithmeticException e) {
            // What JLayer's arrays do on damaged frames.
            throw input.fail("is damaged near sample " + frame * perFrame(), e);
        }
    }

    @Override
    public float channelPeak() {
        return channelPeak;
    }

    @Override
    public float[] block() {
        return block;
    }

    /** One decoded frame, zero where the decoder gave nothing (its bits were in earlier frames). */
    private static final class FrameBuffer extends Obuffer {
        private final float[][] channels;
        private final int[] filled = new int[MAXCHANNELS];

        FrameBuffer(int samples) {
            channels = new float[MAXCHANNELS][samples];
        }

        int samples() {
            return channels[0].length;
        }

        float mono(int index, int count) {
            return count == 1 ? channels[0][index] : (channels[0][index] + channels[1][index]) / 2;
        }

        @Override
        public void appendSamples(int channel, float[] samples) {
            for (float sample : samples) {
                channels[channel][filled[channel]++] = sample / FULL_SCALE;
            }
        }

        @Override
        public void append(int channel, short value) {
            channels[channel][filled[channel]++] = value / FULL_SCALE;
        }

        @Override
        public void clear_buffer() {
            Arrays.fill(filled, 0);
            for (float[] channel : channels) {
                Arrays.fill(channel, 0);
            }
        }

        @Override
        public void write_buffer(int value) {
            // Samples are taken from this object.
        }

        @Override
        public void set_stop_flag() {
            // Nothing runs beside this decoder.
        }

        @Override
        public void close() {
            // Holds no resources.
        }
    }
}
