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
package org.ssamba.compute.cuda;

import java.util.List;
import org.ssamba.compute.DType;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;
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

/** Turns operations into launches and matrix products. */
final class Lowering implements OperationVisitor<List<Step>> {
    private final ProductLaunches products;
    private final TokenLaunches tokens;
    private final NormLaunches norms;
    private final MixerLaunches mixers;
    private final FusedMixerLaunches fusedMixers;
    private final FusedScanBackwardLaunches fusedScans;
    private final FusedConvolutionBackwardLaunches fusedConvolutions;
    private final LossLaunches losses;
    private final OptimiserLaunches optimiser;

    /** Translates operations whose activations are FLOAT32 whatever the precision. */
    private final Lowering float32;

    /**
     * A translation for given addresses.
     *
     * @param at where tensors and scratch memory are.
     */
    Lowering(Place at) {
        this(at, true);
    }

    private Lowering(Place at, boolean mixed) {
        float32 = mixed ? new Lowering(at.inFloat32(), false) : this;
        products = new ProductLaunches(at);
        tokens = new TokenLaunches(at);
        norms = new NormLaunches(at);
        mixers = new MixerLaunches(at);
        fusedMixers = new FusedMixerLaunches(at);
        fusedScans = new FusedScanBackwardLaunches(at, mixers);
        fusedConvolutions = new FusedConvolutionBackwardLaunches(at, mixers);
        losses = new LossLaunches(at);
        optimiser = new OptimiserLaunches(at);
    }

    /** This translation, or that for float32 if the tensor that decides it is FLOAT32. */
    private Lowering of(Tensor deciding) {
        boolean activation = deciding == null || deciding.type() == DType.ACTIVATION;
        return activation || deciding.region() == Region.PARAMETERS ? this : float32;
    }

    /** Turns a chain of operations into fused kernels. */
    List<Step> fused(MixerChain chain, MixerKernels kernels) {
        return fusedMixers.of(chain, kernels);
    }

    /** Turns the end of a chain's backward pass into its fused kernel. */
    List<Step> fused(ScanBackwardChain chain) {
        return fusedScans.of(chain);
    }

    /** Turns the end of a pair's backward pass into its fused kernel. */
    List<Step> fused(ConvolutionBackwardChain chain) {
        return fusedConvolutions.of(chain);
    }

    @Override
    public List<Step> visit(MatMul operation) {
        return of(operation.a().tensor()).products.of(operation);
    }

    @Override
    public List<Step> visit(Copy operation) {
        return tokens.of(operation);
    }

    @Override
    public List<Step> visit(ExtractPatches operation) {
        return of(operation.patches()).tokens.of(operation);
    }

    @Override
    public List<Step> visit(EmbedTokens operation) {
        return tokens.of(operation);
    }

    @Override
    public List<Step> visit(EmbedTokensBackward operation) {
        return tokens.of(operation);
    }

    @Override
    public List<Step> visit(GatherRows operation) {
        return of(operation.gathered()).tokens.of(operation);
    }

    @Override
    public List<Step> visit(GatherRowsBackward operation) {
        return of(operation.gradGathered()).tokens.of(operation);
    }

    @Override
    public List<Step> visit(PoolTokens operation) {
        return tokens.of(operation);
    }

    @Override
    public List<Step> visit(PoolTokensBackward operation) {
        return tokens.of(operation);
    }

    @Override
    public List<Step> visit(ReluBackward operation) {
        return of(operation.y()).tokens.of(operation);
    }

    @Override
    public List<Step> visit(ColumnSum operation) {
        return of(operation.x()).tokens.of(operation);
    }

    @Override
    public List<Step> visit(PairNorm operation) {
        return norms.of(operation);
    }

    @Override
    public List<Step> visit(PairNormBackward operation) {
        return norms.of(operation);
    }

    @Override
    public List<Step> visit(FinalNorm operation) {
        return norms.of(operation);
    }

    @Override
    public List<Step> visit(FinalNormBackward operation) {
        return norms.of(operation);
    }

    @Override
    public List<Step> visit(LayerNorm operation) {
        return norms.of(operation);
    }

    @Override
    public List<Step> visit(LayerNormBackward operation) {
        return norms.of(operation);
    }

    @Override
    public List<Step> visit(Convolution operation) {
        return mixers.of(operation);
    }

    @Override
    public List<Step> visit(ConvolutionBackward operation) {
        return mixers.of(operation);
    }

    @Override
    public List<Step> visit(SelectiveScan operation) {
        return mixers.of(operation);
    }

    @Override
    public List<Step> visit(SelectiveScanBackward operation) {
        return mixers.of(operation);
    }

    @Override
    public List<Step> visit(GateAverage operation) {
        return mixers.of(operation);
    }

    @Override
    public List<Step> visit(GateAverageBackward operation) {
        return mixers.of(operation);
    }

    @Override
    public List<Step> visit(InfoNce operation) {
        return of(operation.gradScores()).losses.of(operation);
    }

    @Override
    public List<Step> visit(SquaredError operation) {
        return of(operation.predictions()).losses.of(operation);
    }

    @Override
    public List<Step> visit(HeadLoss operation) {
        return losses.of(operation);
    }

    @Override
    public List<Step> visit(HeadScores operation) {
        return losses.of(operation);
    }

    @Override
    public List<Step> visit(Sum operation) {
        return losses.of(operation);
    }

    @Override
    public List<Step> visit(AllReduce operation) {
        return optimiser.of(operation);
    }

    @Override
    public List<Step> visit(GradientNorm operation) {
        return optimiser.of(operation);
    }

    @Override
    public List<Step> visit(AdamStep operation) {
        return optimiser.of(operation);
    }
}
