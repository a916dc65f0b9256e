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
package org.ssamba.compute.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.ssamba.compute.BackendException;
import org.ssamba.compute.DType;
import org.ssamba.compute.ExampleStep;
import org.ssamba.compute.ModelMemory;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Precision;
import org.ssamba.compute.Program;
import org.ssamba.compute.Region;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.GatherRows;

class CpuBackendTest {
    /** Losses, gradient norms and weights after three steps. */
    private static float[] trained(CpuBackend backend, boolean poison) {
        ExampleStep step = new ExampleStep(backend, 3, 200, 128);
        try (ModelMemory model = step.model(backend);
                Program program = backend.compile(step.plan(), model)) {
            Slot slot = program.newSlot();
            step.fill(slot);
            int size = (int) step.parameters();
            float[] weights = new float[size];
            float[] seen = new float[size + 6];
            for (int i = 0; i < 3; i++) {
                if (poison) {
                    ((CpuProgram) program).poisonWork();
                }
                program.run(slot);
                seen[2 * i] = slot.floats(step.loss()).get(0);
                seen[2 * i + 1] = slot.floats(step.norm()).get(0);
            }
            model.read(Region.PARAMETERS, 0, weights);
            System.arraycopy(weights, 0, seen, 6, size);
            return seen;
        }
    }

    @Test
    void threadsChangeNothing() {
        for (String product : List.of("blas", "djl", "java")) {
            float[] one = trained(product, 1);
            assertTrue(Float.isFinite(one[0]) && one[4] < one[0], "the loss falls");
            assertArrayEquals(one, trained(product, 2));
            assertArrayEquals(one, trained(product, 3));
        }
    }

    private static float[] trained(String product, int threads) {
        try (CpuBackend backend = CpuBackend.create(threads, MatrixProducts.choose(product))) {
            return trained(backend, false);
        }
    }

    @Test
    void nothingIsReadBeforeItIsWritten() {
        try (CpuBackend backend = CpuBackend.create(2)) {
            assertArrayEquals(trained(backend, false), trained(backend, true));
        }
    }

    @Test
    void aRunAllocatesNothing() {
        try (CpuBackend backend = CpuBackend.create(2)) {
            ExampleStep step = new ExampleStep(backend, 2, 100, 48);
            try (ModelMemory model = step.model(backend);
                    Program program = backend.compile(step.plan(), model)) {
                Slot slot = program.newSlot();
                step.fill(slot);
                // Until compiled: escape analysis removes what interpreted code still allocates.
                for (int i = 0; i < 200; i++) {
                    program.run(slot);
                }
                int runs = 50;
                long[] threads = ownThreadAndWorkers();
                long before = allocatedBy(threads);
                for (int i = 0; i < runs; i++) {
                    program.run(slot);
                }
                long perRun = (allocatedBy(threads) - before) / runs;
                assertTrue(perRun < 512, () -> perRun + " bytes allocated by each run");
            }
        }
    }

