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

import org.ssamba.compute.BackendException;
import org.ssamba.compute.op.Operation;

/**
 * A step bound to its device: what to call, ready to be put on a stream.
 *
 * @param operation what it is part of, for messages.
 * @param step the step.
 * @param arguments the address of the launch's arguments; 0 for anything else.
 * @param product the product; null for anything else.
 */
record Stage(Operation operation, Step step, long arguments, MatrixProducts.Prepared product) {

    /** What runs: the kernel, or the product with the algorithm chosen for it. */
    String name() {
        return product == null ? step.name() : step.name() + ": " + product.algorithm();
    }

    /** Puts the step on a stream. */
    void enqueue(CudaDevice device, long stream) {
        try {
            if (step instanceof Step.Launch launch) {
                launch(device, launch, arguments, stream);
            } else if (step instanceof Step.AllReduce sum) {
                device.communicator().allReduce(sum.address(), sum.count(), stream);
            } else {
                product.enqueue(stream);
            }
        } catch (BackendException e) {
            throw failure(e);
        }
    }

    /** Puts the step on a stream and waits for it. */
    void run(CudaDevice device, long stream) {
        enqueue(device, stream);
        try {
            device.driver.synchronize(stream);
        } catch (BackendException e) {
            throw failure(e);
        }
    }

    private BackendException failure(BackendException e) {
        return new BackendException(
                "The " + step.name() + " of " + operation + " failed: " + e.getMessage(), e);
    }

    /** Launches a prepared kernel with arguments bound by {@link BoundLaunches}. */
    static void launch(CudaDevice device, Step.Launch launch, long arguments, long stream) {
        device.driver.launch(
                device.kernels.function(launch.kernel()),
                launch.grid().get(0),
                launch.grid().get(1),
                launch.grid().get(2),
                launch.block().get(0),
                launch.block().get(1),
                launch.block().get(2),
                launch.sharedBytes(),
                stream,
                arguments);
    }
}
