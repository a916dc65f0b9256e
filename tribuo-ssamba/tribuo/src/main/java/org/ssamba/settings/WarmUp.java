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
package org.ssamba.settings;

import com.oracle.labs.mlrg.olcut.config.PropertyException;
import java.util.logging.Logger;

/**
 * The linear rise of a learning rate at the start of a run, as recipes set it.
 *
 * @param steps until the full rate; {@link #BY_LENGTH} for a choice by the length of the run.
 * @param interval steps between changes.
 */
public record WarmUp(long steps, int interval) {
    /** Stands for a choice by the length of the run. */
    public static final int BY_LENGTH = -1;

    private static final long LONGEST = 1000;
    private static final Logger logger = Logger.getLogger(WarmUp.class.getName());

    /**
     * Checks the ranges.
     *
     * @throws PropertyException naming the setting.
     */
    public void check() {
        if (steps < BY_LENGTH) {
            throw new SettingException(
                    "warmUpSteps",
                    "must be a number of steps, or -1 for a choice by the length of the run, not "
                            + steps);
        }
        if (interval < 1) {
            throw new SettingException(
                    "warmUpInterval", "must be at least 1 step, not " + interval);
        }
    }

    /** How long the rate rises in a run of so many steps. */
    public long stepsOf(long run) {
        return steps == BY_LENGTH ? Math.min(LONGEST, run / 10) : steps;
    }

    /** Says so if a run ends while its rate still rises: it may have learned next to nothing. */
    public void warnIfLongerThan(long run) {
        if (steps > run) {
            logger.warning(
                    () ->
                            "The run ends after "
                                    + run
                                    + " steps, but the learning rate rises for "
                                    + steps
                                    + " (warmUpSteps, in intervals of "
                                    + interval
                                    + "): it is never reached. Train longer or warm up shorter");
        }
    }
}