    private static long[] ownThreadAndWorkers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(
                        thread ->
                                thread == Thread.currentThread()
                                        || thread.getName().startsWith("ssamba-cpu"))
                .mapToLong(Thread::getId)
                .toArray();
    }

    private static long allocatedBy(long[] threads) {
        ThreadMXBean all = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (long thread : threads) {
            bytes += all.getThreadAllocatedBytes(thread);
        }
        return bytes;
    }

    @Test
    void aSlotKeepsItsOwnInputsAndOutputs() {
        Plan.Builder plan = new Plan.Builder("identity");
        Tensor input = plan.input("x", DType.FLOAT32, 3);
        Tensor output = plan.output("y", DType.FLOAT32, 3);
        plan.add(new Copy(input, output));
        try (CpuBackend backend = CpuBackend.create(2);
                ModelMemory model = backend.allocate(1, 1, false);
                Program program = backend.compile(plan.build(), model)) {
            Slot first = program.newSlot();
            Slot second = program.newSlot();
            first.floats(input).put(0, 1f);
            second.floats(input).put(0, 2f);
            program.submit(first);
            program.submit(second);
            program.await(first);
            program.await(second);
            assertEquals(1f, first.floats(output).get(0));
            assertEquals(2f, second.floats(output).get(0));
        }
    }

    @Test
    void aFailureNamesTheOperation() {
        Plan.Builder plan = new Plan.Builder("gathering");
        Tensor input = plan.input("x", DType.FLOAT32, 2, 3, 4);
        Tensor indices = plan.input("indices", DType.INT32, 2, 1);
        Tensor gathered = plan.work("gathered", DType.ACTIVATION, 2, 1, 4);
        plan.add(new GatherRows(input, indices, 0, gathered));
        try (CpuBackend backend = CpuBackend.create(2);
                ModelMemory model = backend.allocate(1, 1, false);
                Program program = backend.compile(plan.build(), model)) {
            Slot slot = program.newSlot();
            slot.ints(indices).put(1, 7);
            BackendException thrown = assertThrows(BackendException.class, () -> program.run(slot));
            assertTrue(thrown.getMessage().contains("GatherRows"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("gathering"), thrown.getMessage());
            slot.ints(indices).put(1, 2);
            program.run(slot);
        }
    }

    @Test
    void workThatDoesNotFitIsRefusedBeforeItBegins() {
        Plan.Builder plan = new Plan.Builder("giant");
        Tensor input = plan.input("x", DType.FLOAT32, 1);
        for (int i = 0; i < 3000; i++) {
            plan.expose(plan.shared(Region.PARAMETERS, "w", 0, 1 << 28));
        }
        plan.expose(input);
        Plan giant = plan.build();
        try (CpuBackend backend = CpuBackend.create(1);
                ModelMemory model = backend.allocate(1, 1, false)) {
            assertEquals(3000L * 4 * (1 << 28) + 8, backend.requiredBytes(giant));
            assertThrows(OutOfDeviceMemoryException.class, () -> backend.compile(giant, model));
            assertThrows(
                    OutOfDeviceMemoryException.class, () -> backend.allocate(1L << 45, 0, true));
            assertTrue(backend.availableBytes() > 0);
        }
    }

    @Test
    void aPlanBeyondItsModelIsRefused() {
        Plan.Builder plan = new Plan.Builder("beyond");
        plan.expose(plan.shared(Region.GRADIENTS, "g", 4, 4));
        try (CpuBackend backend = CpuBackend.create(1);
                ModelMemory small = backend.allocate(6, 1, true);
                ModelMemory frozen = backend.allocate(8, 1, false)) {
            Plan built = plan.build();
            assertThrows(BackendException.class, () -> backend.compile(built, small));
            assertThrows(BackendException.class, () -> backend.compile(built, frozen));
        }
    }

    @Test
    void bfloat16IsRefused() {
        BackendException thrown =
                assertThrows(
                        BackendException.class, () -> CpuBackend.create(1, Precision.BFLOAT16));
        assertTrue(thrown.getMessage().contains("FLOAT32"), thrown.getMessage());
    }

    @Test
    void theDeviceSaysWhatItRunsOn() {
        try (CpuBackend backend = CpuBackend.create(2)) {
            assertEquals("2", backend.device().details().get("threads"));
            assertTrue(backend.device().details().containsKey("matrix product"));
        }
    }

    @Test
    void aClosedProgramIsRefused() {
        try (CpuBackend backend = CpuBackend.create(1);
                ModelMemory model = backend.allocate(1, 1, false)) {
            Program program = backend.compile(new Plan.Builder("empty").build(), model);
            Slot slot = program.newSlot();
            program.run(slot);
            program.close();
            assertThrows(IllegalStateException.class, () -> program.run(slot));
        }
    }

    @Test
    @SuppressWarnings("try") // what is closed out of order is tested
    void aClosedBackendEndsItsThreadsAndRefusesToGoOn() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CpuBackend backend = CpuBackend.create(3);
        ModelMemory model = backend.allocate(1, 1, false);
        Plan plan = new Plan.Builder("empty").build();
        Program program = backend.compile(plan, model);
        Slot slot = program.newSlot();
        program.run(slot);
        Set<Thread> workers = new HashSet<>(Thread.getAllStackTraces().keySet());
        workers.removeAll(before);
        workers.removeIf(thread -> !thread.getName().startsWith("The CPU backend"));
        assertEquals(3, workers.size());
        backend.close();
        assertTrue(workers.stream().noneMatch(Thread::isAlive));
        for (Executable use :
                List.<Executable>of(
                        () -> backend.allocate(1, 1, false),
                        () -> backend.compile(plan, model),
                        () -> backend.workers().forEach(1, piece -> {}),
                        () -> model.read(Region.PARAMETERS, 0, new float[1]),
                        program::newSlot,
                        () -> program.run(slot))) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, use);
            assertEquals("The CPU backend is closed", refused.getMessage());
        }
        program.close();
        model.close();
        backend.close();
    }

    @Test
    void aClosedBackendClosesWhatItGave() {
        ModelMemory closed;
        Program program;
        try (CpuBackend backend = CpuBackend.create(1)) {
            closed = backend.allocate(1, 1, false);
            program = backend.compile(new Plan.Builder("empty").build(), closed);
        }
        try (CpuBackend another = CpuBackend.create(1);
                ModelMemory open = another.allocate(1, 1, false)) {
            assertTrue(((CpuModelMemory) closed).isClosed());
            assertTrue(((CpuProgram) program).isClosed());
            assertFalse(((CpuModelMemory) open).isClosed());
        }
    }
}
