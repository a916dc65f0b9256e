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
package org.ssamba.compute.cpu;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.ssamba.compute.Tensor;

/** Where the tensors of a program are: direct, native-order buffers over exactly their elements. */
interface CpuMemory {
    /**
     * The elements of a FLOAT32 or ACTIVATION tensor; the CPU keeps both as float32.
     *
     * @param tensor a tensor of the program.
     * @return a buffer of its own, position 0, limit {@link Tensor#size}.
     */
    FloatBuffer floats(Tensor tensor);

    /**
     * The elements of an INT32 tensor.
     *
     * @param tensor a tensor of the program.
     * @return a buffer of its own, position 0, limit {@link Tensor#size}.
     */
    IntBuffer ints(Tensor tensor);
}
