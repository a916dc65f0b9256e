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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ssamba.audio.Bytes.littleEndian;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Clips that are silent or far too loud are named. */
class AudioLevelsTest {
    private static List<String> warnings(Runnable run) {
        List<String> messages = new ArrayList<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord record) {
                        messages.add(record.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        Logger logger = Logger.getLogger(AudioLevels.class.getName());
        logger.addHandler(handler);
        try {
            run.run();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    private static List<String> measuring(byte[] file) {
        return warnings(
                () -> {
                    try (AudioReader reader =
                            AudioReader.open(
                                    AudioContent.of(file, URI.create("memory:/clip.au")))) {
                        reader.measure();
                    }
                });
    }

    /** AU: 32-bit floats in big-endian order. */
    private static byte[] au(int channels, float... samples) {
        byte[] file = Bytes.of(".snd");
        for (int word : new int[] {24, 4 * samples.length, 6, 8000, channels}) {
            file = Bytes.of(file, littleEndian(Integer.reverseBytes(word), 4));
        }
        for (float sample : samples) {
            int bits = Float.floatToIntBits(sample);
            file = Bytes.of(file, littleEndian(Integer.reverseBytes(bits), 4));
        }
        return file;
    }

    @Test
    void channelsThatCancelAreNamed() {
        List<String> messages = measuring(au(2, 0.5f, -0.5f, -0.25f, 0.25f));
        assertEquals(1, messages.size(), messages::toString);
        assertTrue(messages.get(0).startsWith("memory:/clip.au: its channels cancel"));
        assertEquals(List.of(), measuring(au(2, 0.5f, -0.5f, -0.25f, 0.125f)));
        assertEquals(List.of(), measuring(au(2, 0, 0, 0, 0)), "silence is silence");
        assertEquals(List.of(), measuring(au(1, 0, 0)));
    }

    @Test
    void integersAmongFloatsAreNamed() {
        List<String> messages = measuring(au(1, 0.5f, -12_000));
        assertEquals(1, messages.size(), messages::toString);
        assertTrue(messages.get(0).contains("divide integers of 16 bits by 32768"));
        assertEquals(List.of(), measuring(au(1, 1.9f, -3)));
        assertEquals(1, warnings(() -> AudioClip.of(new float[] {1, 300, -7}, 16_000)).size());
    }
}
