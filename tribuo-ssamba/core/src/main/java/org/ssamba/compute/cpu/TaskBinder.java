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
package org.ssamba.compute.cpu;

import java.nio.FloatBuffer;
import org.ssamba.compute.op.AdamStep;
import org.ssamba.compute.op.AllReduce;
import org.ssamba.compute.op.ColumnSum;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;
import org.ssamba.compute.op.Copy;
import org.ssamba.compute.op.EmbedTokens;
import org.ssamba.compute.op.EmbedTokensBackward;
import org.ssamba.compute.op.ExtractPatches;
import org.ssamba.compute.op.FinalNorm;
import org.ssamba.compute.op.FinalNormBackward;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.GateAverageBackward;
import org.ssamba.compute.op.GatherRows;
import org.ssamba.compute.op.GatherRowsBackward;
import org.ssamba.compute.op.GradientNorm;
import org.ssamba.compute.op.HeadLoss;
import org.ssamba.compute.op.HeadScores;
import org.ssamba.compute.op.InfoNce;
import org.ssamba.compute.op.LayerNorm;
import org.ssamba.compute.op.LayerNormBackward;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.OperationVisitor;
import org.ssamba.compute.op.PairNorm;
import org.ssamba.compute.op.PairNormBackward;
import org.ssamba.compute.op.PoolTokens;
import org.ssamba.compute.op.PoolTokensBackward;
import org.ssamba.compute.op.ReluBackward;
import org.ssamba.compute.op.SelectiveScan;
import org.ssamba.compute.op.SelectiveScanBackward;
import org.ssamba.compute.op.SquaredError;
import org.ssamba.compute.op.Sum;

/** Binds each operation to the task that runs it. */
final class TaskBinder implements OperationVisitor<CpuTask> {
    private final CpuMemory memory;
    private final MatrixProduct product;
    private final CpuMath math;
    private final Peers peers;

    TaskBinder(CpuMemory memory, MatrixProduct product, CpuMath math, Peers peers) {
        this.memory = memory;
        this.peers = peers;
        this.math = math;
        this.product = product;
    }

    @Override
    public CpuTask visit(Copy operation) {
        return new CopyTask(operation, memory);
    }

    @Override
    public CpuTask visit(MatMul operation) {
        return new MatMulTask(operation, memory, product);
    }

    @Override
    public CpuTask visit(ExtractPatches operation) {
        return new ExtractPatchesTask(operation, memory);
    }

    @Override
    public CpuTask visit(EmbedTokens operation) {
        return new EmbedTokensTask(operation, memory);
    }

    @Override
    public CpuTask visit(EmbedTokensBackward operation) {
        return new EmbedTokensBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(PairNorm operation) {
        return new PairNormTask(operation, memory);
    }

    @Override
    public CpuTask visit(PairNormBackward operation) {
        return new PairNormBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(Convolution operation) {
        return new ConvolutionTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(ConvolutionBackward operation) {
        return new ConvolutionBackwardTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(SelectiveScan operation) {
        return new SelectiveScanTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(SelectiveScanBackward operation) {
        return new SelectiveScanBackwardTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(GateAverage operation) {
        return new GateAverageTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(GateAverageBackward operation) {
        return new GateAverageBackwardTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(FinalNorm operation) {
        return new FinalNormTask(operation, memory);
    }

    @Override
    public CpuTask visit(FinalNormBackward operation) {
        return new FinalNormBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(LayerNorm operation) {
        return new LayerNormTask(operation, memory);
    }

    @Override
    public CpuTask visit(LayerNormBackward operation) {
        return new LayerNormBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(GatherRows operation) {
        return new GatherRowsTask(operation, memory);
    }

    @Override
    public CpuTask visit(GatherRowsBackward operation) {
        return new GatherRowsBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(PoolTokens operation) {
        return new PoolTokensTask(operation, memory);
    }

    @Override
    public CpuTask visit(PoolTokensBackward operation) {
        return new PoolTokensBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(ReluBackward operation) {
        return new ReluBackwardTask(operation, memory);
    }

    @Override
    public CpuTask visit(ColumnSum operation) {
        return new ColumnSumTask(operation, memory);
    }

    @Override
    public CpuTask visit(InfoNce operation) {
        return new InfoNceTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(SquaredError operation) {
        return new SquaredErrorTask(operation, memory);
    }

    @Override
    public CpuTask visit(HeadLoss operation) {
        return new HeadLossTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(HeadScores operation) {
        return new HeadScoresTask(operation, memory, math);
    }

    @Override
    public CpuTask visit(Sum operation) {
        return new ReductionTask(operation, memory);
    }

    @Override
    public CpuTask visit(AllReduce operation) {
        FloatBuffer values = memory.floats(operation.values());
        return workers -> peers.sum(values);
    }

    @Override
    public CpuTask visit(GradientNorm operation) {
        return new ReductionTask(operation, memory);
    }

    @Override
    public CpuTask visit(AdamStep operation) {
        return new AdamStepTask(operation, memory);
    }
}
