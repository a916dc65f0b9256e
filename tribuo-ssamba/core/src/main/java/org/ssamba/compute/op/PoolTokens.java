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
 * Means over groups of tokens: {@code pooled[clip, s] = mean of encoded[clip, r] over the tokens r
 * with segment[r] = s} (docs/model.md, section 6).
 *
 * @param encoded (B, L, D), FLOAT32.
 * @param segment (L), INT32: the group of each token, or -1 for none. Every group has a token.
 * @param pooled (B, S, D), FLOAT32, written.
 */
public record PoolTokens(Tensor encoded, Tensor segment, Tensor pooled) implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
