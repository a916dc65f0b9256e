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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ssamba.PretrainedEncoder;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.data.AudioCorpus;
import org.ssamba.work.WorkEvent.Step;

class FailedSaveTest {
    /** Blocks of 512 or 1024 bytes, by shell: more than a JVM writes for itself. */
    private static final int LARGEST_FILE = 100;

    @TempDir static Path folder;

    private static AudioCorpus corpus;
    private static PretrainedEncoder encoder;

    @BeforeAll
    static void pretrain() throws IOException {
        corpus = new AudioCorpus(ToneCorpus.write(folder.resolve("corpus"), 3));
        encoder = PretrainingProcess.pretrainer().pretrain(corpus);
    }

    /** A limit on the size of files stands for a full disk: the write fails in the middle. */
    @ParameterizedTest
    @ValueSource(strings = {"encoder.ssamba", "model.tribuo"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFullDiskLeavesTheOldFileWhole(String name) throws Exception {
        Path only = Files.createDirectories(folder.resolve("full-" + name));
        Path file = only.resolve(name);
        LargeFiles.write(file, folder.resolve("corpus"));
        byte[] before = Files.readAllBytes(file);
        assertTrue(before.length > 1024 * LARGEST_FILE, "the file must exceed the limit");

        List<String> command = new ArrayList<>();
        command.addAll(List.of("sh", "-c", "ulimit -f " + LARGEST_FILE + " && exec \"$@\"", "sh"));
        ProcessBuilder child = ChildProcess.of(SavingProcess.class, file.toString(), "1");
        command.addAll(child.command());
        Process process = child.command(command).start();
        List<String> lines;
        try (BufferedReader output = process.inputReader()) {
            lines = output.lines().toList();
        }
        assertEquals(0, process.waitFor(), lines::toString);
        assertEquals(
                List.of("not saved: " + file + " could not be written: File too large"), lines);
        assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(only)) {
            assertEquals(List.of(file), files.toList(), "nothing half-written is left");
        }
    }

    @Test
    void anEncoderCannotBeSavedBelowAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        IOException thrown =
                assertThrows(IOException.class, () -> encoder.save(file.resolve("encoder.pb")));
        assertTrue(thrown.getMessage().contains("encoder.pb"), thrown::toString);
        assertEquals("not a folder", Files.readString(file));
    }

    @Test
    void aCheckpointThatCannotBeWrittenEndsTheRunBeforeItsFirstStep() throws IOException {
        Path file = Files.writeString(folder.resolve("another"), "not a folder");
        for (Path checkpoint :
                List.of(
                        file.resolve("run.safetensors"),
                        folder.resolve("nowhere").resolve("run.safetensors"),
                        folder)) {
            List<Long> steps = new ArrayList<>();
            SSAMBAPretrainer pretrainer = PretrainingProcess.pretrainer();
            pretrainer.setListener(
                    (work, event) -> {
                        if (event instanceof Step step) {
                            steps.add(step.pace().done());
                        }
                    });
            UncheckedIOException thrown =
                    assertThrows(
                            UncheckedIOException.class,
                            () -> pretrainer.pretrain(corpus, checkpoint));
            assertTrue(thrown.getMessage().contains(checkpoint.toString()), thrown::toString);
            assertEquals(List.of(), steps);
        }
    }
}
