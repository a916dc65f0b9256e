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
package org.ssamba.encoder;

import org.ssamba.compute.Plan;
import org.ssamba.compute.Region;
import org.ssamba.compute.Tensor;

/**
 * Weights that operations read as one tensor: the same matrix of both layers of a pair, say.
 *
 * @param name for messages and for the seed of its initial values.
 * @param offset where it starts in the arena of all weights.
 * @param shape its extents.
 */
public record Parameter(String name, long offset, int... shape) {
    /**
     * The tensor of this parameter in a plan.
     *
     * @param plan the plan being built.
     * @return a tensor of {@link Region#PARAMETERS}.
     */
    public Tensor in(Plan.Builder plan) {
        return plan.shared(Region.PARAMETERS, name, offset, shape);
    }

    /**
     * The number of its values.
     *
     * @return the product of its extents.
     */
    public int size() {
        int size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        return size;
    }
}
