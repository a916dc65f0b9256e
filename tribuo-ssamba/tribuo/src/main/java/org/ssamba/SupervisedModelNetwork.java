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

import org.ssamba.encoder.EncoderConfig;
import org.ssamba.encoder.HeadKind;
import org.ssamba.encoder.Pooling;
import org.ssamba.training.SupervisedNetwork;

/**
 * The network of a model, and the choices it was made from.
 *
 * @param lengths what it does with clips of other lengths.
 */
record SupervisedModelNetwork(
        EncoderConfig config,
        Pooling.Kind pooling,
        ClipLengths lengths,
        HeadKind headKind,
        SupervisedNetwork network)
        implements ModelNetwork {

    /** A network that cuts and pads. */
    static SupervisedModelNetwork of(
            EncoderConfig config, Pooling.Kind pooling, int outputs, HeadKind kind) {
        return new SupervisedModelNetwork(
                config,
                pooling,
                ClipLengths.CUT,
                kind,
                SupervisedNetwork.withHead(config, Pooling.clip(pooling, config), outputs, kind));
    }

    SupervisedModelNetwork withLengths(ClipLengths other) {
        return new SupervisedModelNetwork(config, pooling, other, headKind, network);
    }

    @Override
    public SupervisedNetwork resized(EncoderConfig other) {
        return SupervisedNetwork.withHead(
                other, Pooling.clip(pooling, other), network.head().outputs(), headKind);
    }
}
