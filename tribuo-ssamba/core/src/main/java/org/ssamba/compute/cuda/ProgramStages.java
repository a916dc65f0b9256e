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
import java.util.List;
import java.util.logging.Logger;
import org.ssamba.compute.op.Operation;

/**
 * The steps of a plan, ready to run: kernels compiled, their arguments bound, matrix products
 * prepared.
 */
final class ProgramStages implements AutoCloseable {
    private static final Logger logger = Logger.getLogger(ProgramStages.class.getName());

    private final CudaDevice device;
    private final List<Stage> stages = new ArrayList<>();
    private final List<MatrixProducts.Prepared> prepared = new ArrayList<>();
    private final List<Lowered> lowered = new ArrayList<>();
    private final List<Step.Launch> launches = new ArrayList<>();
    private BoundLaunches arguments;

    /** How many stages come before the first that reads no input. */
    private int withInputs;

    /** No stages yet. */
    ProgramStages(CudaDevice device) {
        this.device = device;
    }

    /**
     * Readies the steps; once only. What a failure leaves is freed by {@link #close}.
     *
     * @param at where tensors lie.
     */
    void ready(ProgramMemory memory, ProgramMemory.Bound at) {
        Lowering lowering = new Lowering(at);
        for (Unit unit : memory.units()) {
            at.next();
            if (at.index() == memory.unitsWithInputs()) {
                withInputs = lowered.size();
            }
            for (Step step : unit.lower(lowering)) {
                lower(unit.named(), step);
            }
        }
        device.kernels.prepare(launches.stream().map(Step.Launch::kernel).distinct().toList());
        arguments = new BoundLaunches(launches);
        for (Lowered one : lowered) {
            long bound = 0;
            if (one.step instanceof Step.Launch launch) {
                device.kernels.allowShared(launch.kernel(), launch.sharedBytes());
                bound = arguments.bind(launch);
            }
            stages.add(new Stage(one.operation, one.step, bound, one.product));
        }
    }

    List<Stage> all() {
        return stages;
    }

    /** Those up to the last that reads an input. */
    int withInputs() {
        return withInputs;
    }

    private record Lowered(Operation operation, Step step, MatrixProducts.Prepared product) {}

    /** Readies a product, without its epilogue where the library has none of the kind. */
    private void lower(Operation operation, Step step) {
        if (step instanceof Step.AllReduce) {
            lowered.add(new Lowered(operation, step, null));
        } else if (step instanceof Step.Launch launch) {
            lowered.add(new Lowered(operation, launch, null));
            launches.add(launch);
        } else if (step instanceof Step.Product product) {
            var ready = device.products.prepare(product.product());
            if (ready.isPresent()) {
                prepared.add(ready.get());
                lowered.add(new Lowered(operation, product, ready.get()));
            } else if (product.epilogue() != null) {
                Step plain = new Step.Product(product.product().plain(), null);
                lower(operation, plain);
                lower(operation, product.epilogue());
            } else {
                logger.warning(
                        () ->
                                "The library cuBLASLt "
                                        + device.products.version()
                                        + " has no algorithm for the "
                                        + product.name()
                                        + "; a plain kernel computes it");
                lower(operation, PlainProduct.of(product.product()));
            }
        }
    }

    @Override
    public void close() {
        prepared.forEach(MatrixProducts.Prepared::close);
        if (arguments != null) {
            arguments.close();
        }
    }
}
