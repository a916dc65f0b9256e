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
 * Gradient of {@link GatherRows} with distinct indices, as a gather by their inverse: {@code
 * gradSource[clip, r] = rank[clip, r - shift] ≥ 0 ? gradGathered[clip, rank] : 0}.
 *
 * @param gradGathered (B, m, width), ACTIVATION.
 * @param rank (B, rows - shift), INT32: position in indices, or -1.
 * @param shift as in the forward operation.
 * @param gradSource (B, rows, width), FLOAT32, written everywhere.
 */
public record GatherRowsBackward(Tensor gradGathered, Tensor rank, int shift, Tensor gradSource)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
