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
package org.ssamba.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.ssamba.audio.LogMelSpectrogram;

/**
 * A log-mel spectrogram in 8 bits a value, a quarter of its size: each frame has its own minimum
 * and step, so that the error of a value is at most half a step, (max - min) / 510 of its frame.
 *
 * <p>Little-endian: "SLM1", frames, mel bins (int32); per frame minimum, step (float32), then one
 * unsigned byte per bin; CRC-32C of everything before it (int32). Value = minimum + step · byte.
 */
final class PackedSpectrogram {
    private static final int MAGIC = 'S' | 'L' << 8 | 'M' << 16 | '1' << 24;
    private static final int HEADER_BYTES = 3 * Integer.BYTES;
    private static final int FRAME_HEADER_BYTES = 2 * Float.BYTES;
    private static final int LEVELS = 255;

    private PackedSpectrogram() {}

    static byte[] pack(LogMelSpectrogram spectrogram) {
        int frames = spectrogram.frames();
        int bins = spectrogram.melBins();
        ByteBuffer packed =
                ByteBuffer.allocate(Math.toIntExact(size(frames, bins)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        packed.putInt(MAGIC).putInt(frames).putInt(bins);
        float[] values = new float[bins];
        for (int frame = 0; frame < frames; frame++) {
            spectrogram.copyInto(frame, values);
            packFrame(values, packed);
        }
        packed.putInt(checksum(packed.array(), packed.position()));
        return packed.array();
    }

    private static void packFrame(float[] values, ByteBuffer packed) {
        float minimum = values[0];
        float maximum = values[0];
        for (float value : values) {
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }
        float step = (maximum - minimum) / LEVELS;
        packed.putFloat(minimum).putFloat(step);
        float scale = step > 0 ? 1 / step : 0;
        for (float value : values) {
            int level = Math.round((value - minimum) * scale);
            packed.put((byte) Math.min(level, LEVELS));
        }
    }

    /**
     * Unpacks.
     *
     * @throws CorruptException if the bytes are not a whole packed spectrogram
     */
    static LogMelSpectrogram unpack(byte[] bytes) throws CorruptException {
        ByteBuffer packed = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER_BYTES || packed.getInt() != MAGIC) {
            throw new CorruptException("does not begin as a packed spectrogram does");
        }
        int frames = packed.getInt();
        int bins = packed.getInt();
        if (frames < 1 || bins < 1 || bytes.length != size(frames, bins)) {
            throw new CorruptException(
                    "has " + bytes.length + " bytes for " + frames + " × " + bins + " values");
        }
        int end = bytes.length - Integer.BYTES;
        if (packed.getInt(end) != checksum(bytes, end)) {
            throw new CorruptException("has a wrong checksum");
        }
        return LogMelSpectrogram.filled(
                frames,
                bins,
                values -> {
                    for (int i = 0; i < values.length; ) {
                        float minimum = packed.getFloat();
                        float step = packed.getFloat();
                        for (int next = i + bins; i < next; i++) {
                            values[i] = minimum + step * Byte.toUnsignedInt(packed.get());
                        }
                    }
                });
    }

    /** The values that are left of a spectrogram once it was packed. */
    static LogMelSpectrogram packedValues(LogMelSpectrogram spectrogram) {
        return unpackOwn(pack(spectrogram));
    }

    /** Unpacks what this process packed. */
    static LogMelSpectrogram unpackOwn(byte[] packed) {
        try {
            return unpack(packed);
        } catch (CorruptException e) {
            throw new IllegalStateException("a spectrogram just packed " + e.getMessage(), e);
        }
    }

    private static long size(int frames, int bins) {
        return HEADER_BYTES + (long) frames * (FRAME_HEADER_BYTES + bins) + Integer.BYTES;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    /** Bytes that are not a whole packed spectrogram; the message goes on from the file's name. */
    static final class CorruptException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptException(String reason) {
            super(reason);
        }
    }
}
