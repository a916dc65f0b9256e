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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ssamba.compute.OutOfDeviceMemoryException;
import org.ssamba.compute.Precision;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.InferencePlan;
import org.ssamba.training.InferenceRunner;
import org.ssamba.training.Normalization;
import org.ssamba.training.SupervisedNetwork;

/** Batches of inference are as large as the memory that may be used. */
class InferenceMemoryTest {
    private static final EncoderConfig CONFIG = EncoderConfig.tiny().withFrames(4096);
    private static final SupervisedNetwork NETWORK =
            SupervisedNetwork.embedding(CONFIG, Pooling.clip(Pooling.Kind.MEAN, CONFIG));
    private static final long MODEL = 64L << 20;

    @TempDir Path cache;

    private int batch(FakeDevice fake, int largest) {
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false);
                InferenceRunner runner =
                        new InferenceRunner(
                                backend,
                                NETWORK,
                                new float[NETWORK.layout().size()],
                                new Normalization(0, 1),
                                largest)) {
            return runner.batch();
        }
    }

    private long required(FakeDevice fake, int clips) {
        try (CudaBackend backend = fake.backend(Precision.BFLOAT16, false)) {
            return backend.requiredBytes(InferencePlan.of(NETWORK, clips).plan());
        }
    }

    @Test
    void aLongClipDoesNotGoAlone() {
        assertEquals(12, batch(new FakeDevice(cache), 12));
    }

    @Test
    void moreThanKeepsTheCardBusyIsNotTaken() {
        assertEquals(17, batch(new FakeDevice(cache), 1000));
    }

    @Test
    void aLimitOfMemoryCutsTheBatch() {
        FakeDevice fake = new FakeDevice(cache);
        fake.memory = MODEL + required(fake, 4);
        int batch = batch(fake, 16);
        assertEquals(4, batch);
    }

    @Test
    void theLimitHoldsForEveryAllocation() {
        FakeDevice fake = new FakeDevice(cache);
        fake.memory = 1 << 20;
        var refusal =
                assertThrows(OutOfDeviceMemoryException.class, () -> batch(fake, 1)).getMessage();
        assertTrue(refusal.contains("A model"), refusal);
    }
}
