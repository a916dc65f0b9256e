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
package org.ssamba.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** A folder per pitch with short WAV files: a sine of about that pitch in noise. */
public final class ToneCorpus {
    private static final int RATE = 16000;
    private static final int SAMPLES = RATE / 3;
    private static final double[] PITCHES = {250, 700, 2000};

    private ToneCorpus() {}

    /**
     * Writes the clips, each a third of a second long.
     *
     * @param folder where; made if it does not exist.
     * @param clipsPerPitch of each of the three pitches.
     * @return the folder.
     * @throws IOException if one cannot be written.
     */
    public static Path write(Path folder, int clipsPerPitch) throws IOException {
        for (double pitch : PITCHES) {
            Path label = Files.createDirectories(folder.resolve((int) pitch + "-hertz"));
            for (int clip = 0; clip < clipsPerPitch; clip++) {
                writeTone(label.resolve("tone-" + clip + ".wav"), pitch, clip);
            }
        }
        return folder;
    }

    static void writeTone(Path file, double pitch, int clip) throws IOException {
        write(file, pitch, clip, SAMPLES);
    }

    static void writeTone(Path file, double pitch, int clip, int seconds) throws IOException {
        write(file, pitch, clip, seconds * RATE);
    }

    private static void write(Path file, double pitch, int clip, int samples) throws IOException {
        SplittableRandom random = new SplittableRandom((long) pitch * 1000 + clip);
        double frequency = pitch * (0.95 + 0.1 * random.nextDouble());
        byte[] bytes = new byte[2 * samples];
        for (int i = 0; i < samples; i++) {
            double tone = Math.sin(2 * Math.PI * frequency * i / RATE);
            int value = (int) (20000 * (0.6 * tone + 0.2 * (random.nextDouble() - 0.5)));
            bytes[2 * i] = (byte) value;
            bytes[2 * i + 1] = (byte) (value >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        try (AudioInputStream audio =
                new AudioInputStream(new ByteArrayInputStream(bytes), format, samples)) {
            AudioSystem.write(audio, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }
}
