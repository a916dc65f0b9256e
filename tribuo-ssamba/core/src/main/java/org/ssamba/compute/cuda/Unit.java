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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ssamba.compute.Plan;
import org.ssamba.compute.Tensor;
import org.ssamba.compute.cuda.MixerKernels.Projection;
import org.ssamba.compute.op.Operation;

/**
 * What is turned into launches together: an operation, or a chain of operations that fused kernels
 * compute without the tensors between them.
 *
 * @param operations one, or those of the chain.
 * @param chain what is fused; null for a single operation.
 * @param kernels which kernels compute a {@link MixerChain}.
 */
record Unit(List<Operation> operations, FusedChain chain, MixerKernels kernels) {
    /**
     * The units of a plan, in its order.
     *
     * @param plan what will run.
     * @param bfloat16 whether activations are.
     * @param limits of the card.
     */
    static List<Unit> of(Plan plan, boolean bfloat16, DeviceLimits limits) {
        List<Operation> operations = plan.operations();
        List<Unit> units = new ArrayList<>();
        Map<Operation, ScanBackwardChain> backward = new IdentityHashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            int first = i;
            var chain = MixerChain.at(operations, first);
            var convolution = ConvolutionBackwardChain.at(operations, first);
            MixerKernels kernels =
                    chain.map(c -> MixerKernels.of(c, bfloat16, limits))
                            .orElse(MixerKernels.SEPARATE);
            if (backward.containsKey(operations.get(first))) {
                int end = first + ScanBackwardChain.LENGTH;
                ScanBackwardChain back = backward.get(operations.get(first));
                units.add(fused(operations.subList(first, end), back));
                i = end - 1;
            } else if (convolution.isPresent()
                    && MixerKernels.fuses(convolution.get(), bfloat16, limits)) {
                int end = first + ConvolutionBackwardChain.LENGTH;
                units.add(fused(operations.subList(first, end), convolution.get()));
                i = end - 1;
            } else if (kernels.fused()
                    && isClosed(operations, first, chain.get())
                    && isWalkedBack(operations, chain.get(), backward)) {
                int start = kernels.projection() == Projection.SEPARATE ? first + 2 : first;
                operations.subList(first, start).forEach(op -> units.add(single(op)));
                int end = first + MixerChain.LENGTH;
                units.add(new Unit(operations.subList(start, end), chain.get(), kernels));
                i = end - 1;
            } else {
                units.add(single(operations.get(first)));
            }
        }
        return units;
    }

    private static Unit single(Operation operation) {
        return new Unit(List.of(operation), null, MixerKernels.SEPARATE);
    }

    private static Unit fused(List<Operation> operations, FusedChain chain) {
        return new Unit(operations, chain, MixerKernels.SEPARATE);
    }

    /**
     * Whether the backward pass, if there is one, can be fused too: only its kernel reads the
     * states that the forward kernel leaves. It is then entered under its first operation.
     */
    private static boolean isWalkedBack(
            List<Operation> operations,
            MixerChain chain,
            Map<Operation, ScanBackwardChain> backward) {
        if (!chain.training()) {
            return true;
        }
        var back = ScanBackwardChain.of(operations, chain);
        back.ifPresent(b -> backward.put(b.stepSizes(), b));
        return back.isPresent();
    }

    /** Whether nothing else reads what is inside a chain. */
    private static boolean isClosed(List<Operation> operations, int first, MixerChain chain) {
        for (int i = 0; i < operations.size(); i++) {
            boolean own = i >= first && i < first + MixerChain.LENGTH;
            if (!own && operations.get(i).touches().stream().anyMatch(chain.inner()::contains)) {
                return false;
            }
        }
        return true;
    }

    /** The operation that messages name. */
    Operation named() {
        return operations.get(operations.size() - 1);
    }

    /** Every tensor the launches read or write. */
    Set<Tensor> touches() {
        Set<Tensor> tensors = new LinkedHashSet<>();
        operations.forEach(operation -> tensors.addAll(operation.touches()));
        if (chain != null) {
            tensors.removeAll(chain.inner());
        }
        return tensors;
    }

    List<Step> lower(Lowering lowering) {
        if (chain instanceof MixerChain mixer) {
            return lowering.fused(mixer, kernels);
        }
        if (chain instanceof ScanBackwardChain scan) {
            return lowering.fused(scan);
        }
        if (chain instanceof ConvolutionBackwardChain convolution) {
            return lowering.fused(convolution);
        }
        return named().accept(lowering);
    }
}
