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
package org.ssamba.it.fault;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.ComputeDevice;
import org.ssamba.PretrainedEncoder;
import org.ssamba.PretrainingRecipe;
import org.ssamba.SSAMBAPretrainer;
import org.ssamba.training.Checkpointing;
import org.ssamba.training.RunState;
import org.ssamba.work.WorkEvent;

/** A disk that is full costs states, but no run, no file that was there, and no bit. */
class FullDiskTest {
    private static final int STEPS = 40;

    @TempDir Path folder;
    private SmallRuns runs;
    private FullDisk disk;
    private Checkpointing states;

    @BeforeEach
    void mount() throws Exception {
        runs =
                SmallRuns.in(
                        folder,
                        new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, 1));
        disk = new FullDisk(folder.resolve("disk"), 8);
        states = Checkpointing.to(disk.folder().resolve("run.safetensors")).everySteps(4);
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            disk.close();
        }
    }

    /** Fills the disk after some steps, when there are three states. */
    private SSAMBAPretrainer filling(int step) {
        SSAMBAPretrainer pretrainer = runs.pretrainer(STEPS);
        pretrainer.setListener(
                (work, event) -> {
                    if (event instanceof WorkEvent.Step each && each.pace().done() == step) {
                        awaitState(3);
                        disk.fill();
                    }
                });
        return pretrainer;
    }

    /** States are written in the background. */
    private void awaitState(int count) {
        while (saved().size() < count) {
            Thread.onSpinWait();
        }
    }

    private List<Path> saved() {
        try (Stream<Path> files = Files.list(disk.folder())) {
            return files.filter(
                            file -> file.getFileName().toString().matches("run(\\.\\d)?\\.s.*s"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> steps() throws IOException {
        List<String> steps = new ArrayList<>();
        for (Path file : saved()) {
            steps.add(RunState.read(file).facts().get("step"));
        }
        return steps;
    }

    private String hash(PretrainedEncoder encoder) throws IOException {
        return Weights.hash(encoder, folder);
    }

    @Test
    void aRunGoesOnAndKeepsTheStatesItHas() throws IOException {
        String expected = hash(runs.pretrainer(STEPS).pretrain(runs.corpus()));
        assertEquals(expected, hash(filling(15).pretrain(runs.corpus(), null, states)));
        List<String> steps = steps();
        assertEquals(3, steps.stream().distinct().count(), "three different states: " + steps);
        assertTrue(
                steps.stream().allMatch(step -> Integer.parseInt(step) < STEPS), steps::toString);
        try (Stream<Path> files = Files.list(disk.folder())) {
            assertEquals(0, files.filter(file -> file.toString().endsWith(".tmp")).count());
        }

        disk.makeRoom();
        assertEquals(expected, hash(runs.pretrainer(STEPS).pretrain(runs.corpus(), null, states)));
        assertTrue(steps().contains("" + STEPS), "the last state is saved now");
    }

    @Test
    void aFileThatIsSavedAgainStaysAsItWas() throws IOException {
        PretrainedEncoder encoder = runs.pretrainer(4).pretrain(runs.corpus());
        Path file = disk.folder().resolve("encoder.ssamba");
        encoder.save(file);
        byte[] before = Files.readAllBytes(file);
        disk.fill();
        IOException e = assertThrows(IOException.class, () -> encoder.save(file));
        assertTrue(e.getMessage().startsWith(file + " could not be written"), e.getMessage());
        assertTrue(e.getMessage().contains("No space left on device"), e.getMessage());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    /** A run whose spectrograms cannot be kept says so, and goes on when there is room. */
    @Test
    void aCacheThatIsFullEndsTheRunAndLosesNoStep() throws IOException {
        String expected = hash(cached(folder.resolve("roomy")).pretrain(runs.corpus()));
        disk.fill();
        Path cache = disk.folder().resolve("cache");
        Path checkpoint = folder.resolve("run.safetensors");
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> cached(cache).pretrain(runs.corpus(), checkpoint));
        assertTrue(e.getMessage().contains("" + cache), e.getMessage());
        assertTrue(e.getMessage().contains("Free space on its disk"), e.getMessage());
        disk.makeRoom();
        assertEquals(expected, hash(cached(cache).pretrain(runs.corpus(), checkpoint)));
    }

    private SSAMBAPretrainer cached(Path cache) {
        return SSAMBAPretrainer.builder(SmallRuns.shape())
                .recipe(new PretrainingRecipe().steps(STEPS).batchSize(4))
                .device(runs.device())
                .cacheDirectory(cache)
                .build();
    }
}
