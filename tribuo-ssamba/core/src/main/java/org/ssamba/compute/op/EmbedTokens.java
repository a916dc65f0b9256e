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

import org.ssamba.compute.Tensor;

/**
 * Patch embeddings to tokens: token 0 is {@code classToken + positions[0]}, token 1 + p is {@code
 * (masked(p) ? maskEmbedding : embedding[p] + bias) + positions[1 + p]}.
 *
 * @param embedding (B, P, D), ACTIVATION, without bias.
 * @param bias (D), of the patch projection.
 * @param maskRank (B, P), INT32: -1 for a visible patch, else its rank among the masked ones of its
 *     clip; null if nothing is masked.
 * @param maskEmbedding (D), or null if nothing is masked.
 * @param classToken (D).
 * @param positions (1 + P, D).
 * @param tokens (B, 1 + P, D), FLOAT32.
 */
public record EmbedTokens(
        Tensor embedding,
        Tensor bias,
        Tensor maskRank,
        Tensor maskEmbedding,
        Tensor classToken,
        Tensor positions,
        Tensor tokens)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
