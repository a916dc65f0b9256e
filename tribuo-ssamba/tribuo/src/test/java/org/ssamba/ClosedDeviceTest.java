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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.head.LabelHead;
import org.ssamba.work.WorkerPool;
import org.tribuo.Example;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** A device is closed for all who use it; a model goes on when it is given one again. */
class ClosedDeviceTest {
    private static ComputeDevice cpu(int threads) {
        return new ComputeDevice(ComputeDevice.Kind.CPU, ComputeDevice.Numbers.AUTO, threads);
    }

    @Test
    void aModelRefusesAClosedDeviceAndTakesAnother() {
        MutableDataset<Label> data = ToneExamples.carried(4, 1);
        Example<Label> clip = data.getExample(0);
        // A number of threads that no other test asks for: devices are shared.
        ComputeDevice device = cpu(5);
        SSAMBAModel<Label> model =
                SSAMBATrainer.builder(new LabelHead())
                        .encoder(EncoderShape.tiny().size(8, 2).frames(64).patches(16, 16))
                        .recipe(new FineTuningRecipe().epochs(1))
                        .device(device)
                        .build()
                        .train(data);
        Prediction<Label> before = model.predict(clip);
        Backend backend = device.backend();
        assertSame(backend, cpu(5).backend());
        device.close();
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> model.predict(clip));
        assertTrue(refused.getMessage().contains("is closed"), refused.getMessage());
        assertNotSame(backend, device.backend());
        model.setDevice(device);
        assertTrue(before.distributionEquals(model.predict(clip)));
        device.close();
        device.close();
        assertEquals("5", backend.device().details().get("threads"));
    }

    @Test
    void devicesThatMeanTheSameShareABackend() {
        ComputeDevice standard = new ComputeDevice(ComputeDevice.Kind.CPU);
        assertSame(standard.backend(), cpu(WorkerPool.standardThreads()).backend());
    }
}
