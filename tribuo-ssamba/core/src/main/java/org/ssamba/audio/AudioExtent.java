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
 * How long the audio of a file is.
 *
 * @param samples number of samples per channel, at least 1
 * @param sampleRate samples per second
 */
public record AudioExtent(long samples, int sampleRate) {
    /** Length in milliseconds. */
    public double milliseconds() {
        return samples * 1000.0 / sampleRate;
    }

    /** Length in seconds. */
    public double seconds() {
        return samples / (double) sampleRate;
    }

    /** Counts samples and checks that they are finite. */
    static final class Counter implements SampleReceiver {
        private final String source;
        private int rate;
        private long count;
        private float peak;

        Counter(String source) {
            this.source = source;
        }

        @Override
        public void begin(int sampleRate) {
            rate = sampleRate;
        }

        @Override
        public void accept(float[] block, int from, int to) {
            for (int i = from; i < to; i++) {
                if (!Float.isFinite(block[i])) {
                    throw AudioClip.notFinite(source, count + i - from, block[i]);
                }
            }
            count += to - from;
            for (int i = from; i < to; i++) {
                peak = Math.max(peak, Math.abs(block[i]));
            }
        }

        /** The largest absolute sample. */
        float peak() {
            return peak;
        }

        AudioExtent extent() {
            if (count == 0) {
                throw AudioClip.empty(source);
            }
            return new AudioExtent(count, rate);
        }
    }
}
