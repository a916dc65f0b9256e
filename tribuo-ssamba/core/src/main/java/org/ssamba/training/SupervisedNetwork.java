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

import org.ssamba.encoder.Encoder;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.ParameterLayout;
import org.ssamba.encoder.Pooling;
import org.ssamba.encoder.PredictionHead;

/**
 * An encoder, the pooling of its tokens and, unless only embeddings are wanted, a head.
 *
 * @param layout where all weights lie.
 * @param encoder the encoder.
 * @param pooling which tokens make up which embedding.
 * @param head null for embeddings only.
 */
public record SupervisedNetwork(
        ParameterLayout layout, Encoder encoder, Pooling pooling, PredictionHead head) {

    /**
     * An encoder with a head.
     *
     * @param config the encoder.
     * @param pooling which tokens make up which embedding.
     * @param outputs values predicted for each embedding.
     * @param kind the loss.
     * @return the network.
     */
    public static SupervisedNetwork withHead(
            EncoderConfig config, Pooling pooling, int outputs, HeadKind kind) {
        ParameterLayout layout = new ParameterLayout();
        Encoder encoder = new Encoder(config, layout);
        PredictionHead head = new PredictionHead(config.width(), outputs, kind, layout);
        return new SupervisedNetwork(layout, encoder, pooling, head);
    }

    /**
     * An encoder that embeds.
     *
     * @param config the encoder.
     * @param pooling which tokens make up which embedding.
     * @return the network.
     */
    public static SupervisedNetwork embedding(EncoderConfig config, Pooling pooling) {
        ParameterLayout layout = new ParameterLayout();
        return new SupervisedNetwork(layout, new Encoder(config, layout), pooling, null);
    }
}
