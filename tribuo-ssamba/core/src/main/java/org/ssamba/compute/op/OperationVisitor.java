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

/**
 * One method for each operation: a backend that misses one does not compile.
 *
 * @param <R> what a visit returns.
 */
public interface OperationVisitor<R> {
    /**
     * Visits {@link Copy}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(Copy operation);

    /**
     * Visits {@link MatMul}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(MatMul operation);

    /**
     * Visits {@link ExtractPatches}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(ExtractPatches operation);

    /**
     * Visits {@link EmbedTokens}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(EmbedTokens operation);

    /**
     * Visits {@link EmbedTokensBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(EmbedTokensBackward operation);

    /**
     * Visits {@link PairNorm}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(PairNorm operation);

    /**
     * Visits {@link PairNormBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(PairNormBackward operation);

    /**
     * Visits {@link Convolution}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(Convolution operation);

    /**
     * Visits {@link ConvolutionBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(ConvolutionBackward operation);

    /**
     * Visits {@link SelectiveScan}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(SelectiveScan operation);

    /**
     * Visits {@link SelectiveScanBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(SelectiveScanBackward operation);

    /**
     * Visits {@link GateAverage}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(GateAverage operation);

    /**
     * Visits {@link GateAverageBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(GateAverageBackward operation);

    /**
     * Visits {@link FinalNorm}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(FinalNorm operation);

    /**
     * Visits {@link FinalNormBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(FinalNormBackward operation);

    /**
     * Visits {@link LayerNorm}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(LayerNorm operation);

    /**
     * Visits {@link LayerNormBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(LayerNormBackward operation);

    /**
     * Visits {@link GatherRows}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(GatherRows operation);

    /**
     * Visits {@link GatherRowsBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(GatherRowsBackward operation);

    /**
     * Visits {@link PoolTokens}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(PoolTokens operation);

    /**
     * Visits {@link PoolTokensBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(PoolTokensBackward operation);

    /**
     * Visits {@link ReluBackward}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(ReluBackward operation);

    /**
     * Visits {@link ColumnSum}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(ColumnSum operation);

    /**
     * Visits {@link InfoNce}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(InfoNce operation);

    /**
     * Visits {@link SquaredError}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(SquaredError operation);

    /**
     * Visits {@link HeadLoss}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(HeadLoss operation);

    /**
     * Visits {@link HeadScores}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(HeadScores operation);

    /**
     * Visits {@link Sum}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(Sum operation);

    /**
     * Visits {@link AllReduce}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(AllReduce operation);

    /**
     * Visits {@link GradientNorm}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(GradientNorm operation);

    /**
     * Visits {@link AdamStep}.
     *
     * @param operation the operation.
     * @return the result of the visit.
     */
    R visit(AdamStep operation);
}
