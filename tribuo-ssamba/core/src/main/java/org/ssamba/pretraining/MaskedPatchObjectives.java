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
package org.ssamba.pretraining;

import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.GatherRows;
import org.ssamba.compute.op.GatherRowsBackward;
import org.ssamba.compute.op.InfoNce;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.SquaredError;
import org.ssamba.compute.op.Sum;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.Initializer;
import org.ssamba.encoder.Parameter;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.PatchEmbedding;

/**
 * Both pretraining objectives on hidden patches (docs/model.md, section 7): tell which patch it is
 * among the clip's hidden ones (InfoNCE without temperature, against raw pixels), and draw it (mean
 * squared error).
 */
public final class MaskedPatchObjectives {
    private final EncoderConfig config;
    private final Parameter maskEmbedding;
    private final PatchPredictor discriminative;
    private final PatchPredictor generative;

    /**
     * Adds the mask embedding and both heads to a layout.
     *
     * @param config the encoder's shape.
     * @param layout where parameters go.
     */
    public MaskedPatchObjectives(EncoderConfig config, ParameterLayout layout) {
        this.config = config;
        int d = config.width();
        maskEmbedding = layout.add("mask_embed", Initializer.normal(1 / Math.sqrt(d)), 1, 1, d);
        discriminative = new PatchPredictor("cpredlayer", config, layout);
        generative = new PatchPredictor("gpredlayer", config, layout);
    }

    /**
     * Declares the inputs of one mask a clip.
     *
     * @param plan the plan being built.
     * @param name what the mask is for.
     * @param clips B.
     * @param masked m, hidden patches a clip.
     * @return rank and indices to be written with {@link PatchMask#write}.
     */
    public PatchEmbedding.Mask mask(Plan.Builder plan, String name, int clips, int masked) {
        return new PatchEmbedding.Mask(
                plan.input(name + " mask rank", DType.INT32, clips, config.patches()),
                plan.input(name + " mask indices", DType.INT32, clips, masked),
                maskEmbedding);
    }

    /**
     * What the host reads; each is null if its objective is not asked for.
     *
     * @param contrast (1): the mean discriminative loss per patch.
     * @param accuracy (1): the share of predictions that are right.
     * @param error (1): the mean squared error per pixel.
     * @param drawings (B, m, patch size): the generative predictions, in evaluation only.
     */
    public record Results(Tensor contrast, Tensor accuracy, Tensor error, Tensor drawings) {}

    /**
     * Appends the heads, the losses and, if the encoder's pass was written for it, all gradients.
     *
     * @param plan the plan being built.
     * @param encoder the encoder.
     * @param pass its masked pass.
     * @param mask the mask of that pass.
     * @param objective which heads read this pass.
     * @param generativeWeight the weight of the generative loss in the total.
     * @param batch clips of the whole step, of which this pass may be a part: the results are its
     *     share in the means over all of them.
     * @return the outputs.
     */
    Results add(
            Plan.Builder plan,
            Encoder encoder,
            Encoder.Forward pass,
            PatchEmbedding.Mask mask,
            Objective objective,
            float generativeWeight,
            int batch) {
        boolean training = pass.mode().trainedPairs() > 0;
        int b = mask.indices().extent(0);
        int m = mask.indices().extent(1);
        Tensor tokens = plan.work("hidden tokens", DType.FLOAT32, b, m, config.width());
        plan.add(new GatherRows(pass.encoded(), mask.indices(), 1, tokens));
        Tensor targets = plan.work("targets", DType.FLOAT32, b, m, config.patchSize());
        Tensor spectrogram =
                plan.work("spectrogram in float32", DType.FLOAT32, pass.spectrogram().shape());
        plan.add(new Copy(pass.spectrogram(), spectrogram));
        Tensor pixels = PatchEmbedding.extract(plan, config, spectrogram, DType.FLOAT32);
        plan.add(new GatherRows(pixels, mask.indices(), 0, targets));
        Tensor gradTokens =
                training ? plan.work("grad hidden tokens", DType.FLOAT32, tokens.shape()) : null;
        Tensor contrast = null;
        Tensor accuracy = null;
        if (objective.discriminates()) {
            contrast = plan.output("contrast", DType.FLOAT32, 1);
            accuracy = plan.output("accuracy", DType.FLOAT32, 1);
            discriminate(plan, tokens, targets, gradTokens, contrast, accuracy, batch);
        }
        Tensor error = null;
        Tensor drawings = null;
        if (objective.generates()) {
            error = plan.output("error", DType.FLOAT32, 1);
            PatchPredictor.Forward drawn =
                    draw(
                            plan,
                            tokens,
                            targets,
                            gradTokens,
                            objective.discriminates(),
                            generativeWeight,
                            error,
                            batch);
            if (!training) {
                drawings = plan.output("drawings", DType.FLOAT32, drawn.predictions().shape());
                plan.add(new Copy(drawn.predictions(), drawings));
            }
        }
        if (training) {
            Tensor gradEncoded = plan.work("grad encoded", DType.FLOAT32, pass.encoded().shape());
            plan.add(new GatherRowsBackward(gradTokens, mask.rank(), 1, gradEncoded));
            encoder.backward(plan, pass, gradEncoded);
        }
        return new Results(contrast, accuracy, error, drawings);
    }

