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

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three commands, each in a process of its own, from a folder of WAV files to a CSV file; and a
 * program that replays the training once the folder is at another place.
 */
class FreshProcessesTest {
    @TempDir Path elsewhere;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(elsewhere.resolve("folder"));
    }

    private void ssamba(String... args) throws IOException, InterruptedException {
        run(folder, Main.class, args);
    }

    private static void run(Path where, Class<?> program, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--add-modules", Launch.VECTOR, "-Xmx1g"));
        command.add("-Dssamba.provenance.paths=relative");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).directory(where.toFile()).inheritIO().start();
        assertEquals(ExitCode.DONE, process.waitFor());
    }

    @Test
    void fromAFolderToPredictionsOfAnother() throws IOException, InterruptedException {
        Tones.labelled(folder.resolve("clips"), 8);
        Tones.unlabelled(folder.resolve("recordings"), 3);
        ssamba("pretrain", "clips", "--steps", "5", "--out", "encoder.ssamba");
        ssamba("train", "clips", "--encoder", "encoder.ssamba", "--epochs", "12", "-o", "m.tribuo");
        ssamba("predict", "m.tribuo", "recordings", "--out", "predictions.csv");
        List<String> lines = Files.readAllLines(folder.resolve("predictions.csv"));
        assertEquals("file,label,score", lines.get(0));
        assertEquals(7, lines.size());
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split(",");
            String truth = Path.of(columns[0]).getFileName().toString().replaceFirst("-.*", "");
            assertEquals(truth, columns[1], line);
        }
        Path moved = elsewhere.resolve("copy");
        Files.move(folder, moved);
        run(moved, ReplayHere.class, "m.tribuo");
    }
}
