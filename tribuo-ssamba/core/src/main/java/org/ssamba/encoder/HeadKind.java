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

import org.ssamba.compute.op.HeadLoss;

/** What the values that a {@link PredictionHead} predicts are, and which loss trains it. */
public enum HeadKind {
    /** Probabilities of classes that exclude each other; softmax cross-entropy. */
    SOFTMAX(HeadLoss.Kind.SOFTMAX),
    /** Independent probabilities, one per class; mean sigmoid cross-entropy over the classes. */
    SIGMOID(HeadLoss.Kind.SIGMOID),
    /** Numbers; mean squared error. */
    SQUARED(HeadLoss.Kind.SQUARED);

    private final HeadLoss.Kind loss;

    HeadKind(HeadLoss.Kind loss) {
        this.loss = loss;
    }

    HeadLoss.Kind loss() {
        return loss;
    }
}
