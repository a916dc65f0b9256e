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

import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.EmbedTokens;
import org.ssamba.compute.op.EmbedTokensBackward;
import org.ssamba.compute.op.ExtractPatches;
import org.ssamba.compute.op.MatMul;

/**
 * Spectrogram to tokens: patches, their linear projection, the mask embedding in place of hidden
 * patches, the class token in front, and learned positions (docs/model.md, section 3).
 */
public final class PatchEmbedding {
    private final EncoderConfig config;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter classToken;
    private final Parameter positions;

    PatchEmbedding(EncoderConfig config, ParameterLayout layout) {
        this.config = config;
        int d = config.width();
        classToken = layout.add("v.cls_token", Initializer.normal(0.02), 1, 1, d);
        positions = layout.add("v.pos_embed", Initializer.normal(0.02), 1, config.tokens(), d);
        Initializer uniform = Initializer.fanIn(config.patchSize());
        weight =
                layout.add(
                        "v.patch_embed.proj.weight",
                        uniform,
                        d,
                        1,
                        config.patchMels(),
                        config.patchFrames());
        bias = layout.add("v.patch_embed.proj.bias", uniform, d);
    }

    /**
     * Which patches are hidden from the encoder.
     *
     * @param rank (B, P), INT32: the rank of a hidden patch among those of its clip, or -1.
     * @param indices (B, m), INT32: the hidden patches of each clip.
     * @param embedding (1, 1, D): what stands in for a hidden patch.
     */
    public record Mask(Tensor rank, Tensor indices, Parameter embedding) {}

    /**
     * What the forward pass leaves behind.
     *
     * @param patches (B, P, patch size), ACTIVATION: the raw normalised pixels.
     * @param mask as given, or null.
     * @param tokens (B, L, D), FLOAT32.
     */
    public record Forward(Tensor patches, Mask mask, Tensor tokens) {}

    /**
     * Cuts spectrograms into patches.
     *
     * @param plan the plan being built.
     * @param config the grid.
     * @param spectrogram (B, frames, mels), FLOAT32, normalised.
     * @param type of the patches.
     * @return (B, P, patch size): the raw normalised pixels.
     */
    public static Tensor extract(
            Plan.Builder plan, EncoderConfig config, Tensor spectrogram, DType type) {
        Tensor patches =
                plan.work(
                        "patches",
                        type,
                        spectrogram.extent(0),
                        config.patches(),
                        config.patchSize());
        plan.add(
                new ExtractPatches(
                        spectrogram,
                        patches,
                        config.patchMels(),
                        config.patchFrames(),
                        config.melStride(),
                        config.frameStride()));
        return patches;
    }

    Forward forward(Plan.Builder plan, Tensor spectrogram, Mask mask) {
        int b = spectrogram.extent(0);
        int p = config.patches();
        int d = config.width();
        Tensor patches = extract(plan, config, spectrogram, DType.ACTIVATION);
        Tensor embedding = plan.work("patch embeddings", DType.ACTIVATION, b, p, d);
        plan.add(
                MatMul.product(
                        patches.matrix(),
                        false,
                        projection(plan).matrix(),
                        true,
                        embedding.matrix()));
        Tensor tokens = plan.work("tokens", DType.FLOAT32, b, 1 + p, d);
        plan.add(
                new EmbedTokens(
                        embedding,
                        bias.in(plan),
                        mask == null ? null : mask.rank(),
                        mask == null ? null : mask.embedding().in(plan),
                        classToken.in(plan),
                        positions.in(plan),
                        tokens));
        return new Forward(patches, mask, tokens);
    }

    void backward(Plan.Builder plan, Forward forward, Tensor gradTokens) {
        Tensor patches = forward.patches();
        Mask mask = forward.mask();
        Tensor gradEmbedding =
                plan.work(
                        "grad patch embeddings",
                        DType.ACTIVATION,
                        patches.extent(0),
                        config.patches(),
                        config.width());
        plan.add(
                new EmbedTokensBackward(
                        gradTokens,
                        mask == null ? null : mask.rank(),
                        gradEmbedding,
                        plan.gradient(bias.in(plan)),
                        mask == null ? null : plan.gradient(mask.embedding().in(plan)),
                        plan.gradient(classToken.in(plan)),
                        plan.gradient(positions.in(plan))));
        plan.add(
                MatMul.weightGradient(
                        gradEmbedding.matrix(), patches.matrix(), plan.gradient(projection(plan))));
    }

    /** The projection as (D, patch size): each row is a patch, row-major like the patches. */
    private Tensor projection(Plan.Builder plan) {
        return new Parameter(weight.name(), weight.offset(), config.width(), config.patchSize())
                .in(plan);
    }
}
