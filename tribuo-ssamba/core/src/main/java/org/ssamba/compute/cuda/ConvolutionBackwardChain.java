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
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.Convolution;
import org.ssamba.compute.op.ConvolutionBackward;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.Operation;

/**
 * The end of the backward pass of a pair's inner part, which one kernel computes: the gradient of
 * the projection's weights, what the projection adds to the gradient of u, and the convolution.
 *
 * @param weights the gradient of the weights that turn u into dt, B and C.
 * @param input adds their gradients, times the weights, to the gradient of u.
 * @param convolution backward.
 */
record ConvolutionBackwardChain(MatMul weights, MatMul input, ConvolutionBackward convolution)
        implements FusedChain {
    /** How many operations it stands for. */
    static final int LENGTH = 3;

    /**
     * The chain that begins at a place in a plan.
     *
     * @param operations of the plan.
     * @param first the place.
     * @return nothing if the operations there are others, or are joined in another way.
     */
    static Optional<ConvolutionBackwardChain> at(List<Operation> operations, int first) {
        if (first + LENGTH <= operations.size()
                && operations.get(first) instanceof MatMul weights
                && operations.get(first + 1) instanceof MatMul input
                && operations.get(first + 2) instanceof ConvolutionBackward convolution) {
            var chain = new ConvolutionBackwardChain(weights, input, convolution);
            return chain.isJoined() && chain.isClosed(operations, first)
                    ? Optional.of(chain)
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private boolean isJoined() {
        Matrix gradU = convolution.gradU().matrices(4);
        return input.c().equals(gradU)
                && input.accumulate()
                && !input.transposeA()
                && !input.transposeB()
                && input.bias() == null
                && !input.relu()
                && ScanBackwardChain.isWeightGradient(weights, gradProjected(), weights.b())
                && weights.b().columns() == channels()
                && weights.b().batchStride() == gradU.batchStride();
    }

    /** Whether u is what the kernel computes, and nothing reads the sum of gradients of u. */
    private boolean isClosed(List<Operation> operations, int first) {
        Tensor u = weights.b().tensor();
        return operations.subList(0, first).stream().anyMatch(op -> computes(op, u))
                && operations.subList(first + LENGTH, operations.size()).stream()
                        .noneMatch(op -> op.touches().contains(convolution.gradU()));
    }

    private boolean computes(Operation operation, Tensor u) {
        return operation instanceof Convolution forward
                && forward.u() == u
                && forward.x().equals(convolution.x())
                && ScanBackwardChain.isSame(forward.weight(), convolution.weight());
    }

    /** The gradient of the weights that turn u into dt, B and C. */
    Gradient gradient() {
        return new Gradient(weights.c().tensor(), weights.accumulate());
    }

    /** Gradients of dt, B and C. */
    Matrix gradProjected() {
        return input.a();
    }

    /** The kernel computes u, the weights' other factor, from x. */
    @Override
    public Set<Tensor> inner() {
        return Set.of(weights.b().tensor());
    }

    int clips() {
        return convolution.gradU().extent(2);
    }

    int tokens() {
        return convolution.gradU().extent(3);
    }

    int channels() {
        return convolution.gradU().extent(4);
    }

    int width() {
        return convolution.weight().extent(3);
    }

    /** Columns of the projection. */
    int columns() {
        return gradProjected().columns();
    }

    /** Columns of a row of gradients that stand before those of dt. */
    long lead() {
        return gradProjected().offset() % gradProjected().rowStride();
    }
}
