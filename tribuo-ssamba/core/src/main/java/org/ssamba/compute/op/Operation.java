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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;

/** One fused operation of a plan. Implementations are records whose components name tensors. */
public sealed interface Operation
        permits Copy,
                MatMul,
                ExtractPatches,
                EmbedTokens,
                EmbedTokensBackward,
                PairNorm,
                PairNormBackward,
                Convolution,
                ConvolutionBackward,
                SelectiveScan,
                SelectiveScanBackward,
                GateAverage,
                GateAverageBackward,
                FinalNorm,
                FinalNormBackward,
                LayerNorm,
                LayerNormBackward,
                GatherRows,
                GatherRowsBackward,
                PoolTokens,
                PoolTokensBackward,
                ReluBackward,
                ColumnSum,
                InfoNce,
                SquaredError,
                HeadLoss,
                HeadScores,
                Sum,
                AllReduce,
                GradientNorm,
                AdamStep {
    /**
     * Calls the visitor's method for this operation.
     *
     * @param visitor what to call.
     * @param <R> what it returns.
     * @return what it returned.
     */
    <R> R accept(OperationVisitor<R> visitor);

    /**
     * Every tensor the operation reads or writes, found among the record's components.
     *
     * @return each once, in order of declaration.
     */
    default Set<Tensor> touches() {
        Set<Tensor> tensors = new LinkedHashSet<>();
        collect(this, tensors);
        return tensors;
    }

    /**
     * Which result may take the place of which operand in memory, where nothing reads the operand
     * afterwards: the operation reads each element before it writes the same one.
     *
     * @return result to operand, of equal size and type.
     */
    default Map<Tensor, Tensor> inPlace() {
        return Map.of();
    }

    private static void collect(Object value, Set<Tensor> tensors) {
        if (value instanceof Tensor tensor) {
            tensors.add(tensor);
        } else if (value instanceof Matrix matrix) {
            tensors.add(matrix.tensor());
        } else if (value instanceof Gradient gradient) {
            tensors.add(gradient.tensor());
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, tensors));
        } else if (value instanceof Record record) {
            for (var component : record.getClass().getRecordComponents()) {
                try {
                    collect(component.getAccessor().invoke(record), tensors);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(
                            "Cannot read " + component + " of " + record, e);
                }
            }
        }
    }
}
