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
package org.ssamba.published;

import java.util.Objects;
import java.util.Optional;
import org.ssamba.training.Normalization;

/**
 * What a state dict does not say about itself. A pretraining file says everything but the
 * normalisation; a fine-tuned one does not say how long its clips are either. Immutable.
 */
public final class CheckpointOptions {
    /** Of AudioSet and LibriSpeech, which the published encoders were pretrained with. */
    public static final Normalization PUBLISHED_NORMALIZATION =
            new Normalization(-4.2677393, 4.5689974);

    private final int frames;
    private final int melStride;
    private final int frameStride;
    private final int melBins;
    private final Normalization normalization;

    /** Nothing beyond what the file says, and the published normalisation. */
    public CheckpointOptions() {
        this(0, 0, 0, 0, null);
    }

    private CheckpointOptions(
            int frames, int melStride, int frameStride, int melBins, Normalization normalization) {
        this.frames = frames;
        this.melStride = melStride;
        this.frameStride = frameStride;
        this.melBins = melBins;
        this.normalization = normalization;
    }

    private static int positive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, not " + value);
        }
        return value;
    }

    /**
     * The length of the clips the weights were trained with.
     *
     * @param newFrames frames of 10 ms, at least 1.
     * @return new options.
     */
    public CheckpointOptions frames(int newFrames) {
        return new CheckpointOptions(
                positive("frames", newFrames), melStride, frameStride, melBins, normalization);
    }

    /**
     * The distance of patches the weights were trained with, the same on both axes.
     *
     * @param newStride mel bins and frames, at least 1.
     * @return new options.
     */
    public CheckpointOptions stride(int newStride) {
        return strides(newStride, newStride);
    }

    /**
     * The distance of patches the weights were trained with.
     *
     * @param newMelStride mel bins, at least 1.
     * @param newFrameStride frames, at least 1.
     * @return new options.
     */
    public CheckpointOptions strides(int newMelStride, int newFrameStride) {
        return new CheckpointOptions(
                frames,
                positive("melStride", newMelStride),
                positive("frameStride", newFrameStride),
                melBins,
                normalization);
    }

    /**
     * The mel bins of the spectrograms the weights were trained with; 128 where neither the file
     * nor this says it.
     *
     * @param newMelBins at least 1.
     * @return new options.
     */
    public CheckpointOptions melBins(int newMelBins) {
        return new CheckpointOptions(
                frames, melStride, frameStride, positive("melBins", newMelBins), normalization);
    }

    /**
     * The normalisation the weights were trained with, in place of the published one.
     *
     * @param newNormalization of log-mel values.
     * @return new options.
     * @throws NullPointerException if it is null.
     */
    public CheckpointOptions normalization(Normalization newNormalization) {
        return new CheckpointOptions(
                frames,
                melStride,
                frameStride,
                melBins,
                Objects.requireNonNull(newNormalization, "normalization"));
    }

    /** Whether anything is said. */
    boolean any() {
        return frames + melStride + frameStride + melBins > 0 || normalization != null;
    }

    /** 0 if not said. */
    int frames() {
        return frames;
    }

    /** 0 if not said. */
    int melStride() {
        return melStride;
    }

    /** 0 if not said. */
    int frameStride() {
        return frameStride;
    }

    /** 0 if not said. */
    int melBins() {
        return melBins;
    }

    Optional<Normalization> normalization() {
        return Optional.ofNullable(normalization);
    }
}
