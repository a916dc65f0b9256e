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

/** The threads an operation is spread over. */
interface Workers {
    /** A piece of an operation. */
    @FunctionalInterface
    interface Piece {
        /**
         * Does one piece.
         *
         * @param index which, from 0.
         * @param scratch of the worker that does it.
         */
        void run(int index, Scratch scratch);
    }

    /**
     * Runs independent pieces of work, in any order, and returns when all have ended. How work is
     * cut into pieces must not depend on the number of threads: that keeps results the same.
     *
     * @param pieces how many.
     * @param body called once with each index from 0; must not throw on valid input.
     */
    void forEach(int pieces, Piece body);

    /**
     * The arrays of the worker that runs the operation.
     *
     * @return also used by some of the pieces.
     */
    Scratch scratch();
}
