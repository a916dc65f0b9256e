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
package org.ssamba.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors of a few elements. */
final class SmallTensors {
    private SmallTensors() {}

    /** One small tensor of each type, one without dimensions and one without elements. */
    static Map<String, NamedTensor> everyType() {
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        for (DType dtype : DType.values()) {
            byte[] bytes = new byte[6 * dtype.bytes()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (dtype == DType.BOOL ? i & 1 : 3 * i + 1);
            }
            String name = "t." + dtype;
            tensors.put(name, NamedTensor.ofBytes(name, dtype, new int[] {2, 1, 3}, bytes));
        }
        tensors.put("größe", NamedTensor.of("größe", new int[0], 42L));
        tensors.put("none", NamedTensor.of("none", new int[] {2, 0, 3}, new float[0]));
        return tensors;
    }
}
