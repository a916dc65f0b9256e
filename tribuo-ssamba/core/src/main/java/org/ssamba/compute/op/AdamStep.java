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

import java.util.List;
import org.ssamba.compute.Tensor;

/**
 * One step of Adam (Kingma and Ba, 2015) or AdamW (Loshchilov and Hutter, 2019), unless the
 * gradient norm is not finite: then nothing but the count of skipped steps changes.
 *
 * <p>With t the step count after this step, g the gradient (plus {@code weightDecay·w} unless
 * decoupled): {@code m = β1·m + (1-β1)·g}, {@code v = β2·v + (1-β2)·g²}, {@code w = w·(1 -
 * rate·weightDecay if decoupled) - rate·(m/(1-β1^t))/(sqrt(v/(1-β2^t)) + ε)}. Under bfloat16 the
 * shadow weights are written too.
 *
 * @param groups which weights, at which multiple of the rate.
 * @param rate (1), FLOAT32 input: the learning rate of this step.
 * @param norm (1), from {@link GradientNorm}.
 * @param state (2), {@link org.ssamba.compute.Region#STATE}: steps taken, steps skipped; counted in
 *     float32, exact to 2^24.
 * @param beta1 decay of the first moment.
 * @param beta2 decay of the second moment.
 * @param epsilon added to the root.
 * @param weightDecay see above.
 * @param decoupled AdamW if true, Adam with L2 if false.
 */
public record AdamStep(
        List<Group> groups,
        Tensor rate,
        Tensor norm,
        Tensor state,
        float beta1,
        float beta2,
        float epsilon,
        float weightDecay,
        boolean decoupled)
        implements Operation {

    /**
     * Weights that step together.
     *
     * @param parameter the weights.
     * @param gradient their gradient.
     * @param firstMoment their first moments.
     * @param secondMoment their second moments.
     * @param rateFactor multiplies the learning rate, at least 0.
     */
    public record Group(
            Tensor parameter,
            Tensor gradient,
            Tensor firstMoment,
            Tensor secondMoment,
            float rateFactor) {}

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
