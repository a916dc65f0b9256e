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
package org.ssamba.compute.cards;

import java.util.Optional;
import org.ssamba.compute.BackendException;

/** What joins cards, as far as it can fail. */
public interface CardLink extends AutoCloseable {
    /**
     * Whether the exchange between cards has failed. Asked about once a second while a run lasts.
     *
     * @return what went wrong; nothing if all is well.
     */
    Optional<String> failure();

    /**
     * Lets go of every card that waits for another, and gives all of them up. Returns at once.
     *
     * @param reason why; later use of the cards fails with it.
     */
    void abort(BackendException reason);

    /** Closes the link; no program that adds up gradients is open any more. */
    @Override
    void close();
}
