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
package org.ssamba.compute;

/** Where the memory of a {@link Tensor} comes from and how long it lives. */
public enum Region {
    /** The model's weights: one flat float32 arena shared by all programs of a model. */
    PARAMETERS,
    /** The gradients, laid out as the weights. */
    GRADIENTS,
    /** The optimiser's first moments, laid out as the weights. */
    FIRST_MOMENTS,
    /** The optimiser's second moments, laid out as the weights. */
    SECOND_MOMENTS,
    /** Small float32 values that outlive a run: the optimiser's step count, skipped steps. */
    STATE,
    /** Written by the host before each run, through a {@link Slot}. */
    INPUT,
    /** Read by the host after a run, through a {@link Slot}. */
    OUTPUT,
    /** Written once when the program is compiled. */
    CONSTANT,
    /** Valid only from its first to its last use inside one run; memory is shared by lifetime. */
    WORK;

    /**
     * Whether tensors of this region lie in the {@link ModelMemory} that programs share.
     *
     * @return true for weights, gradients, moments and state.
     */
    public boolean shared() {
        return ordinal() <= STATE.ordinal();
    }
}
