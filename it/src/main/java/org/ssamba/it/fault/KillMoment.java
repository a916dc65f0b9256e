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
package org.ssamba.it.fault;

import java.util.SplittableRandom;

/** When a process is killed. */
enum KillMoment {
    /** In its first second: while the JVM starts, clips are listed, a state is read. */
    EARLY,
    /** After some steps. */
    STEPPING,
    /** While a file is half-written. */
    WRITING,
    /** After its last step: while the last state and the result are written. */
    LATE;

    /** Of the steps of a whole run, so that it is killed more than once. */
    private static final int SHARE = 3;

    private static final int MOST_FILES = 6;
    private static final double MOST_AFTER_STEP = 0.02;
    private static final double MOST_AFTER_END = 0.1;

    /** How many steps or files are waited for, and how many seconds from then on. */
    record Drawn(KillMoment moment, int count, double seconds) {}

    /**
     * Draws a moment.
     *
     * @param steps of an uninterrupted run.
     */
    static Drawn draw(SplittableRandom random, int steps) {
        KillMoment moment = values()[random.nextInt(values().length)];
        double share = random.nextDouble();
        return switch (moment) {
            case EARLY -> new Drawn(moment, 0, share);
            case STEPPING ->
                    new Drawn(
                            moment,
                            1 + random.nextInt(Math.max(1, steps / SHARE)),
                            share * MOST_AFTER_STEP);
            case WRITING -> new Drawn(moment, 1 + random.nextInt(MOST_FILES), 0);
            case LATE -> new Drawn(moment, 0, share * MOST_AFTER_END);
        };
    }
}
