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
import org.ssamba.compute.DType;
import org.ssamba.compute.Gradient;
import org.ssamba.compute.Matrix;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.op.MatMul;
import org.ssamba.compute.op.Operation;
import org.ssamba.compute.op.SelectiveScanBackward;

/**
 * What one kernel computes of a {@link MixerChain}'s backward pass: the step sizes are projected
 * again, the scan is walked back from the states that the fused forward kernel left in its own
 * order, and the gradient of the projection's weights is summed up.
 *
 * @param stepSizes dt to step sizes.
 * @param scan which alone reads them.
 * @param weights the gradient of the weights of the step sizes.
 */
record ScanBackwardChain(MatMul stepSizes, SelectiveScanBackward scan, MatMul weights)
        implements FusedChain {
    /** How many operations it stands for. */
    static final int LENGTH = 3;

    /**
     * What reads a chain's states.
     *
     * @param operations of the plan.
     * @param chain that writes states.
     * @return nothing if anything else reads them too, or reads the step sizes, or if the states of
     *     the kernels do not fit into the tensor.
     */
    static Optional<ScanBackwardChain> of(List<Operation> operations, MixerChain chain) {
        Optional<ScanBackwardChain> found = Optional.empty();
        if (chain.scan().chunk() > MixerKernels.LARGEST_CHUNK) {
            return found;
        }
        for (int i = 1; i < operations.size() - 1; i++) {
            Operation operation = operations.get(i);
            if (operation == chain.scan()
                    || !operation.touches().contains(chain.scan().chunkStates())) {
                continue;
            }
            if (found.isPresent()
                    || !(operation instanceof SelectiveScanBackward scan)
                    || !(operations.get(i - 1) instanceof MatMul stepSizes)
                    || !(operations.get(i + 1) instanceof MatMul weights)) {
                return Optional.empty();
            }
            found = Optional.of(new ScanBackwardChain(stepSizes, scan, weights));
        }
        return found.filter(back -> back.isJoined(chain) && back.isClosed(operations));
    }

    private boolean isJoined(MixerChain chain) {
        return MixerChain.isProjection(stepSizes, chain.stepSizes().a())
                && isSame(stepSizes.b().tensor(), chain.stepSizes().b().tensor())
                && stepSizes.c().equals(scan.delta().matrices(4))
                && isWeightGradient(weights, scan.gradDelta().matrices(4), stepSizes.a())
                && scan.b().equals(chain.scan().b())
                && scan.c().equals(chain.scan().c())
                && isSame(scan.aLog(), chain.scan().aLog());
    }

    /** Whether a product is the gradient of weights, and no more. */
    static boolean isWeightGradient(MatMul product, Matrix gradOutput, Matrix input) {
        return product.a().equals(gradOutput)
                && product.transposeA()
                && product.b().equals(input)
                && !product.transposeB()
                && product.c().tensor().type() == DType.FLOAT32;
    }

    /** Whether two tensors are the same parameter. */
    static boolean isSame(Tensor one, Tensor other) {
        return one.region() == other.region() && one.offset() == other.offset();
    }

    /** Whether nothing else reads the step sizes. */
    private boolean isClosed(List<Operation> operations) {
        return operations.stream()
                .filter(operation -> operation != stepSizes && operation != scan)
                .noneMatch(operation -> operation.touches().contains(scan.delta()));
    }

    /** The gradient of the weights that turn dt into step sizes. */
    Gradient gradient() {
        return new Gradient(weights.c().tensor(), weights.accumulate());
    }

    @Override
    public Set<Tensor> inner() {
        return Set.of(scan.delta());
    }

    int clips() {
        return scan.u().extent(2);
    }

    int tokens() {
        return scan.u().extent(3);
    }

    int channels() {
        return scan.u().extent(4);
    }

    int rank() {
        return stepSizes.a().columns();
    }
}
