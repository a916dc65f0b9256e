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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The arrays of goldens/frontend.npz (float32 and int16, C order), as floats. */
final class FrontendGoldens {
    private static final Map<String, float[]> ARRAYS = load();

    private FrontendGoldens() {}

    static Map<String, float[]> arrays() {
        return ARRAYS;
    }

    /** A 16-bit waveform as a clip. */
    static AudioClip clip(String name, int rate) {
        float[] samples = ARRAYS.get("pcm_" + name).clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] /= 32768;
        }
        return AudioClip.of(samples, rate);
    }

    private static Map<String, float[]> load() {
        Map<String, float[]> arrays = new HashMap<>();
        try (InputStream in = FrontendGoldens.class.getResourceAsStream("/goldens/frontend.npz");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                arrays.put(e.getName().replace(".npy", ""), parse(zip.readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return arrays;
    }

    private static float[] parse(byte[] npy) {
        ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
        int header = bytes.getShort(8);
        String description = new String(npy, 10, header, StandardCharsets.ISO_8859_1);
        ByteBuffer data = bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN);
        boolean shorts = description.contains("'<i2'");
        if (!shorts && !description.contains("'<f4'")) {
            throw new IllegalArgumentException(description);
        }
        float[] values = new float[data.limit() / (shorts ? 2 : 4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = shorts ? data.getShort(2 * i) : data.getFloat(4 * i);
        }
        return values;
    }
}
