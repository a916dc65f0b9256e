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
package org.ssamba.compute;

import java.util.Arrays;
import java.util.List;
import org.ssamba.compute.op.AdamStep;
import org.ssamba.compute.op.GradientNorm;

/** The norm of the gradients and the step of the optimiser. */
final class OptimizerChecks {
    private OptimizerChecks() {}

    static void gradientNorm(OperationCase c) {
        Tensor first = c.beside(c.weight("first", 3, 7), Region.GRADIENTS);
        Tensor second = c.beside(c.weight("second", 20011), Region.GRADIENTS);
        Tensor norm = c.result("norm", DType.FLOAT32, 1);
        c.add(new GradientNorm(List.of(first, second), norm));
        double squares =
                OperationCase.dot(c.of(first), c.of(first))
                        + OperationCase.dot(c.of(second), c.of(second));
        c.expect(norm, new double[] {Math.sqrt(squares)});
    }

    static void adamW(OperationCase c) {
        adam(c, true, 1);
    }

    static void adamWithPenalty(OperationCase c) {
        adam(c, false, 1);
    }

    static void adamSkipsWhatIsNotFinite(OperationCase c) {
        adam(c, true, Double.POSITIVE_INFINITY);
    }

    private static void adam(OperationCase c, boolean decoupled, double gradientNorm) {
        // Decimals, so that the reference starts from the values of the floats.
        float beta1 = 0.95f;
        float beta2 = 0.999f;
        float epsilon = 1e-3f;
        float decay = 0.02f;
        Tensor rate = c.floats("rate", 1);
        c.of(rate)[0] = 1 / 128.0;
        Tensor norm = c.floats("norm", 1);
        c.of(norm)[0] = gradientNorm;
        Tensor state = c.state("steps", 6, 2);
        Tensor encoder = c.weight("encoder", 9001);
        Tensor head = c.weight("head", 5, 3);
        AdamStep.Group encoderGroup = group(c, encoder, 1);
        AdamStep.Group headGroup = group(c, head, 3);
        c.add(
                new AdamStep(
                        List.of(encoderGroup, headGroup),
                        rate,
                        norm,
                        state,
                        beta1,
                        beta2,
                        epsilon,
                        decay,
                        decoupled));
        boolean skipped = Double.isInfinite(gradientNorm);
        for (AdamStep.Group group : List.of(encoderGroup, headGroup)) {
            double[] w = c.of(group.parameter()).clone();
            double[] m = c.of(group.firstMoment()).clone();
            double[] v = c.of(group.secondMoment()).clone();
            double lr = c.of(rate)[0] * group.rateFactor();
            for (int i = 0; i < w.length && !skipped; i++) {
                double g = c.of(group.gradient())[i] + (decoupled ? 0 : decay * w[i]);
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - (double) beta2) * g * g;
                double step =
                        m[i]
                                / (1 - Math.pow(beta1, 7))
                                / (Math.sqrt(v[i] / (1 - Math.pow(beta2, 7))) + epsilon);
                w[i] = w[i] * (decoupled ? 1 - lr * decay : 1) - lr * step;
            }
            c.expect(group.parameter(), w);
            c.expect(group.firstMoment(), m);
            c.expect(group.secondMoment(), v);
        }
        c.expect(state, skipped ? new double[] {6, 3} : new double[] {7, 2});
    }

    private static AdamStep.Group group(OperationCase c, Tensor weight, float factor) {
        Tensor second = c.beside(weight, Region.SECOND_MOMENTS);
        Arrays.setAll(c.of(second), i -> Math.abs(c.of(second)[i]));
        return new AdamStep.Group(
                weight,
                c.beside(weight, Region.GRADIENTS),
                c.beside(weight, Region.FIRST_MOMENTS),
                second,
                factor);
    }
}
