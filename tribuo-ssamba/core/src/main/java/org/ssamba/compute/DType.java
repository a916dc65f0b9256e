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

/** The element type of a {@link Tensor}. */
public enum DType {
    /**
     * IEEE binary32 on every backend and in every precision: states, statistics, losses, weights.
     */
    FLOAT32,
    /**
     * What the backend computes activations in: float32, or bfloat16 under {@link
     * Precision#BFLOAT16}.
     */
    ACTIVATION,
    /** 32-bit signed integers: indices. */
    INT32;

    /**
     * The size of one element.
     *
     * @param precision the precision of the backend.
     * @return 2 or 4 bytes.
     */
    public int bytes(Precision precision) {
        return this == ACTIVATION && precision == Precision.BFLOAT16 ? 2 : 4;
    }
}
