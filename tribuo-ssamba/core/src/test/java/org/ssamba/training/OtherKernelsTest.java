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
package org.ssamba.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.checkpoint.NamedTensor;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.Precision;

/** A state that other kernels of a GPU computed is gone on from, and that is remembered. */
class OtherKernelsTest {
    @TempDir Path folder;

    private static RunIdentity identity(String backend, Map<String, String> details) {
        return new RunIdentity()
                .add("seed", 1)
                .add(new DeviceInfo(backend, "card", Precision.BFLOAT16, details));
    }

    private static RunIdentity revision(int revision) {
        return identity("cuda", Map.of(DeviceInfo.KERNELS, Integer.toString(revision)));
    }

    private RunCheckpoint open(RunIdentity identity) {
        return RunCheckpoint.openAmong(
                name -> Checkpointing.to(folder.resolve(name)), "run", identity);
    }

    /** Saves a state of step 7. */
    private static void save(RunCheckpoint opened) {
        try (RunCheckpoint states = opened) {
            NamedTensor weights = NamedTensor.of(RunState.PARAMETERS, new int[] {1}, new float[1]);
            Map<String, NamedTensor> tensors = Map.of(RunState.PARAMETERS, weights);
            states.save(new RunState(tensors, Map.of()), 7, Set.of());
        }
    }

    @Test
    void aRunGoesOnWithOtherKernelsAndRemembersIt() {
        save(open(revision(3)));
        try (RunCheckpoint states = open(revision(4))) {
            assertTrue(states.found().isPresent());
            assertEquals("from step 7: kernels is 4 here and was 3", states.history());
        }
    }

    @Test
    void aStateFromBeforeKernelsHadRevisionsIsAcceptedToo() {
        save(open(identity("cuda", Map.of())));
        try (RunCheckpoint states = open(revision(4))) {
            assertEquals("from step 7: kernels is 4 here and was null", states.history());
        }
    }

    @Test
    void anotherDeviceIsRefused() {
        RunIdentity cpu = identity("cpu", Map.of());
        Checkpointing policy = Checkpointing.to(folder.resolve("one.safetensors"));
        save(RunCheckpoint.open(policy, revision(4)));
        Exception e =
                assertThrows(
                        IllegalStateException.class, () -> RunCheckpoint.open(policy, cpu).close());
        assertTrue(e.getMessage().contains("device is cpu here and was cuda"), e.getMessage());
    }
}
