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
package org.ssamba.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** WAV files of high and low tones, which a small model tells apart. */
final class Tones {
    private static final int RATE = 16_000;

    private Tones() {}

    /** A folder for each label, with so many clips of half a second. */
    static Path labelled(Path folder, int clips) throws IOException {
        for (String label : new String[] {"high", "low"}) {
            Files.createDirectories(folder.resolve(label));
            for (int i = 0; i < clips; i++) {
                write(folder.resolve(label).resolve("clip " + i + ".wav"), label, i, 0.5);
            }
        }
        return folder;
    }

    /** Clips in one folder, named after what they are. */
    static Path unlabelled(Path folder, int clips) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < clips; i++) {
            for (String label : new String[] {"high", "low"}) {
                write(folder.resolve(label + "-" + i + ".wav"), label, 100 + i, 0.5);
            }
        }
        return folder;
    }

    static void write(Path file, String label, long seed, double seconds) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        double hertz = (label.equals("low") ? 300 : 2500) * (0.9 + 0.2 * random.nextDouble());
        byte[] samples = new byte[2 * (int) (seconds * RATE)];
        for (int i = 0; i < samples.length / 2; i++) {
            double noise = 600 * (random.nextDouble() - 0.5);
            int sample = (int) (8000 * Math.sin(2 * Math.PI * hertz * i / RATE) + noise);
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        try (AudioInputStream in =
                new AudioInputStream(
                        new ByteArrayInputStream(samples), format, samples.length / 2)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }
}
