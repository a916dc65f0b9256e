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
package org.ssamba.encoder;

import java.util.ArrayList;
import java.util.List;

/**
 * The shape of an encoder and of its input. Sizes are named after the published ones (arXiv
 * 2405.11831, table 1); every number is free.
 *
 * @param width D, the embedding width, at least 1.
 * @param layers the number of mixer layers, even and at least 2: they come in pairs.
 * @param states N, the states per channel, 1 to 64.
 * @param convolution K, the width of the causal convolution, 1 to 8.
 * @param mels rows of the spectrogram, in mel bins.
 * @param frames columns of the spectrogram, in frames.
 * @param patchMels height of a patch in mel bins.
 * @param patchFrames width of a patch in frames.
 * @param melStride mel bins from one patch to the next.
 * @param frameStride frames from one patch to the next.
 */
public record EncoderConfig(
        int width,
        int layers,
        int states,
        int convolution,
        int mels,
        int frames,
        int patchMels,
        int patchFrames,
        int melStride,
        int frameStride) {

    /**
     * Checks every range at once.
     *
     * @throws IllegalArgumentException naming each number that is out of range.
     */
    public EncoderConfig {
        List<String> faults = new ArrayList<>();
        check(faults, "width", width, 1, 1 << 14);
        check(faults, "layers", layers, 2, 1 << 10);
        check(faults, "states", states, 1, 64);
        check(faults, "convolution", convolution, 1, 8);
        check(faults, "mels", mels, 1, 1 << 10);
        check(faults, "frames", frames, 1, 1 << 20);
        check(faults, "patchMels", patchMels, 1, mels);
        check(faults, "patchFrames", patchFrames, 1, frames);
        check(faults, "melStride", melStride, 1, mels);
        check(faults, "frameStride", frameStride, 1, frames);
        if (layers % 2 != 0) {
            faults.add("layers is " + layers + " but layers come in pairs: use an even number");
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Encoder: " + String.join("; ", faults));
        }
    }

    private static void check(List<String> faults, String name, int value, int least, int most) {
        if (value < least || value > most) {
            faults.add(name + " is " + value + " but must be from " + least + " to " + most);
        }
    }

    private static EncoderConfig published(int width) {
        return new EncoderConfig(width, 24, 16, 4, 128, 1024, 16, 16, 16, 16);
    }

    /**
     * The published tiny encoder, 24 layers of width 192, about 7 million parameters.
     *
     * @return its configuration for ten seconds, 512 patches.
     */
    public static EncoderConfig tiny() {
        return published(192);
    }

    /**
     * The published small encoder, 24 layers of width 384, about 25 million parameters.
     *
     * @return its configuration for ten seconds, 512 patches.
     */
    public static EncoderConfig small() {
        return published(384);
    }

    /**
     * The published base encoder, 24 layers of width 768, about 97 million parameters.
     *
     * @return its configuration for ten seconds, 512 patches.
     */
    public static EncoderConfig base() {
        return published(768);
    }

    /**
     * The same encoder with another width and depth.
     *
     * @param newWidth D.
     * @param newLayers even.
     * @return the configuration.
     */
    public EncoderConfig withSize(int newWidth, int newLayers) {
        return new EncoderConfig(
                newWidth,
                newLayers,
                states,
                convolution,
                mels,
                frames,
                patchMels,
                patchFrames,
                melStride,
                frameStride);
    }

    /**
     * The same encoder for another length of input.
     *
     * @param newFrames columns of the spectrogram.
     * @return the configuration.
     */
    public EncoderConfig withFrames(int newFrames) {
        return new EncoderConfig(
                width,
                layers,
                states,
                convolution,
                mels,
                newFrames,
                patchMels,
                patchFrames,
                melStride,
                frameStride);
    }

    /**
     * The same encoder with another overlap of patches.
     *
     * @param newMelStride mel bins from one patch to the next.
     * @param newFrameStride frames from one patch to the next.
     * @return the configuration.
     */
    public EncoderConfig withStride(int newMelStride, int newFrameStride) {
        return new EncoderConfig(
                width,
                layers,
                states,
                convolution,
                mels,
                frames,
                patchMels,
                patchFrames,
                newMelStride,
                newFrameStride);
    }

    /**
     * The length of input that whole patches cover without a rest.
     *
     * @param clipFrames of a clip, at least 1.
     * @return the least such length that is not shorter than the clip.
     */
    public int framesToCover(int clipFrames) {
        int beyondFirst = Math.max(0, clipFrames - patchFrames);
        return patchFrames + (beyondFirst + frameStride - 1) / frameStride * frameStride;
    }

    /**
     * E, the inner width.
     *
     * @return 2·D.
     */
    public int innerWidth() {
        return 2 * width;
    }

    /**
     * R, the rank of the step-size projection.
     *
     * @return ⌈D/16⌉.
     */
    public int rank() {
        return (width + 15) / 16;
    }

    /**
     * f, the rows of the patch grid.
     *
     * @return how many patches fit in frequency.
     */
    public int gridRows() {
        return (mels - patchMels) / melStride + 1;
    }

    /**
     * t, the columns of the patch grid.
     *
     * @return how many patches fit in time.
     */
    public int gridColumns() {
        return (frames - patchFrames) / frameStride + 1;
    }

    /**
     * P, the patches of a clip.
     *
     * @return f·t.
     */
    public int patches() {
        return gridRows() * gridColumns();
    }

    /**
     * L, the tokens of a clip: the class token and its patches.
     *
     * @return 1 + P.
     */
    public int tokens() {
        return 1 + patches();
    }

    /**
     * The values in one patch.
     *
     * @return height times width, 256 as published.
     */
    public int patchSize() {
        return patchMels * patchFrames;
    }

    /**
     * The pairs of layers.
     *
     * @return layers / 2.
     */
    public int pairs() {
        return layers / 2;
    }

    /**
     * The drop-path rate of a layer in training (docs/model.md, section 5): 0 for layers 0 and 1,
     * then rising linearly to nearly {@code maximum}.
     *
     * @param layer from 0.
     * @param maximum the rate before the final norm, 0.1 as published.
     * @return a rate from 0 to {@code maximum}.
     */
    public double dropPathRate(int layer, double maximum) {
        return layer == 0 ? 0 : maximum * (layer - 1) / (layers - 1);
    }
}
