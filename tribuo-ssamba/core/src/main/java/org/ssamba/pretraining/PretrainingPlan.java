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

import java.util.ArrayList;
import java.util.List;
import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.PatchEmbedding;
import org.ssamba.training.Adam;
import org.ssamba.training.MicroBatches;

/**
 * One pretraining step, or one validation pass, over a batch: inputs, network, losses, optimiser.
 *
 * <p>With a shared mask, one pass of the encoder serves both objectives. With independent masks the
 * encoder runs once per objective, each pass with its own mask, forward and backward one after the
 * other; the gradients add up. That is what the published code does. A large batch goes through in
 * parts, see {@link MicroBatches}.
 */
public final class PretrainingPlan {
    private final Plan plan;
    private final List<Pass> passes = new ArrayList<>();
    private final Adam.Tensors optimizer;
    private final Objective objective;

    /**
     * One pass of the encoder.
     *
     * @param firstClip where its clips start in the batch.
     * @param spectrogram (its clips, frames, mels), input; shared by the passes over the same
     *     clips.
     * @param mask its mask inputs.
     * @param forward the encoder's part.
     * @param results its outputs.
     */
    public record Pass(
            int firstClip,
            Tensor spectrogram,
            PatchEmbedding.Mask mask,
            Encoder.Forward forward,
            MaskedPatchObjectives.Results results) {}

    /** The network that is pretrained: the encoder with mask embedding and both heads. */
    public static final class Network {
        private final ParameterLayout layout = new ParameterLayout();
        private final Encoder encoder;
        private final MaskedPatchObjectives objectives;

        /**
         * Lays out the parameters.
         *
         * @param config the encoder's shape.
         */
        public Network(EncoderConfig config) {
            encoder = new Encoder(config, layout);
            objectives = new MaskedPatchObjectives(config, layout);
        }

        /**
         * Where its weights lie.
         *
         * @return the layout.
         */
        public ParameterLayout layout() {
            return layout;
        }

        /**
         * The encoder alone.
         *
         * @return the encoder.
         */
        public Encoder encoder() {
            return encoder;
        }
    }

    /**
     * What is asked of a step.
     *
     * @param clips B.
     * @param masked m, hidden patches a clip.
     * @param objective what hidden patches are asked for.
     * @param independentMasks a pass of its own for each objective.
     * @param dropPath whether layers are dropped at random in training.
     */
    public record Shape(
            int clips,
            int masked,
            Objective objective,
            boolean independentMasks,
            boolean dropPath) {}

    /**
     * Writes a plan.
     *
     * @param network what to train.
     * @param shape of the batch.
     * @param scanChunk tokens between stored states, from the backend.
     * @param adam the optimiser; null for a validation pass without gradients.
     */
    public PretrainingPlan(Network network, Shape shape, int scanChunk, Adam adam) {
        this(network, shape, scanChunk, adam, 1);
    }

    /**
     * Writes a plan for several cards, each of which computes a share of the batch.
     *
     * @param network what to train.
     * @param shape of the whole batch.
     * @param scanChunk tokens between stored states, from the backend.
     * @param adam the optimiser; null for a validation pass without gradients.
     * @param cards how many, from the backend; at most as many as clips.
     */
    public PretrainingPlan(Network network, Shape shape, int scanChunk, Adam adam, int cards) {
        this(network, shape, scanChunk, adam != null, adam, cards);
    }

    /**
     * Writes a plan that leaves its gradients in the arena without an optimiser, for tests.
     *
     * @param network what to differentiate.
     * @param shape of the batch.
     * @param scanChunk tokens between stored states, from the backend.
     * @return the plan.
     */
    static PretrainingPlan gradientsOnly(Network network, Shape shape, int scanChunk) {
        return new PretrainingPlan(network, shape, scanChunk, true, null, 1);
    }

    private PretrainingPlan(
            Network network, Shape shape, int scanChunk, boolean training, Adam adam, int cards) {
        EncoderConfig config = network.encoder.config();
        objective = shape.objective();
        String name = (training ? "pretraining of " : "validation of ") + shape.clips() + " clips";
        Encoder.Mode mode =
                training
                        ? new Encoder.Mode(config.pairs(), scanChunk, shape.dropPath())
                        : Encoder.Mode.inference();
        List<Objective> each =
                objective == Objective.JOINT && shape.independentMasks()
                        ? List.of(Objective.DISCRIMINATIVE, Objective.GENERATIVE)
                        : List.of(objective);
        List<Plan.Builder> builders = new ArrayList<>();
        int firstClip = 0;
        for (int share : MicroBatches.shares(shape.clips(), cards)) {
            Plan.Builder builder = new Plan.Builder(name);
            for (int clips : MicroBatches.sizes(share, config.tokens())) {
                Tensor spectrogram =
                        builder.input(
                                "spectrogram",
                                DType.ACTIVATION,
                                clips,
                                config.frames(),
                                config.mels());
                for (Objective asked : each) {
                    passes.add(pass(builder, network, shape, mode, asked, firstClip, spectrogram));
                }
                firstClip += clips;
            }
            builders.add(builder);
        }
        optimizer = adam == null ? null : adam.add(builders, gradient -> 1);
        plan = Plan.sideBySide(builders.stream().map(Plan.Builder::build).toList());
    }

    private Pass pass(
            Plan.Builder builder,
            Network network,
            Shape shape,
            Encoder.Mode mode,
            Objective asked,
            int firstClip,
            Tensor spectrogram) {
        String name = asked.name().toLowerCase(java.util.Locale.ROOT);
        PatchEmbedding.Mask mask =
                network.objectives.mask(builder, name, spectrogram.extent(0), shape.masked());
        Encoder.Forward forward = network.encoder.forward(builder, spectrogram, mask, mode);
        MaskedPatchObjectives.Results results =
                network.objectives.add(
                        builder,
                        network.encoder,
                        forward,
                        mask,
                        asked,
                        objective.generativeWeight(),
                        shape.clips());
        return new Pass(firstClip, spectrogram, mask, forward, results);
    }

    /**
     * The operations.
     *
     * @return the plan to compile.
     */
    public Plan plan() {
        return plan;
    }

    /**
     * The clips of the batch.
     *
     * @return B.
     */
    public int clips() {
        Pass last = passes.get(passes.size() - 1);
        return last.firstClip() + last.spectrogram().extent(0);
    }

    /**
     * The passes of the encoder: for each part of the batch one with a shared mask, else one per
     * objective.
     *
     * @return in order.
     */
    public List<Pass> passes() {
        return List.copyOf(passes);
    }

    /**
     * The optimiser's tensors.
     *
     * @return null in validation.
     */
    public Adam.Tensors optimizer() {
        return optimizer;
    }

    /**
     * Reads the metrics of a finished run.
     *
     * @param slot the slot of the run.
     * @return the metrics, NaN where an objective is not asked for.
     */
    public PretrainingMetrics metrics(Slot slot) {
        double contrast = objective.discriminates() ? 0 : Double.NaN;
        double accuracy = contrast;
        double error = objective.generates() ? 0 : Double.NaN;
        for (Pass pass : passes) {
            MaskedPatchObjectives.Results results = pass.results();
            if (results.contrast() != null) {
                contrast += slot.floats(results.contrast()).get(0);
                accuracy += slot.floats(results.accuracy()).get(0);
            }
            if (results.error() != null) {
                error += slot.floats(results.error()).get(0);
            }
        }
        return new PretrainingMetrics(objective.loss(contrast, error), contrast, accuracy, error);
    }
}
