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
package org.ssamba.compute;

/** A plan made ready for a backend. Runs follow one another in the order of submission. */
public interface Program extends AutoCloseable {
    /**
     * What it runs.
     *
     * @return the plan.
     */
    Plan plan();

    /**
     * The working memory it holds.
     *
     * @return bytes.
     */
    long bytes();

    /**
     * Host memory for the inputs and outputs of one run; with two or more, the next inputs can be
     * prepared while a run is under way.
     *
     * @return a new slot, freed with the program.
     */
    Slot newSlot();

    /**
     * Starts a run with the inputs in the slot. May return before it ends.
     *
     * @param slot not touched by the host until {@link #await} returns.
     */
    void submit(Slot slot);

    /**
     * Waits until the last run submitted with the slot has ended and its outputs are there.
     *
     * @param slot the slot given to {@link #submit}.
     * @throws BackendException if the run failed.
     */
    void await(Slot slot);

    /**
     * Runs once and waits.
     *
     * @param slot inputs and outputs.
     */
    default void run(Slot slot) {
        submit(slot);
        await(slot);
    }

    @Override
    void close();
}
