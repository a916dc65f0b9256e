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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * FLAC of 4 to 32 bits and 1 to 8 channels. Beside each frame's CRC, the number of samples and the
 * MD5 of the whole are checked.
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
        FlacFrames frames = new FlacFrames(new FlacBits(input.stream(at)), channels, bits);
        MessageDigest md5 = md5();
        try {
            while (!sink.isFull() && (totalSamples == 0 || sink.position() < totalSamples)) {
                if (frames.next()) {
                    take(frames, md5);
                } else if (totalSamples == 0) {
                    break;
                } else {
                    throw truncated();
                }
            }
        } catch (EOFException e) {
            throw truncated();
        } catch (FlacFrames.DamagedFrameException e) {
            throw input.fail("is damaged near sample " + sink.position() + ": " + e.getMessage());
        }
        byte[] expected = Arrays.copyOfRange(info.array(), 18, STREAM_INFO);
        boolean recorded = !Arrays.equals(expected, new byte[expected.length]);
        if (sink.wantsAll() && recorded && !Arrays.equals(expected, md5.digest())) {
            throw input.fail("is damaged: its samples do not have the MD5 it records");
        }
    }

    private AudioFormatException truncated() {
        return input.fail(
                "is truncated: it ends at sample "
                        + sink.position()
                        + (totalSamples == 0 ? "" : " of " + totalSamples));
    }

    private void take(FlacFrames frames, MessageDigest md5) {
        int samples = frames.blockSize();
        if (totalSamples > 0 && sink.position() + samples > totalSamples) {
            throw input.fail("holds more than the " + totalSamples + " samples it records");
        }
        double fullScale = 1L << (bits - 1);
        int bytes = (bits + 7) / 8;
        byte[] interleaved = new byte[samples * channels * bytes];
        int at = 0;
        for (int i = 0; i < samples; i++) {
            long sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                long value = frames.channel(channel)[i];
                sum += value;
                for (int b = 0; b < bytes; b++) {
                    interleaved[at++] = (byte) (value >> 8 * b);
                }
            }
            sink.add((float) (sum / fullScale / channels));
        }
        md5.update(interleaved);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
