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

import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.PoolTokens;
import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.PredictionHead;

/**
 * A batch through encoder, pooling and head.
 *
 * @param plan the operations.
 * @param spectrogram (B, frames, mels), input.
 * @param embeddings (B, S, D), output.
 * @param scores (B·S, outputs), output; null without a head.
 */
public record InferencePlan(Plan plan, Tensor spectrogram, Tensor embeddings, Tensor scores) {
    /**
     * Writes the plan.
     *
     * @param network what to run.
     * @param clips B.
     * @return the plan and its tensors.
     */
    public static InferencePlan of(SupervisedNetwork network, int clips) {
        EncoderConfig config = network.encoder().config();
        Plan.Builder plan = new Plan.Builder("inference of " + clips + " clips");
        Tensor spectrogram =
                plan.input("spectrogram", DType.ACTIVATION, clips, config.frames(), config.mels());
        Encoder.Forward pass =
                network.encoder().forward(plan, spectrogram, null, Encoder.Mode.inference());
        Tensor pooled;
        Tensor scores = null;
        if (network.head() == null) {
            pooled =
                    plan.work(
                            "pooled",
                            DType.FLOAT32,
                            clips,
                            network.pooling().segments(),
                            config.width());
            Tensor segment =
                    plan.constant("segment of each token", network.pooling().segmentOfToken());
            plan.add(new PoolTokens(pass.encoded(), segment, pooled));
        } else {
            PredictionHead.Forward head =
                    network.head().forward(plan, pass.encoded(), network.pooling(), false);
            pooled = head.pooled();
            scores = plan.expose(head.scores());
        }
        Tensor embeddings = plan.expose(pooled);
        return new InferencePlan(plan.build(), spectrogram, embeddings, scores);
    }
}
