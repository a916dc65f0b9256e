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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jflac.ChannelData;
import org.jflac.FLACDecoder;
import org.jflac.FrameListener;
import org.jflac.frame.Frame;
import org.jflac.metadata.Metadata;

/**
 * FLAC, decoded by jFLAC under checks that it does not make itself: no lost synchronisation, every
 * frame's CRC, the number of samples and the MD5 of the whole.
 *
 * <p>Source of the format: RFC 9639.
 */
final class FlacFormat {
    private static final int MAGIC = 0x664c6143; // "fLaC"
    private static final int BLOCK_HEADER = 4;
    private static final int STREAM_INFO = 34;

    private final AudioInput input;
    private final MonoSink sink;
    private final ByteBuffer info;
    private final int channels;
    private final int bits;
    private final long totalSamples;

    private FlacFormat(AudioInput input, MonoSink sink, ByteBuffer info) {
        this.input = input;
        this.sink = sink;
        this.info = info;
        long packed = info.getLong(10);
        sink.begin(packed >>> 44);
        this.channels = (int) (packed >>> 41 & 7) + 1;
        this.bits = (int) (packed >>> 36 & 31) + 1;
        this.totalSamples = packed & 0xfffffffffL;
    }

    static boolean matches(ByteBuffer head) {
        return head.limit() >= 4 && head.getInt(0) == MAGIC;
    }

    /** Decodes the FLAC stream that starts at a position (behind an ID3v2 tag, for example). */
    static void decode(AudioInput input, long start, MonoSink sink) throws IOException {
        ByteBuffer info = null;
        long at = start + 4;
        boolean last = false;
        while (!last) {
            ByteBuffer header = input.read(at, BLOCK_HEADER, ByteOrder.BIG_ENDIAN);
            if (header.limit() < BLOCK_HEADER) {
                throw input.fail("is truncated: it ends inside its FLAC metadata");
            }
            last = header.get(0) < 0;
            int type = header.get(0) & 0x7f;
            int length = header.getInt(0) & 0xffffff;
            if (type == 0 && length == STREAM_INFO && info == null) {
                info = input.read(at + BLOCK_HEADER, STREAM_INFO, ByteOrder.BIG_ENDIAN);
            }
            at += BLOCK_HEADER + length;
        }
        if (info == null || info.limit() < STREAM_INFO) {
            throw input.fail("has no FLAC stream information");
        }
        new FlacFormat(input, sink, info).decodeFrames(at);
    }

    private void decodeFrames(long at) throws IOException {
        if (bits > 24) {
            throw input.fail("unsupported codec: FLAC of " + bits + " bits per sample");
        }
        // jFLAC sees the stream information only: other metadata may claim any size.
        byte[] head = new byte[4 + BLOCK_HEADER + STREAM_INFO];
        ByteBuffer.wrap(head)
                .putInt(MAGIC)
                .putInt(0x80 << 24 | STREAM_INFO)
                .put(info.array(), 0, STREAM_INFO);
        FLACDecoder decoder =
                new FLACDecoder(
                        new SequenceInputStream(new ByteArrayInputStream(head), input.stream(at)));
        decoder.addFrameListener(new DamageListener());
        MessageDigest md5 = md5();
        try {
            decoder.readMetadata();
            while (!sink.isFull() && (totalSamples == 0 || sink.position() < totalSamples)) {
                Frame frame = decoder.readNextFrame();
                if (frame == null && totalSamples == 0) {
                    break;
                }
                check(frame, decoder);
                take(frame.header.blockSize, decoder.getChannelData(), md5);
            }
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException e) {
            // What jFLAC's arrays do on damaged frames.
            throw input.fail("is damaged near sample " + sink.position(), e);
        }
        byte[] expected = Arrays.copyOfRange(info.array(), 18, STREAM_INFO);
        boolean recorded = !Arrays.equals(expected, new byte[expected.length]);
        if (sink.wantsAll() && recorded && !Arrays.equals(expected, md5.digest())) {
            throw input.fail("is damaged: its samples do not have the MD5 it records");
        }
    }

    private void check(Frame frame, FLACDecoder decoder) {
        if (frame == null) {
            throw input.fail(
                    "is truncated: "
                            + sink.position()
                            + " of "
                            + totalSamples
                            + " samples are in the file");
        }
        if (decoder.getBadFrames() > 0) {
            throw input.fail("is damaged near sample " + sink.position());
        }
        if (frame.header.channels != channels || frame.header.bitsPerSample != bits) {
            throw input.fail("changes its channels or sample width at sample " + sink.position());
        }
        if (totalSamples > 0 && sink.position() + frame.header.blockSize > totalSamples) {
            throw input.fail("holds more than the " + totalSamples + " samples it records");
        }
    }

    private void take(int samples, ChannelData[] data, MessageDigest md5) {
        double fullScale = 1L << (bits - 1);
        int bytes = (bits + 7) / 8;
        ByteBuffer interleaved =
                ByteBuffer.allocate(samples * channels * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            long sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                int value = data[channel].getOutput()[i];
                sum += value;
                for (int b = 0; b < bytes; b++) {
                    interleaved.put((byte) (value >> 8 * b));
                }
            }
            sink.add((float) (sum / fullScale / channels));
        }
        md5.update(interleaved.flip());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /** Ends decoding at the first complaint; jFLAC itself skips, gives zeros or tries for ever. */
    private final class DamageListener implements FrameListener {
        @Override
        public void processMetadata(Metadata metadata) {
            // The stream information was read before.
        }

        @Override
        public void processFrame(Frame frame) {
            // Frames are taken one by one where they are asked for.
        }

        @Override
        public void processError(String message) {
            throw input.fail(
                    "is truncated or damaged near sample " + sink.position() + ": " + message);
        }
    }
}
