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
import java.util.Optional;
import java.util.Set;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.GateAverage;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.Operation;
import org.ssamba.compute.op.SelectiveScan;

/**
 * What lies between the projections of a pair of layers in a forward pass, five operations that
 * follow one another, each reading what the one before wrote.
 *
 * @param convolution x to u.
 * @param projection u to dt, B and C.
 * @param stepSizes dt to step sizes.
 * @param scan with stored states if a backward pass follows.
 * @param gate y and z to the result, with the mean of y if a backward pass follows.
 */
record MixerChain(
        Convolution convolution,
        MatMul projection,
        MatMul stepSizes,
        SelectiveScan scan,
        GateAverage gate)
        implements FusedChain {
    /** How many operations it stands for. */
    static final int LENGTH = 5;

    /**
     * The chain that begins at a place in a plan.
     *
     * @param operations of the plan.
     * @param first the place.
     * @return nothing if the operations there are others, or are joined in another way.
     */
    static Optional<MixerChain> at(List<Operation> operations, int first) {
        if (first + LENGTH <= operations.size()
                && operations.get(first) instanceof Convolution convolution
                && operations.get(first + 1) instanceof MatMul projection
                && operations.get(first + 2) instanceof MatMul stepSizes
                && operations.get(first + 3) instanceof SelectiveScan scan
                && operations.get(first + 4) instanceof GateAverage gate) {
            MixerChain chain = new MixerChain(convolution, projection, stepSizes, scan, gate);
            return chain.isJoined() ? Optional.of(chain) : Optional.empty();
        }
        return Optional.empty();
    }

    private boolean isJoined() {
        Tensor u = convolution.u();
        Matrix x = convolution.x();
        return isProjection(projection, u.matrices(4))
                && isProjection(stepSizes, dt())
                && projection.c().rowStride() == scan.b().rowStride()
                && stepSizes.c().equals(scan.delta().matrices(4))
                && scan.u() == u
                && (scan.chunkStates() == null) == (gate.mean() == null)
                && scan.b().equals(columns(rank(), states()))
                && scan.c().equals(columns(rank() + states(), states()))
                && gate.y() == scan.y()
                && gate.z().tensor() == x.tensor()
                && gate.z().equals(x.columns((int) (gate.z().offset() - x.offset()), channels()));
    }

    /** Whether a product is one of inputs with the weights of a projection, and no more. */
    static boolean isProjection(MatMul product, Matrix input) {
        return product.a().equals(input)
                && !product.transposeA()
                && product.transposeB()
                && !product.accumulate()
                && product.bias() == null
                && !product.relu();
    }

    private Matrix dt() {
        return columns(0, rank());
    }

    /** Columns of what the projection writes. */
    private Matrix columns(int first, int count) {
        return projection.c().columns(first, count);
    }

    /** Whether a backward pass follows. */
    boolean training() {
        return scan.chunkStates() != null;
    }

    int clips() {
        return scan.y().extent(2);
    }

    int tokens() {
        return scan.y().extent(3);
    }

    int channels() {
        return scan.y().extent(4);
    }

    int states() {
        return scan.aLog().extent(3);
    }

    int width() {
        return convolution.weight().extent(3);
    }

    int rank() {
        return projection.c().columns() - 2 * states();
    }

    /** Columns of a row of dt, B and C that stand before dt. */
    long lead() {
        return projection.c().offset() % projection.c().rowStride();
    }

    /** Alone, the convolution is no part of it, and u is read. */
    @Override
    public Set<Tensor> inner() {
        return Set.of(convolution.u(), scan.delta(), scan.y());
    }
}
