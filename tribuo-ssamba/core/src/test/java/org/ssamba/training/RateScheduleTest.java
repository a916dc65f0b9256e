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

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateScheduleTest {
    @Test
    void publishedWarmUpChangesEveryFiftyStepsFromZero() {
        RateSchedule schedule = RateSchedule.constant().warmedUp(1000, 50);
        assertEquals(0, schedule.factor(0, 9999));
        assertEquals(0, schedule.factor(49, 9999));
        assertEquals(0.05, schedule.factor(50, 9999), 1e-12);
        assertEquals(0.95, schedule.factor(999, 9999), 1e-12);
        assertEquals(1, schedule.factor(1000, 9999));
    }

    @Test
    void smoothWarmUpReachesOneAtItsLastStep() {
        RateSchedule schedule = RateSchedule.constant().warmedUp(10, 1);
        assertEquals(0.1, schedule.factor(0, 100), 1e-12);
        assertEquals(1, schedule.factor(9, 100), 1e-12);
    }

    @Test
    void cosineFallsFromOneToNearlyZero() {
        RateSchedule schedule = RateSchedule.cosine();
        assertEquals(1, schedule.factor(0, 100), 1e-12);
        assertEquals(0.5, schedule.factor(50, 100), 1e-12);
        assertEquals(0, schedule.factor(99, 100), 1e-3);
    }

    @Test
    void milestonesFollowTheEpochsOfTheRecipes() {
        // ESC-50: 6, 1, 0.85: epoch 7 (counted from 1) is the first with a lower rate.
        RateSchedule esc50 = RateSchedule.milestones(10, 6, 1, 0.85);
        assertEquals(1, esc50.factor(59, 0));
        assertEquals(0.85, esc50.factor(60, 0), 1e-12);
        assertEquals(0.85 * 0.85, esc50.factor(70, 0), 1e-12);
        // AudioSet-20K: 15, 10, 0.75.
        RateSchedule audioSet = RateSchedule.milestones(1, 15, 10, 0.75);
        assertEquals(1, audioSet.factor(14, 0));
        assertEquals(0.75, audioSet.factor(15, 0), 1e-12);
        assertEquals(0.75, audioSet.factor(24, 0), 1e-12);
        assertEquals(0.75 * 0.75, audioSet.factor(25, 0), 1e-12);
    }

    @Test
    void plateauHalvesAtTheThirdDisappointment() {
        PlateauRate plateau = new PlateauRate();
        for (double score : new double[] {0.5, 0.5, 0.50004}) {
            plateau.validated(score);
        }
        assertEquals(1, plateau.factor());
        plateau.validated(0.49);
        assertEquals(0.5, plateau.factor());
        plateau.validated(0.6);
        assertEquals(0, plateau.disappointments());
    }

    @Test
    void plateauJudgesNegatedErrorsToo() {
        PlateauRate plateau = new PlateauRate();
        plateau.validated(-1.0);
        plateau.validated(-0.9);
        assertEquals(-0.9, plateau.best());
        for (int i = 0; i < 3; i++) {
            plateau.validated(-0.95);
        }
        assertEquals(0.5, plateau.factor());
    }

    @Test
    void plateauNeverTakesADivergedNetworkForTheBest() {
        PlateauRate plateau = new PlateauRate();
        plateau.validated(Double.NaN);
        plateau.validated(0.1);
        assertEquals(0.1, plateau.best());
        for (int i = 0; i < 3; i++) {
            plateau.validated(Double.NaN);
        }
        assertEquals(0.5, plateau.factor());
        assertEquals(0.1, plateau.best());
    }
}
