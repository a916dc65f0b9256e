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

import org.ssamba.compute.Matrix;
import org.ssamba.compute.Plan;
import org.ssamba.compute.op.MatMul;

/** A linear layer without bias, y = x·Wᵀ, for several stacked weights at once. */
final class Projection {
    private Projection() {}

    static void forward(
            Plan.Builder plan, Matrix input, Parameter weight, int batch, Matrix output) {
        Matrix w = weight.in(plan).matrices(batch);
        plan.add(MatMul.product(input, false, w, true, output));
    }

    static void backward(
            Plan.Builder plan, Matrix gradOutput, Parameter weight, int batch, Matrix gradInput) {
        Matrix w = weight.in(plan).matrices(batch);
        plan.add(MatMul.product(gradOutput, false, w, false, gradInput));
    }

    static void weightGradient(
            Plan.Builder plan, Matrix gradOutput, Matrix input, Parameter weight) {
        plan.add(MatMul.weightGradient(gradOutput, input, plan.gradient(weight.in(plan))));
    }
}
