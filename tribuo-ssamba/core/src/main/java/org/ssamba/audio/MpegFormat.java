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
import java.nio.ByteOrder;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.Obuffer;

/**
 * MP3 (and MPEG audio layers I and II), decoded by JLayer in floating point. The samples an encoder
 * put around the sound are removed where its tag tells how many, as other decoders do.
 *
 * <p>Source of the format: ISO/IEC 11172-3 and 13818-3.
 */
final class MpegFormat {
    /** JLayer's scale factor for a full-scale sample. */
    private static final float FULL_SCALE = 32700;

    private MpegFormat() {}

    /**
     * Whether MPEG audio starts at a position: a frame that another one, the end of the file or
     * nothing known follows.
     */
    static boolean matches(AudioInput input, long at) throws IOException {
        byte[] head = input.read(at, MpegFrame.HEADER, ByteOrder.BIG_ENDIAN).array();
        MpegFrame first = MpegFrame.parse(head, 0);
        if (first == null) {
            return false;
        }
        long next = at + first.bytes();
        byte[] following = input.read(next, MpegFrame.HEADER, ByteOrder.BIG_ENDIAN).array();
        return following.length < MpegFrame.HEADER
                || first.continuedBy(MpegFrame.parse(following, 0));
    }

    static void decode(AudioInput input, long start, MonoSink sink) throws IOException {
        MpegStream stream = MpegStream.scan(input, start);
        sink.begin(stream.first().sampleRate());
        FrameBuffer buffer = new FrameBuffer(stream.first().samples());
        Bitstream bits = new Bitstream(input.stream(stream.begin(), stream.end()));
        Decoder decoder = new Decoder();
        decoder.setOutputBuffer(buffer);
        int toSkip = stream.skipped();
        try {
            for (long f = 0; f < stream.frames() && !sink.isFull(); f++) {
                Header header = bits.readFrame();
                if (header == null) {
                    throw input.fail("is damaged: MPEG frame " + f + " cannot be found");
                }
                buffer.clear_buffer();
                decoder.decodeFrame(header, bits);
                bits.closeFrame();
                int from = Math.min(toSkip, buffer.samples());
                toSkip -= from;
                long left = stream.samples() - sink.position();
                int to = (int) Math.min(buffer.samples(), from + left);
                for (int i = from; i < to; i++) {
                    sink.add(buffer.mono(i, stream.first().channels()));
                }
            }
        } catch (JavaLayerException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | NullPointerException
                | ArithmeticException e) {
            // What JLayer's arrays do on damaged frames.
            throw input.fail("is damaged near sample " + sink.position(), e);
        }
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
