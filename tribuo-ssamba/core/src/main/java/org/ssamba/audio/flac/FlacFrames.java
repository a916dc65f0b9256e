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

import java.io.IOException;
import java.util.Arrays;

/**
 * Decodes the frames of a FLAC stream one by one; any deviation from the format is an error.
 *
 * <p>Source: RFC 9639, section 9.
 */
final class FlacFrames {
    private static final int SYNC = 0x3ffe;
    private static final int LEFT_SIDE = 8;
    private static final int SIDE_RIGHT = 9;
    private static final int MID_SIDE = 10;

    /** Sample widths by code; 0: as in the stream information, -1: reserved. */
    private static final int[] BITS = {0, 8, 12, -1, 16, 20, 24, 32};

    private final FlacBits in;
    private final int channels;
    private final int bits;
    private final long[][] samples;
    private int blockSize;
    private long frames;
    private long position;

    /**
     * Frames from one on.
     *
     * @param frames its number
     * @param position the number of its first sample
     */
    FlacFrames(FlacBits in, int channels, int bits, long frames, long position) {
        this.in = in;
        this.channels = channels;
        this.bits = bits;
        this.frames = frames;
        this.position = position;
        this.samples = new long[channels][0];
    }

    /** A frame that breaks the format. */
    static final class DamagedFrameException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedFrameException(String message) {
            super(message);
        }
    }

    private static void require(boolean condition, String broken) throws DamagedFrameException {
        if (!condition) {
            throw new DamagedFrameException(broken);
        }
    }

    /** How many frames lie before the next one. */
    long frames() {
        return frames;
    }

    /** How many samples lie before the next frame. */
    long position() {
        return position;
    }

    /** Samples per channel in the frame just read. */
    int blockSize() {
        return blockSize;
    }

    /** The samples of one channel of the frame just read. */
    long[] channel(int index) {
        return samples[index];
    }

    /**
     * Reads the next frame.
     *
     * @return false at the end of the stream
     * @throws java.io.EOFException if the stream ends inside the frame
     * @throws DamagedFrameException if the frame breaks the format
     */
    boolean next() throws IOException {
        if (!in.startFrame()) {
            return false;
        }
        int assignment = readHeader();
        for (int c = 0; c < channels; c++) {
            if (samples[c].length < blockSize) {
                samples[c] = new long[blockSize];
            }
            boolean side = assignment == SIDE_RIGHT ? c == 0 : assignment >= LEFT_SIDE && c == 1;
            readSubframe(samples[c], side ? bits + 1 : bits);
        }
        require(in.align(), "padding is not zero");
        int crc = in.crc16();
        require(in.read(16) == crc, "wrong CRC");
        joinChannels(assignment);
        frames++;
        position += blockSize;
        return true;
    }

    private int readHeader() throws IOException {
        require(in.read(14) == SYNC, "no frame where one should start");
        require(in.read(1) == 0, "reserved bit set");
        boolean variable = in.read(1) == 1;
        int sizeCode = (int) in.read(4);
        int rateCode = (int) in.read(4);
        int assignment = (int) in.read(4);
        int bitsCode = (int) in.read(3);
        require(in.read(1) == 0 && sizeCode != 0 && rateCode != 15, "reserved value in header");
        long number = readNumber();
        blockSize =
                switch (sizeCode) {
                    case 1 -> 192;
                    case 2, 3, 4, 5 -> 576 << (sizeCode - 2);
                    case 6 -> (int) in.read(8) + 1;
                    case 7 -> (int) in.read(16) + 1;
                    default -> 256 << (sizeCode - 8);
                };
        in.read(rateCode == 12 ? 8 : rateCode > 12 ? 16 : 0);
        int crc = in.crc8();
        require(in.read(8) == crc, "wrong CRC of a header");
        require(number == (variable ? position : frames), "a frame is missing");
        require(bitsCode == 0 || BITS[bitsCode] == bits, "sample width differs from the stream's");
        require(
                assignment < LEFT_SIDE
                        ? assignment + 1 == channels
                        : assignment <= MID_SIDE && channels == 2,
                "channels differ from the stream's");
        return assignment;
    }

    /** The frame's or its first sample's number, coded like a UTF-8 character. */
    private long readNumber() throws IOException {
        int first = (int) in.read(8);
        int ones = Integer.numberOfLeadingZeros(~first << 24);
        require(ones != 1 && ones < 8, "malformed frame number");
        long number = first & 0x7f >> ones;
        for (int i = 1; i < ones; i++) {
            number = number << 6 | in.read(8) & 0x3f;
        }
        return number;
    }

    private void readSubframe(long[] x, int width) throws IOException {
        require(in.read(1) == 0, "reserved bit set in a subframe");
        int type = (int) in.read(6);
        int wasted = in.read(1) == 1 ? in.readUnary() + 1 : 0;
        int left = width - wasted;
        require(left > 0, "no bits left in a subframe");
        if (type == 0) {
            Arrays.fill(x, 0, blockSize, in.readSigned(left));
        } else if (type == 1) {
            for (int i = 0; i < blockSize; i++) {
                x[i] = in.readSigned(left);
            }
        } else if (type >= 8 && type <= 12) {
            readFixed(x, type - 8, left);
        } else if (type >= 32) {
            readLinear(x, type - 31, left);
        } else {
            throw new DamagedFrameException("reserved subframe type " + type);
        }
        for (int i = 0; wasted > 0 && i < blockSize; i++) {
            x[i] <<= wasted;
        }
    }

    private void readWarmUp(long[] x, int order, int width) throws IOException {
        require(order <= blockSize, "a predictor is longer than its block");
        for (int i = 0; i < order; i++) {
            x[i] = in.readSigned(width);
        }
    }

    private void readFixed(long[] x, int order, int width) throws IOException {
        readWarmUp(x, order, width);
        readResidual(x, order);
        for (int i = order; i < blockSize; i++) {
            x[i] +=
                    switch (order) {
                        case 0 -> 0;
                        case 1 -> x[i - 1];
                        case 2 -> 2 * x[i - 1] - x[i - 2];
                        case 3 -> 3 * (x[i - 1] - x[i - 2]) + x[i - 3];
                        default -> 4 * (x[i - 1] + x[i - 3]) - 6 * x[i - 2] - x[i - 4];
                    };
        }
    }

    private void readLinear(long[] x, int order, int width) throws IOException {
        readWarmUp(x, order, width);
        int precision = (int) in.read(4) + 1;
        int shift = (int) in.readSigned(5);
        require(precision < 16 && shift >= 0, "reserved predictor precision or shift");
        long[] coefficients = new long[order];
        for (int i = 0; i < order; i++) {
            coefficients[i] = in.readSigned(precision);
        }
        readResidual(x, order);
        for (int i = order; i < blockSize; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += coefficients[j] * x[i - 1 - j];
            }
            x[i] += sum >> shift;
        }
    }

    /** Partitioned Rice codes, from {@code order} to the block's end. */
    private void readResidual(long[] x, int order) throws IOException {
        int method = (int) in.read(2);
        require(method <= 1, "reserved residual coding");
        int parameterBits = 4 + method;
        int escape = (1 << parameterBits) - 1;
        int partitionOrder = (int) in.read(4);
        int length = blockSize >> partitionOrder;
        require(
                length << partitionOrder == blockSize && length >= order,
                "partitions do not fit the block");
        int i = order;
        for (int end = length; end <= blockSize && length > 0; end += length) {
            int parameter = (int) in.read(parameterBits);
            if (parameter == escape) {
                int width = (int) in.read(5);
                for (; i < end; i++) {
                    x[i] = in.readSigned(width);
                }
                continue;
            }
            for (; i < end; i++) {
                long code = (long) in.readUnary() << parameter | in.read(parameter);
                x[i] = code >>> 1 ^ -(code & 1);
            }
        }
    }

    private void joinChannels(int assignment) {
        if (assignment < LEFT_SIDE) {
            return;
        }
        long[] first = samples[0];
        long[] second = samples[1];
        for (int i = 0; i < blockSize; i++) {
            if (assignment == LEFT_SIDE) {
                second[i] = first[i] - second[i];
            } else if (assignment == SIDE_RIGHT) {
                first[i] += second[i];
            } else {
                long middle = first[i] << 1 | second[i] & 1;
                long side = second[i];
                first[i] = middle + side >> 1;
                second[i] = middle - side >> 1;
            }
        }
    }
}
