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
package org.ssamba.features;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The features of a clip as bytes. Little-endian: "SFR1", the name it is cached under (32 bytes),
 * rows, features a row (int32), the values row by row (float64), CRC-32C of everything before it
 * (int32).
 */
final class PackedFeatures {
    private static final int MAGIC = 'S' | 'F' << 8 | 'R' << 16 | '1' << 24;
    private static final int NAME_BYTES = 32;
    private static final int HEADER_BYTES = 3 * Integer.BYTES + NAME_BYTES;

    private PackedFeatures() {}

    /**
     * Packs.
     *
     * @param name 64 hexadecimal digits
     */
    static byte[] pack(String name, FeatureRows features) {
        long size = size(features.segments(), features.width());
        ByteBuffer packed =
                ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
        packed.putInt(MAGIC).put(HexFormat.of().parseHex(name));
        packed.putInt(features.segments()).putInt(features.width());
        for (double[] row : features.rows()) {
            for (double value : row) {
                packed.putDouble(value);
            }
        }
        packed.putInt(checksum(packed.array(), packed.position()));
        return packed.array();
    }

    /**
     * Unpacks.
     *
     * @param name under which the bytes were found
     * @param width how many features a row must have
     * @throws CorruptException if the bytes are not whole, or not those of that name
     */
    static FeatureRows unpack(String name, int width, byte[] bytes) throws CorruptException {
        ByteBuffer packed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_BYTES || packed.getInt() != MAGIC) {
            throw new CorruptException("does not begin as cached features do");
        }
        byte[] itsName = new byte[NAME_BYTES];
        packed.get(itsName);
        int segments = packed.getInt();
        int itsWidth = packed.getInt();
        if (segments < 1 || itsWidth != width || bytes.length != size(segments, width)) {
            throw new CorruptException(
                    "has " + bytes.length + " bytes for " + segments + " × " + itsWidth);
        }
        int end = bytes.length - Integer.BYTES;
        if (packed.getInt(end) != checksum(bytes, end)) {
            throw new CorruptException("has a wrong checksum");
        }
        if (!Arrays.equals(itsName, HexFormat.of().parseHex(name))) {
            throw new CorruptException("holds the features of something else");
        }
        double[][] rows = new double[segments][width];
        for (double[] row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = packed.getDouble();
            }
        }
        return new FeatureRows(rows);
    }

    private static long size(int segments, int width) {
        return HEADER_BYTES + (long) segments * width * Double.BYTES + Integer.BYTES;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Bytes that are not whole features; the message goes on from the file's name. */
    static final class CorruptException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptException(String reason) {
            super(reason);
        }
    }
}
