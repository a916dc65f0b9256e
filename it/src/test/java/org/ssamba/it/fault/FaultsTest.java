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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ssamba.ComputeDevice;
import org.ssamba.it.ChildProcess;

/** A few seconds of each program whose figures are in docs/reliability.md. */
class FaultsTest {
    @TempDir Path folder;

    private SmallRuns runs() throws Exception {
        return SmallRuns.in(
                folder, new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, 1));
    }

    @ParameterizedTest
    @EnumSource(KilledWork.class)
    @DisabledOnOs(OS.WINDOWS)
    void killedRunsEndAsOneThatWasNot(KilledWork work) throws Exception {
        runs();
        KillRuns.KillOptions options = new KillRuns.KillOptions();
        options.work = work;
        options.kills = 2;
        options.seed = System.nanoTime();
        KillReport report = KillRuns.run(options, folder);
        assertEquals(0, report.mismatches(), () -> "seed " + options.seed + ": " + report);
    }

    @Test
    void aModelThatIsClosedInUseAnswersEveryCall() throws Exception {
        assertTrue(ClosedUnderLoad.run(runs(), 64, 20) >= 64);
    }

    @Test
    void memoryIsFlatOverSteps() throws Exception {
        List<String> lines = ChildProcess.run(FlatMemory.class, "--steps", "200");
        assertEquals(2, lines.stream().filter(line -> line.startsWith("From")).count());
    }

    @Test
    void hoursOfWorkBeginWithSeconds() throws Exception {
        List<String> lines = ChildProcess.run(Soak.class, "--minutes", "0.05");
        assertTrue(
                lines.stream().anyMatch(line -> line.endsWith(" 0 of them with other bits")),
                lines::toString);
    }
}
