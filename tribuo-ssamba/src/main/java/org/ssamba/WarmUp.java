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
package org.ssamba;

import com.oracle.labs.mlrg.olcut.config.PropertyException;

/** The property warmUpSteps of recipes: how long the learning rate rises at the start of a run. */
final class WarmUp {
    private WarmUp() {}

    /** Refuses what is neither a number of steps nor -1. */
    static void require(long warmUpSteps) {
        if (warmUpSteps < -1) {
            throw new PropertyException(
                    "",
                    "warmUpSteps",
                    "must be a number of steps, or -1 for a choice by the length of the run, not "
                            + warmUpSteps);
        }
    }

    /** The steps of the rise in a run; -1 for 1000 or a tenth of the run, whichever is less. */
    static long steps(long warmUpSteps, long run) {
        return warmUpSteps >= 0 ? warmUpSteps : Math.min(1000, run / 10);
    }
}
