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
package org.ssamba.audio.flac;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.ssamba.audio.AudioFormatException;
import org.ssamba.audio.decoding.AudioDecoder;
import org.ssamba.audio.decoding.AudioInput;
import org.ssamba.audio.decoding.AudioTags;
import org.ssamba.audio.decoding.PagedBytes;

/**
 * FLAC of 4 to 32 bits and 1 to 8 channels. Beside each frame's CRC, the number of samples and the
 * MD5 of the whole are checked.
 *
 * <p>Source of the format: RFC 9639.
 */
public final class FlacFormat implements AudioDecoder {
    private static final int MAGIC = 0x664c6143; // "fLaC"
    private static final int MAGIC_BYTES = 4;
    private static final int FRAME_SYNC = 0xfff8;
    private static final int BLOCK_HEADER = 4;
    private static final int STREAM_INFO = 34;

    /** How many zeros behind the last frame are looked at together. */
    private static final int PADDING = 1 << 16;

    /** Where decoding may begin is kept for a frame in so many samples, about. */
    private static final int POINT_SAMPLES = 1 << 16;

    /** A frame: its position in the file and its number. */
    private record Point(long at, long frame) {}

    private final AudioInput input;
    private final ByteBuffer info;
    private final int channels;
    private final int bits;
    private final long totalSamples;

    /** By their first samples. */
    private final TreeMap<Long, Point> points = new TreeMap<>();

    private FlacBits in;
    private FlacFrames frames;

    /** Of what was decoded since the start; null if that was left out. */
    private MessageDigest md5;

    private float[] block = new float[0];
    private float channelPeak;

    private FlacFormat(AudioInput input, ByteBuffer info, long firstFrame) {
        this.input = input;
        this.info = info;
        long packed = info.getLong(10);
        this.channels = (int) (packed >>> 41 & 7) + 1;
        this.bits = (int) (packed >>> 36 & 31) + 1;
        this.totalSamples = packed & 0xfffffffffL;
        points.put(0L, new Point(firstFrame, 0));
        seek(0);
    }

    public static boolean matches(ByteBuffer head) {
        return head.limit() >= 4 && head.getInt(0) == MAGIC;
    }

    /** Opens the FLAC stream that starts at a position (behind an ID3v2 tag, for example). */
    public static AudioDecoder open(AudioInput input, long start) throws IOException {
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
        return new FlacFormat(input, info, at);
    }

    @Override
    public long sampleRate() {
        return info.getLong(10) >>> 44;
    }

    @Override
    public long seek(long sample) {
        Map.Entry<Long, Point> point = points.floorEntry(sample);
        long here = frames == null || frames.position() > sample ? -1 : frames.position();
        if (here >= point.getKey()) {
            return here;
        }
        Point to = point.getValue();
        in = new FlacBits(input.stream(to.at()), to.at());
        frames = new FlacFrames(in, channels, bits, to.frame(), point.getKey());
        md5 = point.getKey() == 0 ? md5() : null;
        return point.getKey();
    }

    @Override
    public int next() throws IOException {
        long first = frames.position();
        if (totalSamples > 0 && first >= totalSamples) {
            checkMd5();
            requireNoMoreAudio(in.position());
            return 0;
        }
        if (first >= points.lastKey() + POINT_SAMPLES) {
            points.put(first, new Point(in.position(), frames.frames()));
        }
        long start = in.position();
        try {
            if (!frames.next()) {
                if (totalSamples > 0) {
                    throw truncated(first);
                }
                checkMd5();
                return 0;
            }
        } catch (EOFException e) {
            throw truncated(first);
        } catch (FlacFrames.DamagedFrameException e) {
            if (totalSamples == 0 && onlyTagsFrom(start)) {
                checkMd5();
                return 0;
            }
            throw input.fail("is damaged near sample " + first + ": " + e.getMessage());
        }
        if (totalSamples > 0 && frames.position() > totalSamples) {
            throw input.fail("holds more than the " + totalSamples + " samples it records");
        }
        average();
        if (md5 != null) {
            md5.update(interleaved());
        }
        return frames.blockSize();
    }

    /** Where no total says which frame is the last, tags or zeros may follow it. */
    private boolean onlyTagsFrom(long position) throws IOException {
        long at = new AudioTags(new PagedBytes(input)).behind(position);
        for (; at < input.size(); at += PADDING) {
            byte[] rest = input.read(at, PADDING, ByteOrder.BIG_ENDIAN).array();
            if (!Arrays.equals(rest, new byte[rest.length])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Other decoders stop here, whether another stream was joined or the total is that of a part.
     */
    private void requireNoMoreAudio(long end) throws IOException {
        long at = new AudioTags(new PagedBytes(input)).behind(end);
        ByteBuffer next = input.read(at, MAGIC_BYTES, ByteOrder.BIG_ENDIAN);
        if (matches(next)) {
            throw input.fail("unsupported: several FLAC streams one after the other; split it");
        }
        if (next.limit() >= 2 && (next.getShort(0) & 0xfffe) == FRAME_SYNC) {
            throw input.fail("holds more than the " + totalSamples + " samples it records");
        }
    }

    private AudioFormatException truncated(long sample) {
        return input.fail(
                "is truncated: it ends at sample "
                        + sample
                        + (totalSamples == 0 ? "" : " of " + totalSamples));
    }

    private void checkMd5() {
        byte[] expected = Arrays.copyOfRange(info.array(), 18, STREAM_INFO);
        boolean recorded = !Arrays.equals(expected, new byte[expected.length]);
        if (md5 != null && recorded && !Arrays.equals(expected, md5.digest())) {
            throw input.fail("is damaged: its samples do not have the MD5 it records");
        }
        md5 = null;
    }

    private void average() {
        int samples = frames.blockSize();
        if (block.length < samples) {
            block = new float[samples];
        }
        double fullScale = 1L << (bits - 1);
        for (int i = 0; i < samples; i++) {
            long sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += frames.channel(channel)[i];
            }
            block[i] = (float) (sum / fullScale / channels);
            if (channels > 1) {
                float first = (float) (frames.channel(0)[i] / fullScale);
                channelPeak = Math.max(channelPeak, Math.abs(first));
            }
        }
    }

    /** The frame's samples as the MD5 is taken of them. */
    private byte[] interleaved() {
        int samples = frames.blockSize();
        int bytes = (bits + 7) / 8;
        byte[] interleaved = new byte[samples * channels * bytes];
        int at = 0;
        for (int i = 0; i < samples; i++) {
            for (int channel = 0; channel < channels; channel++) {
                long value = frames.channel(channel)[i];
                for (int b = 0; b < bytes; b++) {
                    interleaved[at++] = (byte) (value >> 8 * b);
                }
            }
        }
        return interleaved;
    }

    @Override
    public float channelPeak() {
        return channelPeak;
    }

    @Override
    public float[] block() {
        return block;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
