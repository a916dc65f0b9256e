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

import java.util.function.IntConsumer;

/** The threads an operation is spread over. */
interface Workers {
    /**
     * Runs independent pieces of work, in any order, and returns when all have ended. How work is
     * cut into pieces must not depend on the number of threads: that keeps results the same.
     *
     * @param pieces how many.
     * @param body called once with each index from 0; must not throw on valid input.
     */
    void forEach(int pieces, IntConsumer body);
}
