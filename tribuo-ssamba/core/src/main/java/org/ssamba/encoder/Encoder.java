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
import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.FinalNorm;
import org.ssamba.compute.op.FinalNormBackward;

/**
 * The whole encoder: patch embedding, pairs of mixer layers, and the final norm applied twice
 * (docs/model.md, section 5). It holds no numbers; it writes itself into plans.
 */
public final class Encoder {
    private final EncoderConfig config;
    private final PatchEmbedding embedding;
    private final List<MixerPair> pairs = new ArrayList<>();
    private final Parameter normWeight;
    private final Parameter normBias;
    private final List<Long> pairOffsets = new ArrayList<>();

    /**
     * Adds the encoder's parameters to a layout.
     *
     * @param config its shape.
     * @param layout where its parameters go.
     */
    public Encoder(EncoderConfig config, ParameterLayout layout) {
        this.config = config;
        this.embedding = new PatchEmbedding(config, layout);
        for (int pair = 0; pair < config.pairs(); pair++) {
            pairOffsets.add((long) layout.size());
            pairs.add(new MixerPair(config, layout, pair));
        }
        this.normWeight = layout.add("v.norm_f.weight", Initializer.constant(1), config.width());
        this.normBias = layout.add("v.norm_f.bias", Initializer.constant(0), config.width());
    }

    /**
     * Its shape.
     *
     * @return the configuration.
     */
    public EncoderConfig config() {
        return config;
    }

    /**
     * How deep in the stack a parameter lies, for learning rates that decay with depth.
     *
     * @param offset of a parameter of the layout this encoder was added to first.
     * @return 0 for patches, class token and positions, 1 + p for pair p, 1 + pairs for the final
     *     norm and everything added to the layout after the encoder.
     */
    public int depth(long offset) {
        if (offset >= normWeight.offset()) {
            return 1 + pairs.size();
        }
        int depth = 0;
        while (depth < pairs.size() && offset >= pairOffsets.get(depth)) {
            depth++;
        }
        return depth;
    }

    /**
     * How a pass is written.
     *
     * @param trainedPairs how many of the last pairs a backward pass will go through: 0 for
     *     inference or a frozen encoder, {@link EncoderConfig#pairs} to train everything, patch
     *     embedding included.
     * @param scanChunk tokens between stored states, from the backend.
     * @param dropPath whether clips drop layers at random, decided by the host through {@link
     *     Forward#dropScales}.
     */
    public record Mode(int trainedPairs, int scanChunk, boolean dropPath) {
        /**
         * No backward pass, no drop-path.
         *
         * @return the mode of inference.
         */
        public static Mode inference() {
            return new Mode(0, 0, false);
        }
    }

    /**
     * A pass written into a plan.
     *
     * @param mode as given.
     * @param spectrogram as given.
     * @param encoded (B, L, D), FLOAT32: all tokens after the final norm.
     * @param dropScales inputs for the host: (2, B) for each pair but the first, then (B) for the
     *     final norm; empty without drop-path.
     * @param stages what backward needs.
     */
    public record Forward(
            Mode mode,
            Tensor spectrogram,
            Tensor encoded,
            List<Tensor> dropScales,
            Stages stages) {}

    /** What the backward pass reads of the forward pass. */
    public static final class Stages {
        private final PatchEmbedding.Forward embedding;
        private final List<MixerPair.Forward> pairs;
        private final Tensor finalDropScale;
        private final Tensor statistics;

        private Stages(
                PatchEmbedding.Forward embedding,
                List<MixerPair.Forward> pairs,
                Tensor finalDropScale,
                Tensor statistics) {
            this.embedding = embedding;
            this.pairs = List.copyOf(pairs);
            this.finalDropScale = finalDropScale;
            this.statistics = statistics;
        }

        private MixerPair.Forward last() {
            return pairs.get(pairs.size() - 1);
        }

        /**
         * What a pair of layers adds to the residual stream.
         *
         * @param pair from 0.
         * @return (B, L, D), ACTIVATION.
         */
        public Tensor hidden(int pair) {
            return pairs.get(pair).newHidden();
        }

        /**
         * The residual stream after a pair took it in.
         *
         * @param pair from 0.
         * @return (B, L, D), FLOAT32.
         */
        public Tensor residual(int pair) {
            return pairs.get(pair).newResidual();
        }

