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
package org.ssamba;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.ssamba.checkpoint.NamedTensor;

/** What files of the same weights have in common, whatever their format. */
final class SavedWeights {
    private SavedWeights() {}

    static void assertSameWeights(PretrainedEncoder expected, PretrainedEncoder actual) {
        assertEquals(expected.config(), actual.config());
        assertEquals(
                List.copyOf(expected.weights().keySet()), List.copyOf(actual.weights().keySet()));
        expected.weights()
                .forEach((name, values) -> assertArrayEquals(values, actual.weights().get(name)));
    }

    /** The unused v.head is written as zeros, whatever it was. */
    static void assertSameTensors(
            Map<String, NamedTensor> expected, Map<String, NamedTensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach(
                (name, tensor) -> {
                    if (name.startsWith("module.v.head.")) {
                        assertArrayEquals(tensor.shape(), actual.get(name).shape(), name);
                        for (float value : actual.get(name).floats()) {
                            assertEquals(0f, value);
                        }
                    } else {
                        assertEquals(tensor, actual.get(name));
                    }
                });
    }
}
