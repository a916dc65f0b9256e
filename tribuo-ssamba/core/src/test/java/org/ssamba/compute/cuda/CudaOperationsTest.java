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

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ssamba.compute.OperationChecks;
import org.ssamba.compute.Precision;

/** Every operation on a GPU against double-precision references, where there is a GPU. */
class CudaOperationsTest {
    @BeforeAll
    static void requireGpu() {
        Optional<String> reason = CudaBackend.unavailable();
        assumeTrue(
                reason.isEmpty(),
                () -> "no GPU: " + reason.orElseThrow().lines().findFirst().orElse(""));
    }

    @TestFactory
    Stream<DynamicTest> inFloat32() {
        return on(Precision.FLOAT32, 1e-4);
    }

    @TestFactory
    Stream<DynamicTest> inBfloat16() {
        return on(Precision.BFLOAT16, 3e-2);
    }

    private static Stream<DynamicTest> on(Precision precision, double tolerance) {
        CudaBackend backend = CudaBackend.open(precision);
        return OperationChecks.on(backend, tolerance).onClose(backend::close);
    }
}
