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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssamba.ComputeDevice;
import org.ssamba.it.ChildProcess;
import org.ssamba.work.WorkEvent;

/** Runs that could not save anything, or would spoil the states of others, do not begin. */
class RefusedRunsTest {
    /** Root writes wherever it likes unless it gives this up. */
    private static final List<String> WITHOUT_PRIVILEGES =
            List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search");

    @TempDir Path folder;
    private SmallRuns runs;
    private Path states;

    @BeforeEach
    void writeTones() throws IOException {
        runs =
                SmallRuns.in(
                        folder,
                        new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, 1));
        states = Files.createDirectories(folder.resolve("states"));
    }

    /** The end of another process with the same work in the same folder. */
    private record Refused(int code, String errors, String output) {}

    private Refused another(KilledWork work, List<String> prefix)
            throws IOException, InterruptedException {
        ProcessBuilder child =
                ChildProcess.of(
                        KilledRun.class,
                        "--work",
                        work.name(),
                        "--clips",
                        folder.toString(),
                        "--folder",
                        states.toString());
        List<String> command = new ArrayList<>(prefix);
        command.addAll(child.command());
        Path errors = folder.resolve("errors.txt");
        Path output = folder.resolve("output.txt");
        int code =
                child.command(command)
                        .redirectError(errors.toFile())
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
        return new Refused(code, Files.readString(errors), Files.readString(output));
    }

    /** While one process trains, another is started on the same states. */
    @ParameterizedTest
    @EnumSource(KilledWork.class)
    void aSecondProcessIsRefusedAndTheFirstEndsWithTheSameBits(KilledWork work) throws Exception {
        String expected =
                work.run(
                        runs,
                        Files.createDirectories(folder.resolve("whole")),
                        (each, event) -> {});
        List<Refused> refused = new ArrayList<>();
        String hash =
                work.run(
                        runs,
                        states,
                        (each, event) -> {
                            if (event instanceof WorkEvent.Step step
                                    && step.pace().done() == 3
                                    && refused.size() < 2) {
                                try {
                                    refused.add(another(work, List.of()));
                                } catch (IOException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        });
        assertFalse(refused.isEmpty());
        for (Refused second : refused) {
            assertNotEquals(0, second.code(), second::output);
            assertTrue(second.errors().contains("is in use by another run"), second::errors);
            assertFalse(second.output().contains(KilledRun.STEP), second::output);
        }
        assertEquals(expected, hash);
    }

    @ParameterizedTest
    @EnumSource(KilledWork.class)
    @EnabledOnOs(OS.LINUX)
    void aReadOnlyFolderIsNamedBeforeTheFirstStep(KilledWork work) throws Exception {
        Path readOnly = work == KilledWork.FINE_TUNING ? states.resolve("states") : states;
        Files.createDirectories(readOnly);
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("r-xr-xr-x"));
        Refused run = another(work, prefix(readOnly));
        Files.setPosixFilePermissions(readOnly, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertNotEquals(0, run.code(), run::output);
        assertTrue(run.errors().contains("no permission to write in the folder"), run::errors);
        assertTrue(run.errors().contains(readOnly.toString()), run::errors);
        assertFalse(run.output().contains(KilledRun.STEP), run::output);
    }

    /** Audio is only read. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void clipsInAReadOnlyFolderAreEnough() throws Exception {
        Files.setPosixFilePermissions(runs.tones(), PosixFilePermissions.fromString("r-xr-xr-x"));
        Refused run = another(KilledWork.PRETRAINING, prefix(runs.tones()));
        Files.setPosixFilePermissions(runs.tones(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(0, run.code(), run::errors);
        assertTrue(run.output().contains(KilledRun.ENDED), run::output);
    }

    /** How a process obeys permissions: as it is, or without root's privileges. */
    private static List<String> prefix(Path readOnly) {
        if (!Files.isWritable(readOnly)) {
            return List.of();
        }
        boolean possible = Files.isExecutable(Path.of("/usr/bin/setpriv"));
        if (!possible) {
            System.out.println("Skipped: root obeys no permissions, and there is no setpriv");
        }
        Assumptions.assumeTrue(possible);
        return WITHOUT_PRIVILEGES;
    }
}
