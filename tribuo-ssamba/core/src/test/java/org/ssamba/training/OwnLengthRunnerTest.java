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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ssamba.compute.Backend;
import org.ssamba.compute.Precision;
import org.ssamba.compute.cpu.CpuBackend;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Pooling;

/** Batches of mixed lengths give what each clip alone gives. */
class OwnLengthRunnerTest {
    private static final EncoderConfig CONFIG = new EncoderConfig(8, 2, 4, 4, 16, 32, 8, 8, 8, 4);
    private static final SupervisedNetwork NETWORK = network(CONFIG);
    private static final Normalization NORMALIZATION = new Normalization(0.5, 0.3);

    /** Six lengths for four places; 29 and 32 frames are covered by as many patches. */
    private static final int[] FRAMES = {12, 29, 8, 64, 32, 45, 12, 20, 3, 32};

    private static SupervisedNetwork network(EncoderConfig config) {
        return SupervisedNetwork.embedding(config, Pooling.clip(Pooling.Kind.MEAN, config));
    }

    /** Noise of given lengths, padded with zeros. */
    private record Noise(int first, int[] frames) implements ClipLoader {
        @Override
        public int size() {
            return frames.length;
        }

        @Override
        public void load(int clip, float[] logMel) {
            SplittableRandom random = new SplittableRandom(first + clip);
            int filled = Math.min(logMel.length, frames[clip] * CONFIG.mels());
            for (int i = 0; i < filled; i++) {
                logMel[i] = (float) random.nextDouble();
            }
            Arrays.fill(logMel, filled, logMel.length, 0);
        }
    }

    private static float[] weights() {
        return NETWORK.layout().initialWeights(1);
    }

    private static OwnLengthRunner runner(Backend backend) {
        return new OwnLengthRunner(
                backend, CONFIG, OwnLengthRunnerTest::network, weights(), NORMALIZATION, 4);
    }

    private static void checkMixedLengths(Backend backend, float tolerance) {
        try (OwnLengthRunner runner = runner(backend)) {
            float[][] together = runner.run(new Noise(0, FRAMES), FRAMES).embeddings();
            for (int clip = 0; clip < FRAMES.length; clip++) {
                int[] own = {FRAMES[clip]};
                float[] alone = runner.run(new Noise(clip, own), own).embeddings()[0];
                assertArrayEquals(alone, together[clip], tolerance, "clip " + clip);
            }
            assertEquals(OwnLengthRunner.KEPT, runner.kept());
        }
    }

    @Test
    void mixedBatchesGiveWhatEachClipAloneGives() {
        try (Backend backend = CpuBackend.create()) {
            checkMixedLengths(backend, 1e-5f);
        }
    }

    @Test
    void alsoOnAGpu() {
        assumeTrue(CudaBackend.unavailable().isEmpty(), "no GPU");
        try (Backend backend = CudaBackend.open(Precision.FLOAT32)) {
            checkMixedLengths(backend, 1e-5f);
        }
    }

    @Test
    void theTrainedLengthIsWhatTheNetworkItselfGives() {
        int[] frames = {32, 32};
        try (Backend backend = CpuBackend.create();
                OwnLengthRunner own = runner(backend);
                InferenceRunner plain =
                        new InferenceRunner(backend, NETWORK, weights(), NORMALIZATION, 4)) {
            float[][] expected = plain.run(new Noise(0, frames)).embeddings();
            float[][] actual = own.run(new Noise(0, frames), frames).embeddings();
            assertArrayEquals(expected[1], actual[1], 1e-6f);
        }
    }

    @Test
    void aShortClipIsNotPaddedToTheTrainedLength() {
        int[] frames = {12};
        try (Backend backend = CpuBackend.create();
                OwnLengthRunner own = runner(backend);
                InferenceRunner plain =
                        new InferenceRunner(backend, NETWORK, weights(), NORMALIZATION, 4)) {
            float[] padded = plain.run(new Noise(0, frames)).embeddings()[0];
            float[] actual = own.run(new Noise(0, frames), frames).embeddings()[0];
            assertFalse(Math.abs(padded[0] - actual[0]) < 1e-3, "padding made no difference");
        }
    }

    @Test
    void lengthsAreRoundedUpToWholePatches() {
        assertEquals(8, CONFIG.framesToCover(1));
        assertEquals(8, CONFIG.framesToCover(8));
        assertEquals(12, CONFIG.framesToCover(9));
        assertEquals(12, CONFIG.framesToCover(12));
        assertEquals(32, CONFIG.framesToCover(29));
    }
}
