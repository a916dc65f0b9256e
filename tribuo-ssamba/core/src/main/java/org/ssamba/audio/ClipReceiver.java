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

import java.util.Arrays;

/** Collects samples into a clip. Memory grows with what comes, never with what a header claims. */
final class ClipReceiver implements SampleReceiver {
    private static final int FIRST_CAPACITY = 1 << 14;

    private final String source;
    private int sampleRate;
    private float[] samples = new float[FIRST_CAPACITY];
    private int count;

    /** A receiver; {@code source} is where the samples come from, for messages. */
    ClipReceiver(String source) {
        this.source = source;
    }

    @Override
    public void begin(int rate) {
        sampleRate = rate;
    }

    @Override
    public void accept(float[] block, int from, int to) {
        long needed = (long) count + to - from;
        if (needed > SampleRange.MAX_SAMPLES) {
            throw new AudioFormatException(
                    source, "is longer than a clip can be; read it in parts");
        }
        if (needed > samples.length) {
            long larger = Math.max(needed, samples.length + (samples.length >> 1));
            samples = Arrays.copyOf(samples, (int) Math.min(SampleRange.MAX_SAMPLES, larger));
        }
        System.arraycopy(block, from, samples, count, to - from);
        count = (int) needed;
    }

    /**
     * The clip, after the last sample.
     *
     * @throws AudioFormatException if no sample came or one is not finite
     */
    AudioClip clip() {
        float[] exact = count == samples.length ? samples : Arrays.copyOf(samples, count);
        return AudioClip.owning(exact, sampleRate, source);
    }
}
