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

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.ssamba.compute.Slot;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.RandomStreams;

/** Writes the inputs of supervised steps: augmented clips, targets, weights, drop-path. */
final class SupervisedBatches {
    /** The parameter of both sides of the Beta distribution that mixing shares are drawn from. */
    private static final int MIXUP_BETA = 10;

    private final SupervisedPlan plan;
    private final EncoderConfig config;
    private final LabelledClips data;
    private final BatchWriter writer;
    private final FineTuningSettings settings;
    private final int batch;
    private final ClipOrder order;

    SupervisedBatches(
            SupervisedPlan plan,
            EncoderConfig config,
            LabelledClips data,
            BatchWriter writer,
            FineTuningSettings settings) {
        this.plan = plan;
        this.config = config;
        this.data = data;
        this.writer = writer;
        this.settings = settings;
        this.batch = plan.clips();
        this.order = new ClipOrder(data.clips().size(), settings.seed());
    }

    /** Steps an epoch: its last, incomplete batch is dropped. */
    long stepsPerEpoch() {
        return data.clips().size() / batch;
    }

    void write(Slot slot, long step) {
        int clips = data.clips().size();
        long epoch = step / stepsPerEpoch();
        long start = epoch * clips + step % stepsPerEpoch() * batch;
        int[] chosen = new int[batch];
        for (int i = 0; i < batch; i++) {
            chosen[i] = order.clip(start + i);
        }
        for (SupervisedPlan.Part part : plan.parts()) {
            int first = part.firstClip();
            writer.write(
                    slot,
                    part.spectrogram(),
                    part.spectrogram().extent(0),
                    i -> new Augmented(slot, part, step, i, chosen[first + i]));
            DropPath.write(
                    slot, part.dropScales(), config, settings.seed(), "fine-tuning", step, first);
        }
    }

    /** A clip, perhaps mixed with another, disturbed on both sides of its normalisation. */
    private final class Augmented implements BatchWriter.Clip {
        private final Slot slot;
        private final SupervisedPlan.Part part;
        private final int place;
        private final int clip;
        private final SplittableRandom random;

        Augmented(Slot slot, SupervisedPlan.Part part, long step, int place, int clip) {
            this.slot = slot;
            this.part = part;
            this.place = place;
            this.clip = clip;
            this.random =
                    RandomStreams.stream(
                            settings.seed(), "augmentation", step, part.firstClip() + place);
        }

        @Override
        public void load(float[] logMel) {
            int partner = clip;
            double share = 1;
            if (random.nextDouble() < settings.mixupProbability()) {
                partner = random.nextInt(data.clips().size());
                share = symmetricBeta(random);
                double position = position(random);
                data.clips().loadMixture(clip, position, partner, position(random), share, logMel);
            } else {
                data.clips().loadPart(clip, position(random), logMel);
            }
            settings.augmentation().colour(logMel, config.mels(), random);
            settings.augmentation().mask(logMel, config.mels(), random);
            int segments = part.weights().extent(0) / part.spectrogram().extent(0);
            for (int s = 0; s < segments; s++) {
                writeTarget(slot, part, place * segments + s, clip, partner, s, share);
            }
        }

        @Override
        public void finish(float[] logMel) {
            settings.augmentation().disturb(logMel, config.mels(), random);
        }
    }

    /**
     * The target of a clip that is mixed with a partner, or with itself if it is not: each counts
     * by its own weight times its share in the sound, so that a clip without weight teaches nothing
     * however it is heard.
     */
    private void writeTarget(
            Slot slot,
            SupervisedPlan.Part part,
            int row,
            int clip,
            int partner,
            int segment,
            double share) {
        double own = share * data.weight(clip, segment);
        double weight = own + (1 - share) * data.weight(partner, segment);
        double counted = weight > 0 ? own / weight : share;
        int outputs = part.targets().extent(1);
        float[] mine = data.targets().apply(clip);
        float[] others = partner == clip ? mine : data.targets().apply(partner);
        FloatBuffer targets = slot.floats(part.targets());
        for (int i = 0; i < outputs; i++) {
            int value = segment * outputs + i;
            targets.put(
                    row * outputs + i,
                    (float) (counted * mine[value] + (1 - counted) * others[value]));
        }
        float rows = (float) batch * (part.weights().extent(0) / part.spectrogram().extent(0));
        slot.floats(part.weights()).put(row, (float) weight / rows);
    }

    /** Nothing is drawn where the start is taken, so that other draws stay as they are. */
    private double position(SplittableRandom random) {
        return data.randomParts() ? random.nextDouble() : 0;
    }

    /** Beta(n, n) for a whole n: a Gamma(n) is a sum of n exponentials. */
    private static double symmetricBeta(SplittableRandom random) {
        double first = 0;
        double second = 0;
        for (int i = 0; i < MIXUP_BETA; i++) {
            first -= StrictMath.log(1 - random.nextDouble());
            second -= StrictMath.log(1 - random.nextDouble());
        }
        return first / (first + second);
    }
}
