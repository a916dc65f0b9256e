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

import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;

/**
 * Four selective scans side by side (docs/model.md, section 4). Per layer l, direction d, clip and
 * channel e, with {@code δ_t = softplus(delta_t + deltaBias)} and {@code A = -exp(aLog)}: {@code
 * s_t[n] = exp(δ_t·A[n])·s_{t-1}[n] + δ_t·B_t[n]·u_t}, {@code y_t = Σ_n s_t[n]·C_t[n] + skip·u_t}.
 * Time runs upwards where l + d is even, downwards where it is odd; s before the first token is 0.
 * Not gated: see {@link GateAverage}.
 *
 * @param u (2, 2, B, L, E), ACTIVATION.
 * @param delta (2, 2, B, L, E), ACTIVATION, before bias and softplus.
 * @param b 4 x (B·L, N), ACTIVATION, the B columns of the projection.
 * @param c 4 x (B·L, N), ACTIVATION, the C columns.
 * @param aLog (2, 2, E, N).
 * @param skip (2, 2, E).
 * @param deltaBias (2, 2, E).
 * @param y (2, 2, B, L, E), ACTIVATION, written.
 * @param chunkStates (2, 2, B, chunks, E, N), FLOAT32, written: the state before each chunk of
 *     {@code chunk} tokens in scanning order; null in inference.
 * @param chunk tokens between stored states, from {@link org.ssamba.compute.Backend#scanChunk}; the
 *     last chunk may be shorter.
 */
public record SelectiveScan(
        Tensor u,
        Tensor delta,
        Matrix b,
        Matrix c,
        Tensor aLog,
        Tensor skip,
        Tensor deltaBias,
        Tensor y,
        Tensor chunkStates,
        int chunk)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
