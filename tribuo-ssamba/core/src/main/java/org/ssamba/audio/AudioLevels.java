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
package org.ssamba.audio;

import java.util.logging.Logger;

/** Says when the level of a clip shows that it is not what it should be. */
final class AudioLevels {
    private static final Logger logger = Logger.getLogger(AudioLevels.class.getName());

    /** Full scale is 1, and floating-point audio may exceed it; integers are far beyond it. */
    private static final float INTEGERS = 100;

    /** 60 dB. */
    private static final float CANCELLED = 1e-3f;

    private AudioLevels() {}

    /**
     * Warns of channels that cancel each other, and of samples that seem to be integers.
     *
     * @param source the clip
     * @param peak its largest absolute sample
     * @param channelPeak the largest of its first channel, 0 if it has only one
     */
    static void warnOf(String source, float peak, float channelPeak) {
        if (peak < CANCELLED * channelPeak) {
            logger.warning(
                    source
                            + ": its channels cancel each other, so that their average is silent;"
                            + " write one of them into a file of its own");
        }
        if (peak > INTEGERS) {
            logger.warning(
                    source
                            + ": its samples reach "
                            + peak
                            + " where full scale is 1; divide integers of 16 bits by 32768");
        }
    }
}
