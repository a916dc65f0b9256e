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
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ssamba.audio.AudioClip;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.data.SpectrogramClips;
import org.ssamba.data.SpectrogramSource;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.work.WorkerPool;

/** Mixup as published (docs/model.md, section 8). */
class MixupTest {
    private static final int RATE = 16_000;
    private static final int FRAMES = 30;
    private static final EncoderConfig CONFIG = new EncoderConfig(8, 2, 4, 4, 16, 16, 8, 8, 8, 8);
    private static final int CLIPS = 20;
    private static final int STEPS = 400;
    private static final double PROBABILITY = 0.6;

    /** Noise on a constant. */
    private static float[] waveform(int seed, int samples, float constant) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] waveform = new float[samples];
        for (int i = 0; i < samples; i++) {
            waveform[i] = constant + 0.2f * (float) (random.nextDouble() - 0.5);
        }
        return waveform;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void waveformsAreCentredAndThePartnerCutOrPaddedToTheFirstOnesLength() {
        SpectrogramSource source = new DecodingSpectrogramSource(LogMelConfig.standard());
        float[] longer = waveform(1, 4000, 0.3f);
        float[] shorter = waveform(2, 2500, -0.2f);
        SpectrogramClips clips =
                SpectrogramClips.ofWaveforms(
                        source,
                        FRAMES,
                        List.of(AudioClip.of(longer, RATE), AudioClip.of(shorter, RATE)));
        assertMixture(source, longer, shorter, clips, 0, 1);
        assertMixture(source, shorter, longer, clips, 1, 0);
    }

    private static void assertMixture(
            SpectrogramSource source,
            float[] first,
            float[] second,
            SpectrogramClips clips,
            int clip,
            int partner) {
        double share = 0.7;
        float[] mixed = new float[first.length];
        for (int i = 0; i < mixed.length; i++) {
            double other = i < second.length ? second[i] - mean(second) : 0;
            mixed[i] = (float) (share * (first[i] - mean(first)) + (1 - share) * other);
        }
        int size = FRAMES * source.config().melBins();
        float[] expected = new float[size];
        SpectrogramClips.ofWaveforms(source, FRAMES, List.of(AudioClip.of(mixed, RATE)))
                .load(0, expected);
        float[] actual = new float[size];
        clips.loadMixture(clip, partner, share, actual);
        assertArrayEquals(expected, actual, 2e-3f);
    }

    /** Says of every cell which clip it is, or how much of the first is in a mixture. */
    private record Named(int size) implements Clips {
        @Override
        public void load(int clip, float[] logMel) {
            Arrays.fill(logMel, 10 + clip);
        }

        @Override
        public void loadPart(int clip, double position, float[] logMel) {
            load(clip, logMel);
        }

        @Override
        public void loadMixture(int clip, int partner, double lambda, float[] logMel) {
            Arrays.fill(logMel, (float) lambda);
        }
    }

    private static final class HostSlot implements Slot {
        private final Map<Tensor, FloatBuffer> buffers = new HashMap<>();

        @Override
        public synchronized FloatBuffer floats(Tensor tensor) {
            return buffers.computeIfAbsent(tensor, each -> FloatBuffer.allocate((int) each.size()));
        }

        @Override
        public IntBuffer ints(Tensor tensor) {
            throw new UnsupportedOperationException(tensor.toString());
        }
    }

    @Test
    void labelsAreMixedByTheSameBetaDistributedShareAsWaveforms() {
        SupervisedNetwork network =
                SupervisedNetwork.withHead(
                        CONFIG, Pooling.clip(Pooling.Kind.MEAN, CONFIG), CLIPS, HeadKind.SIGMOID);
        SupervisedPlan plan =
                SupervisedPlan.of(network, CLIPS, Encoder.Mode.inference(), null, tensor -> 1);
        float[][] targets = new float[CLIPS][CLIPS];
        float[] weights = new float[CLIPS];
        for (int clip = 0; clip < CLIPS; clip++) {
            targets[clip][clip] = 1;
            weights[clip] = 1;
        }
        SupervisedBatches batches =
                new SupervisedBatches(
                        plan,
                        CONFIG,
                        new LabelledClips(new Named(CLIPS), clip -> targets[clip], weights),
                        new BatchWriter(WorkerPool.shared(), CONFIG, new Normalization(0, 0.5)),
                        settings());
        int size = CONFIG.frames() * CONFIG.mels();
        double sum = 0;
        double squares = 0;
        int mixtures = 0;
        int[] partners = new int[CLIPS];
        SupervisedPlan.Part part = plan.parts().get(0);
        for (int step = 0; step < STEPS; step++) {
            HostSlot slot = new HostSlot();
            batches.write(slot, step);
            for (int place = 0; place < CLIPS; place++) {
                float cell = slot.floats(part.spectrogram()).get(place * size);
                float[] target = new float[CLIPS];
                slot.floats(part.targets()).get(place * CLIPS, target);
                if (cell >= 10) {
                    assertEquals(1, target[Math.round(cell) - 10], "a clip by itself");
                    continue;
                }
                mixtures++;
                sum += cell;
                squares += (cell - 0.5) * (cell - 0.5);
                int partner = -1;
                boolean first = false;
                for (int clip = 0; clip < CLIPS; clip++) {
                    if (target[clip] == cell && !first) {
                        first = true;
                    } else if (target[clip] > 0 && target[clip] < 1) {
                        assertEquals(1 - cell, target[clip], 1e-6f);
                        partner = clip;
                    }
                }
                // A clip may be mixed with itself.
                if (partner >= 0) {
                    assertTrue(first);
                    partners[partner]++;
                }
            }
        }
        assertEquals(PROBABILITY, (double) mixtures / (STEPS * CLIPS), 0.02);
        // Beta(10, 10): 1/2 on average, with a variance of 1/84.
        assertEquals(0.5, sum / mixtures, 0.01);
        assertEquals(1 / 84.0, squares / mixtures, 0.001);
        for (int count : partners) {
            assertEquals(mixtures * (CLIPS - 1.0) / CLIPS / CLIPS, count, 60);
        }
    }

    private static FineTuningSettings settings() {
        return FineTuningSettings.builder()
                .epochs(1)
                .batchSize(CLIPS)
                .learningRate(1e-3)
                .trainedPairs(0)
                .mixupProbability(PROBABILITY)
                .seed(1)
                .build();
    }
}
