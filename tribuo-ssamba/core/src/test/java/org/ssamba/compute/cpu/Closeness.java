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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Comparisons of float32 results with double references. */
final class Closeness {
    private Closeness() {}

    /** Both implementations where the runtime has them. */
    static Stream<CpuMath> implementations() {
        Set<String> names = new HashSet<>();
        return Stream.of(CpuMath.portable(), CpuMath.best()).filter(math -> names.add(math.name()));
    }

    /** The largest difference must be within a fraction of the largest expected value. */
    static void assertClose(String what, double[] expected, float[] actual, double relative) {
        assertEquals(expected.length, actual.length, what);
        double scale = 0;
        for (double value : expected) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(expected[i] - actual[i]);
            if (!(difference <= relative * scale)) {
                assertTrue(
                        false,
                        what
                                + "["
                                + i
                                + "]: expected "
                                + expected[i]
                                + " but was "
                                + actual[i]
                                + ", scale "
                                + scale);
            }
        }
    }
}