    /** S = targets · predictionsᵀ per clip, then InfoNCE over the predictions of each target. */
    private void discriminate(
            Plan.Builder plan,
            Tensor tokens,
            Tensor targets,
            Tensor gradTokens,
            Tensor contrast,
            Tensor accuracy,
            int batch) {
        int b = tokens.extent(0);
        int m = tokens.extent(1);
        float perPatch = 1f / ((float) batch * m);
        PatchPredictor.Forward head = discriminative.forward(plan, tokens);
        Tensor scores = plan.work("scores", DType.FLOAT32, b, m, m);
        plan.add(
                MatMul.product(
                        targets.matrices(b),
                        false,
                        head.predictions().matrices(b),
                        true,
                        scores.matrices(b)));
        Tensor loss = plan.work("contrast per clip", DType.FLOAT32, b);
        Tensor correct = plan.work("correct per clip", DType.FLOAT32, b);
        Tensor gradScores =
                gradTokens == null ? null : plan.work("grad scores", DType.FLOAT32, b, m, m);
        plan.add(new InfoNce(scores, loss, correct, gradScores, perPatch));
        plan.add(new Sum(loss, perPatch, contrast));
        plan.add(new Sum(correct, perPatch, accuracy));
        if (gradTokens != null) {
            Tensor gradPredictions =
                    plan.work("grad discriminative predictions", DType.FLOAT32, targets.shape());
            plan.add(
                    MatMul.product(
                            gradScores.matrices(b),
                            true,
                            targets.matrices(b),
                            false,
                            gradPredictions.matrices(b)));
            discriminative.backward(plan, head, gradPredictions, gradTokens, false);
        }
    }

    private PatchPredictor.Forward draw(
            Plan.Builder plan,
            Tensor tokens,
            Tensor targets,
            Tensor gradTokens,
            boolean accumulate,
            float weight,
            Tensor error,
            int batch) {
        float perPixel = 1f / ((float) batch * targets.extent(1) * targets.extent(2));
        PatchPredictor.Forward head = generative.forward(plan, tokens);
        Tensor loss = plan.work("error per clip", DType.FLOAT32, tokens.extent(0));
        Tensor gradPredictions =
                gradTokens == null
                        ? null
                        : plan.work("grad generative predictions", DType.FLOAT32, targets.shape());
        plan.add(
                new SquaredError(
                        head.predictions(), targets, loss, gradPredictions, weight * perPixel));
        plan.add(new Sum(loss, perPixel, error));
        if (gradTokens != null) {
            generative.backward(plan, head, gradPredictions, gradTokens, accumulate);
        }
        return head;
    }
}
