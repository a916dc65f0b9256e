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
package org.ssamba.training;

import java.util.logging.Logger;

/** What is said of steps that changed nothing because their gradient was not finite. */
public final class SkippedSteps {
    private static final Logger logger = Logger.getLogger(SkippedSteps.class.getName());

    private SkippedSteps() {}

    /**
     * Warns of a finished run that skipped steps.
     *
     * @param skipped how many it skipped.
     * @param steps how many it had.
     * @param lastLoss of the last step.
     * @throws IllegalStateException if it skipped all: nothing was learned.
     */
    public static void check(long skipped, long steps, double lastLoss) {
        if (steps > 0 && skipped == steps) {
            throw new IllegalStateException(
                    "Nothing was learned: the gradient was not finite in any of the "
                            + steps
                            + " steps, and the last loss is "
                            + lastLoss
                            + ". Look for targets, weights or rates that are too large");
        }
        if (skipped > 0) {
            logger.warning(
                    () ->
                            skipped
                                    + " of "
                                    + steps
                                    + " steps changed nothing, since their gradient was not"
                                    + " finite");
        }
    }
}
