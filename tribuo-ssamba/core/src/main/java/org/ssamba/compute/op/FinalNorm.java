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
 * The end of the stack (docs/model.md, section 5): with {@code r = residual + dropScale[clip] ·
 * hidden}, {@code encoded = LN(LN(r))} with the same weights twice and epsilon 1e-5.
 *
 * @param residual (B, L, D), FLOAT32.
 * @param hidden (B, L, D), ACTIVATION.
 * @param dropScale (B), FLOAT32; null means 1.
 * @param weight (D).
 * @param bias (D).
 * @param encoded (B, L, D), FLOAT32, written.
 * @param statistics (4, B·L), FLOAT32, written: mean and inverse deviation of the first, then of
 *     the second norm; null in inference.
 */
public record FinalNorm(
        Tensor residual,
        Tensor hidden,
        Tensor dropScale,
        Tensor weight,
        Tensor bias,
        Tensor encoded,
        Tensor statistics)
        implements Operation {

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
