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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;

/** Writes small WAV files: mono, 16 bits, 16 kHz. */
public final class Wav {
    public static final int RATE = 16_000;

    private Wav() {}

    /** A tone of the given frequency. */
    public static Path tone(Path file, double hertz, double seconds) throws IOException {
        return write(file, seconds, i -> Math.sin(2 * Math.PI * hertz * i / RATE));
    }

    /** A tone that rises from 0 Hz to the given frequency: no two moments are alike. */
    static Path rising(Path file, double hertz, double seconds) throws IOException {
        return write(
                file,
                seconds,
                i -> Math.sin(Math.PI * hertz / seconds * ((double) i / RATE) * i / RATE));
    }

    private static Path write(Path file, double seconds, IntToDoubleFunction wave)
            throws IOException {
        int samples = (int) Math.round(seconds * RATE);
        ByteBuffer bytes = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVEfmt ")).putInt(16);
        bytes.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
        bytes.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(2 * samples);
        for (int i = 0; i < samples; i++) {
            bytes.putShort((short) (12_000 * wave.applyAsDouble(i)));
        }
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes.array());
    }

    /** Changes one bit of the file's last sample. */
    public static void disturb(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 1;
        Files.write(file, bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