        /**
         * The tokens before the first pair.
         *
         * @return (B, L, D), FLOAT32.
         */
        public Tensor tokens() {
            return embedding.tokens();
        }
    }

    /**
     * Appends a forward pass.
     *
     * @param plan the plan being built.
     * @param spectrogram (B, frames, mels), FLOAT32, normalised.
     * @param mask which patches are hidden, or null.
     * @param mode what will follow.
     * @return its results.
     * @throws IllegalArgumentException if the spectrogram has another shape than configured.
     */
    public Forward forward(
            Plan.Builder plan, Tensor spectrogram, PatchEmbedding.Mask mask, Mode mode) {
        int[] shape = spectrogram.shape();
        if (shape.length != 3 || shape[1] != config.frames() || shape[2] != config.mels()) {
            throw new IllegalArgumentException(
                    spectrogram
                            + " is not a batch of "
                            + config.frames()
                            + " frames of "
                            + config.mels()
                            + " mel bins");
        }
        int b = shape[0];
        PatchEmbedding.Forward embedded = embedding.forward(plan, spectrogram, mask);
        List<MixerPair.Forward> done = new ArrayList<>();
        List<Tensor> dropScales = new ArrayList<>();
        Tensor residual = embedded.tokens();
        Tensor hidden = null;
        for (int pair = 0; pair < pairs.size(); pair++) {
            Tensor dropScale = null;
            if (mode.dropPath() && pair > 0) {
                dropScale = plan.input("drop-path scales " + pair, DType.FLOAT32, 2, b);
                dropScales.add(dropScale);
            }
            boolean trained = pair >= pairs.size() - mode.trainedPairs();
            MixerPair.Forward forward =
                    pairs.get(pair)
                            .forward(
                                    plan,
                                    residual,
                                    hidden,
                                    dropScale,
                                    trained ? mode.scanChunk() : 0);
            done.add(forward);
            residual = forward.newResidual();
            hidden = forward.newHidden();
        }
        Tensor finalDropScale = null;
        if (mode.dropPath()) {
            finalDropScale = plan.input("drop-path scales final", DType.FLOAT32, b);
            dropScales.add(finalDropScale);
        }
        int l = config.tokens();
        Tensor encoded = plan.work("encoded", DType.FLOAT32, b, l, config.width());
        Tensor statistics =
                mode.trainedPairs() > 0
                        ? plan.work("final norm statistics", DType.FLOAT32, 4, b * l)
                        : null;
        plan.add(
                new FinalNorm(
                        residual,
                        hidden,
                        finalDropScale,
                        normWeight.in(plan),
                        normBias.in(plan),
                        encoded,
                        statistics));
        return new Forward(
                mode,
                spectrogram,
                encoded,
                List.copyOf(dropScales),
                new Stages(embedded, done, finalDropScale, statistics));
    }

    /**
     * Appends the backward pass through the trained pairs, and through the patch embedding if all
     * are trained.
     *
     * @param plan the plan being built.
     * @param forward a pass of this plan with at least one trained pair.
     * @param gradEncoded (B, L, D), FLOAT32.
     */
    public void backward(Plan.Builder plan, Forward forward, Tensor gradEncoded) {
        Stages stages = forward.stages();
        int trained = forward.mode().trainedPairs();
        if (trained < 1) {
            throw new IllegalArgumentException("The pass was written without a backward pass");
        }
        int[] shape = gradEncoded.shape();
        Tensor gradResidual = plan.work("grad residual", DType.FLOAT32, shape);
        Tensor gradHidden = plan.work("grad hidden", DType.ACTIVATION, shape);
        plan.add(
                new FinalNormBackward(
                        gradEncoded,
                        stages.last().newResidual(),
                        stages.last().newHidden(),
                        stages.finalDropScale,
                        stages.statistics,
                        normWeight.in(plan),
                        normBias.in(plan),
                        gradResidual,
                        gradHidden,
                        plan.gradient(normWeight.in(plan)),
                        plan.gradient(normBias.in(plan))));
        for (int pair = pairs.size() - 1; pair >= pairs.size() - trained; pair--) {
            MixerPair.Gradients gradients =
                    pairs.get(pair)
                            .backward(plan, stages.pairs.get(pair), gradResidual, gradHidden);
            gradResidual = gradients.residual();
            gradHidden = gradients.hidden();
        }
        if (trained == pairs.size()) {
            embedding.backward(plan, stages.embedding, gradResidual);
        }
    }
}
