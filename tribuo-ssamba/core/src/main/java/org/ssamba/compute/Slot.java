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

import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** Host memory for the inputs and outputs of one run of a {@link Program}. */
public interface Slot {
    /**
     * A float32 input or output.
     *
     * @param tensor of the program's plan.
     * @return a buffer over all its elements, position 0; use absolute access or a duplicate.
     */
    FloatBuffer floats(Tensor tensor);

    /**
     * Writes a float32 input, or one of activations, which the slot keeps in the precision of the
     * backend: values are rounded to the nearest on the way.
     *
     * @param input of the program's plan.
     * @param at the index of the first element to write.
     * @param values what to write.
     */
    default void write(Tensor input, int at, float[] values) {
        floats(input).put(at, values);
    }

    /**
     * An int32 input or output.
     *
     * @param tensor of the program's plan.
     * @return a buffer over all its elements, position 0; use absolute access or a duplicate.
     */
    IntBuffer ints(Tensor tensor);
}
