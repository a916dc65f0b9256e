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

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.DoubleStream;
import org.ssamba.data.AudioExamples;
import org.ssamba.data.AudioReference;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.split.HeldOut;
import org.tribuo.Example;

/**
 * Chooses what a trainer was not told, from its clips and its device. What is chosen stands in the
 * model's provenance as if it had been set, so that a replay does not depend on these rules. They
 * were tried on clips held out of the training data (docs/benchmarks.md, "The defaults").
 *
 * @param clips how many there are.
 * @param length the seconds that 95 % of the clips do not exceed: one long recording among short
 *     ones does not set the length of all.
 * @param longest the seconds of the longest clip.
 * @param groups how many groups, such as speakers, there are; 0 unless every clip has one.
 * @param gpu whether they are trained on a GPU.
 */
record Defaults(int clips, double length, double longest, int groups, boolean gpu) {
    private static final double COVERED = 0.95;
    private static final int FRAMES_PER_SECOND = 100;

    /** Ten seconds, as published; memory and time grow with the length. */
    private static final int LONGEST_FRAMES = 1024;

    /**
     * Patches of all frequencies: on words and digits more accurate than 16 by 16, on sounds and
     * emotions as accurate, and two to three times faster everywhere.
     */
    private static final int PATCH_MELS = 128;

    private static final int GPU_PATCH_FRAMES = 4;

    /** As accurate as 4 frames on spoken digits, in half the time. */
    private static final int CPU_PATCH_FRAMES = 8;

    /** Overlapping patches; a distance of 4 takes 60 % of the time and loses 0.6 points. */
    private static final int GPU_STRIDE = 2;

    /** Trains in minutes on two cores; the tiny encoder would take hours. */
    private static final int CPU_WIDTH = 64;

    private static final int CPU_LAYERS = 4;

    /** A pass over this many clips is what a few thousand clips need, and takes minutes. */
    private static final int GPU_CLIPS_SEEN = 160_000;

    private static final int CPU_CLIPS_SEEN = 40_000;

    /** Words of thirty or forty kinds: 5 to 7 points more accurate than by what suits ten kinds. */
    private static final int CPU_CLIPS_SEEN_PER_LABEL = 3000;

    private static final int MOST_CPU_CLIPS_SEEN = 120_000;

    /** Few clips are repeated, but not for ever; many are seen often enough to learn them. */
    private static final int MOST_EPOCHS = 100;

    private static final int LEAST_EPOCHS = 15;

    /** Adam's best rate falls with the width of the network: 5e-4 for tiny, 1.25e-4 for base. */
    private static final double RATE_TIMES_WIDTH = 0.096;

    private static final int MANY_CLIPS = 1000;
    private static final int LARGE_BATCH = 64;
    private static final int MEDIUM_BATCH = 32;
    private static final int SMALL_BATCH = 16;

    private static final int MASKED_MELS = 32;
    private static final int MOST_MASKED_FRAMES = 96;

    /**
     * Few clips are mixed with each other, so that the network does not learn them by heart; the
     * small network of a CPU does not.
     */
    private static final double MIXED = 0.3;

    /** Fewer voices than this say too little of others: their sound is changed at random. */
    private static final int FEW_GROUPS = 10;

    private static final double FILTER_GAIN = 3;
    private static final int MEL_SHIFT = 10;

    /** Held out to pick the best epoch; fewer clips than {@link #JUDGES} would pick by chance. */
    private static final double HELD_OUT = 0.1;

    private static final int JUDGES = 100;

    private static final Logger logger = Logger.getLogger(Defaults.class.getName());

    /** For the clips of examples. */
    static Defaults of(Iterable<? extends Example<?>> examples, ComputeDevice device) {
        DoubleStream.Builder seconds = DoubleStream.builder();
        Set<String> groups = new HashSet<>();
        boolean all = true;
        for (Example<?> example : examples) {
            seconds.add(AudioReference.of(example).durationSeconds());
            all &= example.getMetadataValue(AudioExamples.GROUP_KEY).isPresent();
            example.getMetadataValue(AudioExamples.GROUP_KEY)
                    .ifPresent(group -> groups.add(group.toString()));
        }
        return of(seconds.build().toArray(), all ? groups.size() : 0, device);
    }

    /** For clips in files. */
    static Defaults of(List<AudioReference> clips, ComputeDevice device) {
        return of(clips.stream().mapToDouble(AudioReference::durationSeconds).toArray(), 0, device);
    }

    static Defaults of(double[] seconds, int groups, ComputeDevice device) {
        if (seconds.length == 0) {
            throw new IllegalArgumentException("There are no clips to fit an encoder to");
        }
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        return new Defaults(
                sorted.length,
                sorted[(int) Math.ceil(COVERED * sorted.length) - 1],
                sorted[sorted.length - 1],
                groups,
                device.isGpu());
    }

