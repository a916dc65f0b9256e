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

/** Backends that compute shares of the same batch, as one of them sees the others. */
@FunctionalInterface
interface Peers {
    /**
     * Replaces values by their sum over all backends, once all have called this.
     *
     * @param values of this backend.
     */
    void sum(FloatBuffer values);

    /** A backend by itself: its plans have nothing to add up. */
    static Peers none() {
        return values -> {
            throw new IllegalStateException(
                    "The plan was made for several cards, but this CPU backend is alone");
        };
    }
}
