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

/** The learning rate over a run, as a factor of its peak. */
@FunctionalInterface
public interface RateSchedule {
    /**
     * The factor at a step.
     *
     * @param step from 0.
     * @param steps of the whole run.
     * @return from 0 to 1.
     */
    double factor(long step, long steps);

    /**
     * Always 1.
     *
     * @return the schedule.
     */
    static RateSchedule constant() {
        return (step, steps) -> 1;
    }

    /**
     * Half a cosine from 1 down to 0 (Loshchilov and Hutter, arXiv 1608.03983, without restarts).
     *
     * @return the schedule.
     */
    static RateSchedule cosine() {
        return (step, steps) -> 0.5 * (1 + StrictMath.cos(Math.PI * step / steps));
    }

    /**
     * Milestones at epochs {@code start, start + every, …}: the factor of epoch e, counted from 1,
     * is {@code decay^(milestones ≤ e - 1)} (docs/model.md, section 8).
     *
     * @param stepsPerEpoch steps of an epoch.
     * @param start the first milestone.
     * @param every epochs between milestones.
     * @param decay the factor of each.
     * @return the schedule.
     */
    static RateSchedule milestones(long stepsPerEpoch, int start, int every, double decay) {
        return (step, steps) -> {
            long before = step / stepsPerEpoch;
            long passed = before < start ? 0 : (before - start) / every + 1;
            return Math.pow(decay, passed);
        };
    }

    /**
     * Rises linearly to this schedule. The published code changes the rate only every 50 steps,
     * starting at 0; {@code every} = 50 does the same.
     *
     * @param warmUpSteps steps until the full rate; 0 for none.
     * @param every steps between changes, at least 1.
     * @return the schedule with a warm-up in front.
     */
    default RateSchedule warmedUp(long warmUpSteps, int every) {
        return (step, steps) -> {
            double factor = factor(step, steps);
            if (step >= warmUpSteps) {
                return factor;
            }
            long at = every == 1 ? step + 1 : step / every * every;
            return factor * Math.min(1, (double) at / warmUpSteps);
        };
    }
}
