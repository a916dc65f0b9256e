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

import java.util.Optional;

/** A library of matrix products on the device. The calling thread holds the context. */
interface MatrixProducts extends AutoCloseable {
    /** The library's version. */
    String version();

    /**
     * Chooses an algorithm, by heuristic: the same product gets the same algorithm on the same card
     * and library.
     *
     * @param product what to compute.
     * @return the product made ready, or nothing if the library has none of this kind.
     */
    Optional<Prepared> prepare(MatrixProduct product);

    @Override
    void close();

    /** A product made ready. */
    interface Prepared extends AutoCloseable {
        /** The algorithm chosen, for the record. */
        String algorithm();

        /** Puts the product on a stream. */
        void enqueue(long stream);

        @Override
        void close();
    }
}