    /** An encoder that reads 95 % of the clips whole, up to ten seconds. */
    EncoderShape shape() {
        int patch = gpu ? GPU_PATCH_FRAMES : CPU_PATCH_FRAMES;
        int columns = (int) Math.ceil(length * FRAMES_PER_SECOND / patch);
        int frames = Math.min(LONGEST_FRAMES, Math.max(1, columns) * patch);
        EncoderShape shape = EncoderShape.tiny().frames(frames).patches(PATCH_MELS, patch);
        shape = gpu ? shape.stride(GPU_STRIDE) : shape.size(CPU_WIDTH, CPU_LAYERS);
        logger.info(
                String.format(
                        Locale.ROOT,
                        "Chose an encoder of %.2f s, since 95 %% of the %d clips are no longer"
                                + " than %.2f s%s; patches of %d mel bins by %d frames; %s",
                        frames / (double) FRAMES_PER_SECOND,
                        clips,
                        length,
                        isLong() ? " (ten seconds at most)" : "",
                        PATCH_MELS,
                        patch,
                        gpu
                                ? "the tiny size, for a GPU"
                                : "width 64 and 4 layers, which a CPU trains in minutes"));
        return shape;
    }

    /** Longer clips than the encoder's are read in windows, so that nothing is lost. */
    ClipLength clipLength() {
        return isLong() ? ClipLength.WINDOWS : ClipLength.CUT;
    }

    private boolean isLong() {
        return length * FRAMES_PER_SECOND > LONGEST_FRAMES;
    }

    /**
     * How an encoder is trained on the clips.
     *
     * @param encoder that is trained.
     * @param outputs how many labels or dimensions there are.
     * @param scarcest how many clips the rarest label has; 0 if outputs are no labels.
     */
    FineTuningRecipe recipe(EncoderConfig encoder, int outputs, long scarcest) {
        int seen = gpu ? GPU_CLIPS_SEEN : clipsSeenOnCpu(scarcest > 0 ? outputs : 0);
        int epochs = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, seen / clips));
        int batch = !gpu ? SMALL_BATCH : clips < MANY_CLIPS ? MEDIUM_BATCH : LARGE_BATCH;
        double rate = RATE_TIMES_WIDTH / encoder.width();
        int masked = Math.min(MOST_MASKED_FRAMES, encoder.frames() / 4);
        AugmentationRecipe augmentation =
                new AugmentationRecipe().masks(MASKED_MELS, masked).noise(true);
        String changes = "";
        if (gpu && scarcest > 0 && clips < MANY_CLIPS) {
            augmentation = augmentation.mixup(MIXED);
            changes = ", and mixtures of clips, since there are less than " + MANY_CLIPS;
        } else if (scarcest > 0 && groups > 0 && groups < FEW_GROUPS) {
            augmentation = augmentation.colour(FILTER_GAIN, MEL_SHIFT);
            changes = ", and changes of sound, since there are only " + groups + " groups";
        }
        FineTuningRecipe recipe =
                new FineTuningRecipe()
                        .epochs(epochs)
                        .batchSize(batch)
                        .learningRate(rate)
                        .augmentation(augmentation);
        String heldOut = whyNoneHeldOut(scarcest);
        if (heldOut.isEmpty()) {
            recipe = recipe.earlyStopping(HELD_OUT, epochs / 2).heldOut(HeldOut.GROUPS);
        }
        logger.info(
                String.format(
                        Locale.ROOT,
                        "Chose %d epochs of %d clips in batches of %d at a rate of %.2g (width"
                                + " %d); masks of up to %d mel bins and %d frames, and noise%s; %s",
                        epochs,
                        clips,
                        batch,
                        rate,
                        encoder.width(),
                        MASKED_MELS,
                        masked,
                        changes,
                        heldOut.isEmpty()
                                ? "a tenth of the clips, whole groups of them, is held out to pick"
                                        + " the best epoch"
                                : "no clips are held out, since " + heldOut));
        return recipe;
    }

    private static int clipsSeenOnCpu(int labels) {
        long many = (long) labels * CPU_CLIPS_SEEN_PER_LABEL;
        return (int) Math.max(CPU_CLIPS_SEEN, Math.min(MOST_CPU_CLIPS_SEEN, many));
    }

    /** Empty if epochs can be judged on whole groups that are held out. */
    private String whyNoneHeldOut(long scarcest) {
        if (groups == 0) {
            return "they have no groups";
        }
        if (groups < FEW_GROUPS) {
            return "there are only " + groups + " groups to learn from";
        }
        if (clips * HELD_OUT < JUDGES) {
            return "a tenth of " + clips + " is too few to judge epochs by";
        }
        return scarcest > 0 && scarcest < 2 / HELD_OUT
                ? "a label has only " + scarcest + " of them"
                : "";
    }
}
