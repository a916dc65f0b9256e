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
 * The loss of a supervised head, per row: softmax cross-entropy {@code -Σ_c
 * target·logSoftmax(logits)}, mean binary cross-entropy over the columns, or mean squared error
 * over the columns; each times the weight of the row.
 *
 * @param kind which loss.
 * @param logits (rows, columns), FLOAT32.
 * @param targets (rows, columns), FLOAT32: distributions, 0 to 1 each, or values.
 * @param weights (rows), FLOAT32: 0 leaves a row out.
 * @param loss (rows), FLOAT32, written: weight times loss.
 * @param gradLogits (rows, columns), ACTIVATION, written: the gradient of {@code loss}, the row's
 *     weight included.
 */
public record HeadLoss(
        Kind kind, Tensor logits, Tensor targets, Tensor weights, Tensor loss, Tensor gradLogits)
        implements Operation {

    /** Which loss. */
    public enum Kind {
        /** Softmax cross-entropy: one class a row. */
        SOFTMAX,
        /** Sigmoid cross-entropy: any number of classes a row. */
        SIGMOID,
        /** Mean squared error: numbers. */
        SQUARED
    }

    @Override
    public <R> R accept(OperationVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
