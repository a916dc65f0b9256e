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
package org.ssamba.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.Precision;

/** Which device a task takes of what Spark gives it. */
class TaskDeviceTest {
    private static TaskDevice of(TaskDevice.Kind kind, boolean float32, String... gpus) {
        return TaskDevice.of(
                gpus.length == 0 ? null : new ResourceInformation("gpu", gpus), 3, kind, float32);
    }

    @Test
    void aTaskComputesOnItsCoresUnlessSparkAssignsAGpu() {
        assertEquals(new TaskDevice(-1, Precision.FLOAT32, 3), of(TaskDevice.Kind.AUTO, false));
        assertEquals(
                new TaskDevice(5, Precision.BFLOAT16, 3), of(TaskDevice.Kind.AUTO, false, "5"));
        assertEquals(new TaskDevice(5, Precision.FLOAT32, 3), of(TaskDevice.Kind.AUTO, true, "5"));
        assertFalse(of(TaskDevice.Kind.CPU, false, "5").isGpu());
        assertTrue(of(TaskDevice.Kind.CUDA, false).isGpu());
    }

    @Test
    void gpusThatCannotBeUsedAreNamed() {
        assertMessage("GPU-4a1b", () -> of(TaskDevice.Kind.AUTO, false, "GPU-4a1b"));
        assertMessage("assigned 2", () -> of(TaskDevice.Kind.AUTO, false, "0", "1"));
    }

    private static void assertMessage(String part, Runnable call) {
        BackendException e = assertThrows(BackendException.class, call::run);
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
