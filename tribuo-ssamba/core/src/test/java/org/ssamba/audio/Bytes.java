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

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Files made of bytes, and what is read of them. */
public final class Bytes {
    private Bytes() {}

    public static byte[] of(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.writeBytes(
                    part instanceof byte[] bytes
                            ? bytes
                            : ((String) part).getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toByteArray();
    }

    public static byte[] littleEndian(long value, int bytes) {
        ByteBuffer all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
        byte[] first = new byte[bytes];
        all.get(first);
        return first;
    }

    public static float[] read(byte[] file) {
        try (AudioReader reader =
                AudioReader.open(AudioContent.of(file, URI.create("memory:/clip.bin")))) {
            AudioClip clip = reader.read();
            float[] samples = new float[clip.length()];
            clip.copyInto(0, samples, 0, samples.length);
            return samples;
        }
    }
}
