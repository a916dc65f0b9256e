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
package org.ssamba.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.ssamba.compute.DType;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.AdamStep;
import org.ssamba.compute.op.AllReduce;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.GradientNorm;

/**
 * The optimiser of both phases.
 *
 * @param beta1 decay of the first moment, in [0, 1).
 * @param beta2 decay of the second moment, in [0, 1).
 * @param epsilon added to the root of the second moment, positive.
 * @param weightDecay at least 0.
 * @param decoupled AdamW if true; if false, Adam with the decay added to the gradient.
 */
public record Adam(
        double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled) {

    /** How many values of {@link Region#STATE} the optimiser keeps. */
    public static final int STATE_VALUES = 2;

    /** Checks the ranges. */
    public Adam {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)
                || !(epsilon > 0)
                || !(weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "Adam needs betas in [0, 1), a positive epsilon and no negative weight decay,"
                            + " not "
                            + beta1
                            + ", "
                            + beta2
                            + ", "
                            + epsilon
                            + ", "
                            + weightDecay);
        }
    }

    /**
     * AdamW as in pretraining (docs/model.md, section 7).
     *
     * @return betas 0.95 and 0.999, weight decay 5e-8.
     */
    public static Adam pretraining() {
        return new Adam(0.95, 0.999, 1e-8, 5e-8, true);
    }

    /**
     * Adam with L2 as in fine-tuning (docs/model.md, section 8).
     *
     * @return betas 0.95 and 0.999, weight decay 5e-7.
     */
    public static Adam fineTuning() {
        return new Adam(0.95, 0.999, 1e-8, 5e-7, false);
    }

    /**
     * What the host gives and gets.
     *
     * @param rate (1), input: the learning rate of the step.
     * @param norm (1), output: the norm of all gradients; not finite if the step was skipped.
     */
    public record Tensors(Tensor rate, Tensor norm) {}

    /**
     * Appends a step over every gradient that the plans compute.
     *
     * @param cards the plan of each card, being built, its gradients written: the same ones in
     *     each. If there are several, their gradients are added up first.
     * @param rateFactor for each gradient, by what its rate is multiplied.
     * @return rate and norm, which all plans have.
     */
    public Tensors add(List<Plan.Builder> cards, ToDoubleFunction<Tensor> rateFactor) {
        Plan.Builder first = cards.get(0);
        Tensors tensors =
                new Tensors(
                        first.input("learning rate", DType.FLOAT32, 1),
                        first.output("gradient norm", DType.FLOAT32, 1));
        for (Plan.Builder plan : cards) {
            if (plan != first) {
                plan.share(tensors.rate());
                plan.share(tensors.norm());
            }
            if (cards.size() > 1) {
                plan.add(new AllReduce(arena(plan)));
            }
            step(plan, rateFactor, tensors);
        }
        return tensors;
    }

    /** All gradients in one; what lies between them is 0, since nothing writes it. */
    private static Tensor arena(Plan.Builder plan) {
        long first = Long.MAX_VALUE;
        long end = 0;
        for (Tensor gradient : plan.gradients()) {
            first = Math.min(first, gradient.offset());
            end = Math.max(end, gradient.offset() + gradient.size());
        }
        return plan.shared(Region.GRADIENTS, "gradients", first, Math.toIntExact(end - first));
    }

    private void step(Plan.Builder plan, ToDoubleFunction<Tensor> rateFactor, Tensors tensors) {
        Tensor norm = plan.work("gradient norm", DType.FLOAT32, 1);
        List<Tensor> gradients = List.copyOf(plan.gradients());
        plan.add(new GradientNorm(gradients, norm));
        List<AdamStep.Group> groups = new ArrayList<>();
        for (Tensor gradient : gradients) {
            String name = gradient.name();
            long offset = gradient.offset();
            int[] shape = gradient.shape();
            groups.add(
                    new AdamStep.Group(
                            plan.shared(Region.PARAMETERS, name, offset, shape),
                            gradient,
                            plan.shared(Region.FIRST_MOMENTS, name, offset, shape),
                            plan.shared(Region.SECOND_MOMENTS, name, offset, shape),
                            (float) rateFactor.applyAsDouble(gradient)));
        }
        plan.add(
                new AdamStep(
                        groups,
                        tensors.rate(),
                        norm,
                        plan.shared(Region.STATE, "optimiser state", 0, STATE_VALUES),
                        (float) beta1,
                        (float) beta2,
                        (float) epsilon,
                        (float) weightDecay,
                        decoupled));
        plan.add(new Copy(norm, tensors.norm()));
    }
}
