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

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Slot;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Sum;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.PredictionHead;

/**
 * One supervised step over a batch, which goes through in parts, see {@link MicroBatches}.
 *
 * @param plan the operations.
 * @param parts inputs and outputs of each part.
 * @param optimizer rate and norm; null without an optimiser.
 */
public record SupervisedPlan(Plan plan, List<Part> parts, Adam.Tensors optimizer) {

    /**
     * Some clips of the batch.
     *
     * @param firstClip where they start in the batch.
     * @param spectrogram (clips, frames, mels), input.
     * @param dropScales drop-path inputs, see {@link DropPath}.
     * @param targets (clips·S, outputs), input.
     * @param weights (clips·S), input: the weight of each row in the loss.
     * @param loss (1), output: the weighted sum.
     * @param scores (clips·S, outputs), output.
     */
    public record Part(
            int firstClip,
            Tensor spectrogram,
            List<Tensor> dropScales,
            Tensor targets,
            Tensor weights,
            Tensor loss,
            Tensor scores) {}

    /**
     * Writes the plan.
     *
     * @param network what to train, with a head.
     * @param clips B.
     * @param mode how much of the encoder is trained.
     * @param adam the optimiser; null leaves the gradients in the arena.
     * @param rateFactor by what the rate of each gradient is multiplied.
     * @return the plan and its tensors.
     */
    public static SupervisedPlan of(
            SupervisedNetwork network,
            int clips,
            Encoder.Mode mode,
            Adam adam,
            ToDoubleFunction<Tensor> rateFactor) {
        return of(network, clips, mode, adam, rateFactor, 1);
    }

    /**
     * Writes a plan for several cards, each of which computes a share of the batch.
     *
     * @param network what to train, with a head.
     * @param clips B, of the whole batch.
     * @param mode how much of the encoder is trained.
     * @param adam the optimiser; null leaves the gradients in the arena.
     * @param rateFactor by what the rate of each gradient is multiplied.
     * @param cards how many, from the backend; at most as many as clips.
     * @return the plan and its tensors.
     */
    public static SupervisedPlan of(
            SupervisedNetwork network,
            int clips,
            Encoder.Mode mode,
            Adam adam,
            ToDoubleFunction<Tensor> rateFactor,
            int cards) {
        List<Plan.Builder> builders = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        int firstClip = 0;
        for (int share : MicroBatches.shares(clips, cards)) {
            Plan.Builder plan = new Plan.Builder("fine-tuning of " + clips + " clips");
            for (int size : MicroBatches.sizes(share, network.encoder().config().tokens())) {
                parts.add(part(plan, network, firstClip, size, mode));
                firstClip += size;
            }
            builders.add(plan);
        }
        Adam.Tensors optimizer = adam == null ? null : adam.add(builders, rateFactor);
        Plan plan = Plan.sideBySide(builders.stream().map(Plan.Builder::build).toList());
        return new SupervisedPlan(plan, List.copyOf(parts), optimizer);
    }

    private static Part part(
            Plan.Builder plan,
            SupervisedNetwork network,
            int firstClip,
            int clips,
            Encoder.Mode mode) {
        EncoderConfig config = network.encoder().config();
        Tensor spectrogram =
                plan.input("spectrogram", DType.ACTIVATION, clips, config.frames(), config.mels());
        Encoder.Forward pass = network.encoder().forward(plan, spectrogram, null, mode);
        PredictionHead head = network.head();
        PredictionHead.Forward predicted =
                head.forward(plan, pass.encoded(), network.pooling(), true);
        int rows = clips * network.pooling().segments();
        Tensor targets = plan.input("targets", DType.FLOAT32, rows, head.outputs());
        Tensor weights = plan.input("weights", DType.FLOAT32, rows);
        Tensor losses = plan.work("loss of each row", DType.FLOAT32, rows);
        boolean encoderTrained = mode.trainedPairs() > 0;
        Tensor gradEncoded =
                head.backward(
                        plan,
                        predicted,
                        targets,
                        weights,
                        losses,
                        encoderTrained ? pass.encoded() : null);
        Tensor loss = plan.output("loss", DType.FLOAT32, 1);
        plan.add(new Sum(losses, 1, loss));
        if (encoderTrained) {
            network.encoder().backward(plan, pass, gradEncoded);
        }
        Tensor scores = plan.expose(predicted.scores());
        return new Part(firstClip, spectrogram, pass.dropScales(), targets, weights, loss, scores);
    }

    /**
     * The clips of the batch.
     *
     * @return B.
     */
    public int clips() {
        Part last = parts.get(parts.size() - 1);
        return last.firstClip() + last.spectrogram().extent(0);
    }

    /**
     * Reads the loss of a finished run.
     *
     * @param slot the slot of the run.
     * @return the weighted sum over all rows.
     */
    public double loss(Slot slot) {
        double loss = 0;
        for (Part part : parts) {
            loss += slot.floats(part.loss()).get(0);
        }
        return loss;
    }
}
