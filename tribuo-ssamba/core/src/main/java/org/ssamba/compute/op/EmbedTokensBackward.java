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
package org.ssamba.compute.op;

import org.ssamba.compute.Gradient;
import org.ssamba.compute.Tensor;

/**
 * Gradients of {@link EmbedTokens}.
 *
 * @param gradTokens (B, 1 + P, D), FLOAT32.
 * @param maskRank as in the forward operation, or null.
 * @param gradEmbedding (B, P, D), ACTIVATION, written: 0 at masked patches.
 * @param gradBias (D).
 * @param gradMaskEmbedding (D), or null if nothing is masked.
 * @param gradClassToken (D).
 * @param gradPositions (1 + P, D).
 */
public record EmbedTokensBackward(
        Tensor gradTokens,
        Tensor maskRank,
        Tensor gradEmbedding,
        Gradient gradBias,
        Gradient gradMaskEmbedding,
        Gradient gradClassToken,
        Gradient gradPositions)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
