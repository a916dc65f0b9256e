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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import picocli.CommandLine.Command;

/** Uses every part once, so that an archive of classes holds them all, see {@link Launch}. */
@Command(name = WarmUpCommand.NAME, hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    static final String NAME = "warm-up";

    private static final int RATE = 16_000;
    private static final int CLIPS = 4;

    /** Used by picocli. */
    WarmUpCommand() {}

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("ssamba");
        try {
            Path clips = Files.createDirectory(folder.resolve("clips"));
            for (String label : List.of("low", "high")) {
                Path labelled = Files.createDirectory(clips.resolve(label));
                for (int i = 0; i < CLIPS; i++) {
                    write(labelled.resolve(i + ".wav"), label.equals("low") ? 300 : 2000);
                }
            }
            return run(folder, clips);
        } finally {
            delete(folder);
        }
    }

    private static int run(Path folder, Path clips) {
        String model = folder.resolve("model.tribuo").toString();
        String encoder = folder.resolve("encoder.ssamba").toString();
        String data = clips.toString();
        String[][] commands = {
            {"train", data, "--out", model, "--epochs", "1", "--device", "cpu"},
            {"convert", model, encoder},
            {"info", model},
            {"evaluate", model, data, "--device", "cpu"},
            {"predict", model, data},
            {"predict", model, data, "--format", "json"},
            {"embed", encoder, data},
            {"train", "--help"},
        };
        for (String[] command : commands) {
            int code = Ssamba.run(command);
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        return ExitCode.DONE;
    }

    /** Half a second of a tone. */
    private static void write(Path file, double hertz) throws IOException {
        byte[] samples = new byte[RATE];
        for (int i = 0; i < RATE / 2; i++) {
            int sample = (int) (8000 * Math.sin(2 * Math.PI * hertz * i / RATE));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        AudioFormat format = new AudioFormat(RATE, 16, 1, true, false);
        try (AudioInputStream in =
                new AudioInputStream(new java.io.ByteArrayInputStream(samples), format, RATE / 2)) {
            AudioSystem.write(in, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
