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
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.compute.Backend;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.training.Adam;
import org.ssamba.training.SupervisedPlan;

/** The network of the published scenes: a label for each second of a minute. */
class SequenceNetworkTest {
    @Test
    void publishedScenesGiveAMinuteOfSeconds() {
        SequenceNetwork scenes =
                SequenceNetwork.of(
                        EncoderShape.tiny().size(16, 2).frames(6144).config(),
                        LogMelConfig.standard(),
                        SecondsPooling.PUBLISHED_SCENES,
                        10,
                        HeadKind.SOFTMAX);
        assertEquals(60, scenes.seconds());
        assertEquals(60, scenes.segments());
    }

    @Test
    void aStepOfThePublishedScenesFitsALargeGpu() {
        SequenceNetwork scenes =
                SequenceNetwork.of(
                        EncoderShape.base().frames(6144).config(),
                        LogMelConfig.standard(),
                        SecondsPooling.PUBLISHED_SCENES,
                        10,
                        HeadKind.SOFTMAX);
        EncoderConfig config = scenes.config();
        try (Backend backend = CpuBackend.create()) {
            Encoder.Mode mode =
                    new Encoder.Mode(config.pairs(), backend.scanChunk(config.tokens()), true);
            SupervisedPlan step =
                    SupervisedPlan.of(scenes.network(), 5, mode, Adam.fineTuning(), gradient -> 1);
            // Weights, gradients and two moments come on top of the step's own memory.
            long bytes =
                    backend.requiredBytes(step.plan()) + 16L * scenes.network().layout().size();

            assertTrue(bytes < 20L << 30, "MiB: " + (bytes >> 20));
        }
    }
}
