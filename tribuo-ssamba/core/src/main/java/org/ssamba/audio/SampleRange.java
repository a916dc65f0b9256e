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

/**
 * Sample positions [start, end) of a waveform.
 *
 * @param start first sample
 * @param end one past the last sample
 * @param orLess whether the waveform may end before
 */
record SampleRange(long start, long end, boolean orLess) {
    /** Everything, however long. */
    static final SampleRange ALL = new SampleRange(0, Long.MAX_VALUE, true);

    /** The largest array length that every JVM can allocate. */
    static final int MAX_SAMPLES = Integer.MAX_VALUE - 8;

    /**
     * Seconds to samples: the start and the length each rounded to the nearest sample.
     *
     * @throws IllegalArgumentException if the times are not finite, the start is negative, or the
     *     length rounds to less than one sample
     */
    static SampleRange ofSeconds(double startSeconds, double durationSeconds, int sampleRate) {
        if (!(startSeconds >= 0) || Double.isInfinite(startSeconds)) {
            throw new IllegalArgumentException("start of " + startSeconds + " s is not at least 0");
        }
        double length = Math.rint(durationSeconds * sampleRate);
        if (!(length >= 1) || length > Long.MAX_VALUE / 4) {
            throw new IllegalArgumentException(
                    "duration of "
                            + durationSeconds
                            + " s is less than one sample at "
                            + sampleRate
                            + " Hz, or out of range");
        }
        double start = Math.rint(startSeconds * sampleRate);
        if (start > Long.MAX_VALUE / 4) {
            throw new IllegalArgumentException("start of " + startSeconds + " s is out of range");
        }
        return new SampleRange((long) start, (long) start + (long) length, false);
    }

    /** Everything up to a time, rounded to the nearest sample. */
    static SampleRange beginning(double seconds, int sampleRate) {
        return new SampleRange(0, (long) Math.max(1, Math.rint(seconds * sampleRate)), true);
    }
}
