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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ssamba.compute.Precision;

/** The backend on a {@link FakeDriver}, with a compiler and a product library that do nothing. */
final class FakeDevice {
    final FakeDriver driver = new FakeDriver();
    final List<String> compiled = new ArrayList<>();
    final List<MatrixProduct> products = new ArrayList<>();
    long memory = Long.MAX_VALUE;
    boolean epilogues = true;
    boolean algorithms = true;

    private final Path cache;

    FakeDevice(Path cache) {
        this.cache = cache;
    }

    CudaBackend backend(Precision precision, boolean eager) {
        CudaDevice device =
                new CudaDevice(
                        driver,
                        0,
                        precision,
                        new Compiler(),
                        new KernelCache(cache),
                        "999.0",
                        memory,
                        pool -> new Products());
        return new CudaBackend(device, eager, 2, driver.name, Map.of());
    }

    private final class Compiler implements KernelCompiler {
        @Override
        public String version() {
            return "13.0";
        }

        @Override
        public synchronized byte[] compile(String name, String source, List<String> options) {
            compiled.add(name);
            return source.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final class Products implements MatrixProducts {
        @Override
        public String version() {
            return "13.0.0";
        }

        @Override
        public Optional<Prepared> prepare(MatrixProduct product) {
            if (!algorithms || !epilogues && (product.bias() != 0 || product.relu())) {
                return Optional.empty();
            }
            products.add(product);
            driver.openHandles++;
            return Optional.of(
                    new Prepared() {
                        @Override
                        public String algorithm() {
                            return "the only one";
                        }

                        @Override
                        public void enqueue(long stream) {
                            driver.calls.add("product");
                        }

                        @Override
                        public void close() {
                            driver.openHandles--;
                        }
                    });
        }

        @Override
        public void close() {}
    }
}
