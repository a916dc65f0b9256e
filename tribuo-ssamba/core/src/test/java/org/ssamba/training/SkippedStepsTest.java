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

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SkippedStepsTest {
    @Test
    void aRunOfSkippedStepsAloneLearnedNothing() {
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class, () -> SkippedSteps.check(7, 7, Double.NaN));
        assertTrue(e.getMessage().contains("any of the 7 steps, and the last loss is NaN"));
    }

    @Test
    void aRunWithAStepThatCountedStands() {
        assertDoesNotThrow(() -> SkippedSteps.check(6, 7, 1.0));
        assertDoesNotThrow(() -> SkippedSteps.check(0, 7, 1.0));
        assertDoesNotThrow(() -> SkippedSteps.check(0, 0, Double.NaN));
    }
}
