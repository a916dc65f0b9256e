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
package org.ssamba.compute.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
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
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.ReluBackward;

/** What the backend tells the driver, in which order, and what it gives back. */
class CudaProgramTest {
    @TempDir Path cache;

    private FakeDevice fake;

    @BeforeEach
    void device() {
        fake = new FakeDevice(cache);
    }

    private static Plan rectifier(int size) {
        Plan.Builder plan = new Plan.Builder("rectifier");
        Tensor input = plan.input("x", DType.FLOAT32, size);
        Tensor x = plan.work("activation", DType.ACTIVATION, size);
        plan.add(new Copy(input, x));
        plan.add(new ReluBackward(x, x, x));
        plan.expose(x);
        return plan.build();
    }

    @Test
    void aPlanIsCapturedOnceAndReplayed() {
        Plan plan = rectifier(16);
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
                ModelMemory memory = backend.allocate(1, 1, false);
                Program program = backend.compile(plan, memory)) {
            assertEquals(
                    List.of("capture copy", "capture relu_backward", "capture copy"),
                    callsSinceClear());
            Slot slot = program.newSlot();
            fake.driver.calls.clear();
            program.run(slot);
            program.run(slot);
            assertEquals(
                    List.of("in 256", "graph", "out 256", "in 256", "graph", "out 256"),
                    fake.driver.calls);
        }
    }

    private List<String> callsSinceClear() {
        return fake.driver.calls.stream().filter(call -> call.startsWith("capture")).toList();
    }

    @Test
    void largeInputsArriveBesideTheWork() {
        Plan plan = rectifier(1 << 20);
        try (CudaBackend backend = fake.backend(Precision.FLOAT32, false);
                ModelMemory memory = backend.allocate(1, 1, false);
                Program program = backend.compile(plan, memory)) {
            Slot slot = program.newSlot();
            fake.driver.calls.clear();
            program.run(slot);
            int bytes = 4 << 20;
            assertEquals(
                    List.of("in " + bytes, "move " + bytes, "graph", "out " + bytes),
                    fake.driver.calls);
        }
    }

    @Test
    void inputsThatOnlyTheBeginningReadsNeedNoSecondPlace() {
        Plan.Builder plan = new Plan.Builder("long");
        Tensor input = plan.input("x", DType.FLOAT32, 1 << 20);
        Tensor x = plan.work("activation", DType.ACTIVATION, 1 << 20);
        plan.add(new Copy(input, x));
        for (int i = 0; i < 4; i++) {
            plan.add(new ReluBackward(x, x, x));
        }
        try (CudaBackend backend = fake.backend(Precision.FLOAT32, false);
                ModelMemory memory = backend.allocate(1, 1, false);
                Program program = backend.compile(plan.build(), memory)) {
            assertEquals(8 << 20, program.bytes());
            Slot slot = program.newSlot();
            fake.driver.calls.clear();
            program.run(slot);
            assertEquals(List.of("in " + (4 << 20), "graph", "graph"), fake.driver.calls);
        }
    }

    @Test
    void anEagerRunNamesTheKernelThatFails() {
        fake.driver.failingKernel = "relu_backward";
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, true);
                ModelMemory memory = backend.allocate(1, 1, false);
                Program program = backend.compile(rectifier(16), memory)) {
            Slot slot = program.newSlot();
            BackendException e = assertThrows(BackendException.class, () -> program.submit(slot));
            assertTrue(e.getMessage().contains("kernel relu_backward"), e.getMessage());
            assertTrue(e.getMessage().contains("ReluBackward"), e.getMessage());
            assertTrue(e.getMessage().contains("rectifier"), e.getMessage());
            BackendException after =
                    assertThrows(BackendException.class, () -> program.submit(slot));
            assertTrue(after.getMessage().contains("earlier run failed"), after.getMessage());
        }
    }

    @Test
    void aProductWithoutItsEpilogueInTheLibraryGetsAKernelForIt() {
        fake.epilogues = false;
        assertLayerIs("product");
        MatrixProduct product = fake.products.get(0);
        assertTrue(product.a().bfloat16() && product.b().bfloat16() && product.c().bfloat16());
    }

    @Test
    void aProductTheLibraryCannotDoGetsAPlainKernel() {
        fake.algorithms = false;
        assertLayerIs("launch product");
    }

    /** Runs a layer with bias and rectifier and checks how its product is computed. */
    private void assertLayerIs(String product) {
        Plan.Builder builder = new Plan.Builder("layer");
        Tensor input = builder.input("x", DType.FLOAT32, 4, 8);
        Tensor x = builder.work("activation", DType.ACTIVATION, 4, 8);
        Tensor weight = builder.shared(Region.PARAMETERS, "w", 0, 6, 8);
        Tensor bias = builder.shared(Region.PARAMETERS, "b", 64, 6);
        Tensor y = builder.work("y", DType.ACTIVATION, 4, 6);
        builder.add(new Copy(input, x));
        builder.add(
                new MatMul(
                        x.matrix(), false, weight.matrix(), true, y.matrix(), false, bias, true));
        builder.expose(y);
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, true);
                ModelMemory memory = backend.allocate(128, 1, false);
                Program program = backend.compile(builder.build(), memory)) {
            fake.driver.calls.clear();
            program.run(program.newSlot());
            assertEquals(
                    List.of(
                            "in 256",
                            "launch copy",
                            product,
                            "launch add_bias",
                            "launch copy",
                            "out 256"),
                    fake.driver.calls);
        }
    }

    @Test
    void theDriverSaysHowBusyTheDeviceIs() {
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false)) {
            assertEquals(0.5, backend.use().utilization());
        }
    }

    @Test
    void aProgramThatDoesNotFitIsRefusedAndTheDeviceStaysUsable() {
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
                ModelMemory memory = backend.allocate(1000, 2, true)) {
            Plan large = rectifier(1 << 28);
            fake.driver.capacity = 1 << 28;
            long before = fake.driver.allocatedBytes();
            long required = backend.requiredBytes(large);
            assertTrue(required > backend.availableBytes());
            OutOfDeviceMemoryException e =
                    assertThrows(
                            OutOfDeviceMemoryException.class, () -> backend.compile(large, memory));
            assertEquals(required, e.requiredBytes());
            assertEquals(backend.availableBytes(), e.availableBytes());
            assertEquals(before, fake.driver.allocatedBytes());
            try (Program small = backend.compile(rectifier(16), memory)) {
                small.run(small.newSlot());
            }
        }
    }

    @Test
    @SuppressWarnings("try") // what is closed out of order is tested
    void aClosedBackendFreesWhatItGaveAndRefusesToGoOn() {
        CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
        ExampleStep step = new ExampleStep(backend, 2, 40, 48);
        ModelMemory memory = step.model(backend);
        Program program = backend.compile(step.plan(), memory);
        Slot slot = program.newSlot();
        step.fill(slot);
        program.run(slot);
        backend.close();
        assertEquals(0, fake.driver.openHandles);
        assertEquals(0, fake.driver.allocatedBytes());
        assertTrue(fake.driver.pinned.isEmpty());
        for (Executable use :
                List.<Executable>of(
                        () -> backend.allocate(1, 1, false),
                        () -> backend.compile(step.plan(), memory),
                        () -> backend.workers().forEach(1, piece -> {}),
                        () -> memory.read(Region.PARAMETERS, 0, new float[1]),
                        program::newSlot,
                        () -> program.run(slot))) {
            IllegalStateException refused = assertThrows(IllegalStateException.class, use);
            assertEquals("The CUDA backend is closed", refused.getMessage());
        }
        program.close();
        memory.close();
        backend.close();
    }

    @Test
    @SuppressWarnings("try") // closing twice is what is tested
    void everythingIsGivenBack() {
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false)) {
            ExampleStep step = new ExampleStep(backend, 2, 40, 48);
            ModelMemory memory = step.model(backend);
            Program program = backend.compile(step.plan(), memory);
            Slot slot = program.newSlot();
            step.fill(slot);
            program.run(slot);
            program.close();
            program.close();
            memory.close();
            memory.close();
            backend.close();
            assertThrows(IllegalStateException.class, () -> program.run(slot));
        }
        assertEquals(0, fake.driver.openHandles);
        assertEquals(0, fake.driver.allocatedBytes());
        assertTrue(fake.driver.pinned.isEmpty());
    }

    @Test
    void memoryOfAClosedProgramServesTheNext() {
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
                ModelMemory memory = backend.allocate(1, 1, false)) {
            backend.compile(rectifier(1 << 22), memory).close();
            long after = fake.driver.allocatedBytes();
            backend.compile(rectifier(1 << 22), memory).close();
            assertEquals(after, fake.driver.allocatedBytes());
        }
    }

    @Test
    void aTensorOutsideTheModelIsRefused() {
        Plan.Builder builder = new Plan.Builder("too far");
        Tensor weight = builder.shared(Region.PARAMETERS, "w", 60, 8);
        builder.expose(weight);
        Plan plan = builder.build();
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
                ModelMemory memory = backend.allocate(64, 1, false)) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class, () -> backend.compile(plan, memory));
            assertTrue(e.getMessage().contains("w[8]"), e.getMessage());
            assertTrue(e.getMessage().contains("64 values"), e.getMessage());
        }
    }

    @Test
    void theSumOfABatchedWeightGradientIsCutIntoSlices() {
        Plan.Builder builder = new Plan.Builder("gradient");
        Tensor g = builder.work("g", DType.ACTIVATION, 4, 32832, 44);
        Tensor x = builder.work("x", DType.ACTIVATION, 4, 32832, 384);
        Tensor weight = builder.shared(Region.PARAMETERS, "w", 0, 4, 44, 384);
        Tensor gradient = builder.gradient(weight).tensor();
        builder.add(
                new MatMul(
                        g.matrices(4),
                        true,
                        x.matrices(4),
                        false,
                        gradient.matrices(4),
                        true,
                        null,
                        false));
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, true);
                ModelMemory memory = backend.allocate(4 * 44 * 384, 1, true);
                Program program = backend.compile(builder.build(), memory)) {
            MatrixProduct product = fake.products.get(0);
            int slices = product.batch() / 4;
            assertTrue(slices > 1, product::toString);
            assertEquals(32832, slices * product.k());
            assertEquals(product.k() * 44L, product.a().batchStride());
            assertEquals(product.k() * 384L, product.b().batchStride());
            assertTrue(!product.accumulate() && !product.c().bfloat16());
            fake.driver.calls.clear();
            program.run(program.newSlot());
            assertEquals(List.of("product", "launch sum_rows"), fake.driver.calls);
        }
    }

    @Test
    void aCopyIntoWeightsReachesTheirShadow() {
        Plan.Builder builder = new Plan.Builder("copy");
        Tensor input = builder.input("x", DType.FLOAT32, 64);
        builder.add(new Copy(input, builder.shared(Region.PARAMETERS, "w", 0, 64)));
        Plan plan = builder.build();
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, true);
                ModelMemory memory = backend.allocate(64, 1, true);
                Program program = backend.compile(plan, memory)) {
            fake.driver.calls.clear();
            program.run(program.newSlot());
            assertEquals(List.of("in 256", "launch copy", "launch copy"), fake.driver.calls);
        }
    }
}
