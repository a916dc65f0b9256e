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

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ssamba.compute.OperationChecks;

/** Every operation on the CPU against double-precision references. */
class CpuOperationsTest {
    private static CpuBackend best;
    private static CpuBackend plainJava;
    private static CpuBackend djl;

    @BeforeAll
    static void open() {
        best = CpuBackend.create(2);
        plainJava = CpuBackend.create(3, MatrixProducts.choose("java"));
        djl = CpuBackend.create(2, MatrixProducts.choose("djl"));
    }

    @AfterAll
    static void close() {
        best.close();
        plainJava.close();
        djl.close();
    }

    @TestFactory
    Stream<DynamicTest> everyOperation() {
        return OperationChecks.on(best, 1e-5);
    }

    @TestFactory
    Stream<DynamicTest> productsInJava() {
        return products(plainJava);
    }

    @TestFactory
    Stream<DynamicTest> productsByDjl() {
        return products(djl);
    }

    private static Stream<DynamicTest> products(CpuBackend backend) {
        return OperationChecks.on(backend, 1e-5)
                .filter(test -> test.getDisplayName().startsWith("product"));
    }
}
