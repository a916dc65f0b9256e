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
 * Windows of equal length over a waveform: the first at its start, each a hop behind the one
 * before. If a rest remains, a last window follows: as long as the others and ending where the
 * waveform ends, or the rest alone. A waveform no longer than a window is one window.
 *
 * @param length of a window, in samples at {@code sampleRate}, positive
 * @param hop from window to window, in samples at {@code sampleRate}, from 1 to {@code length}
 * @param sampleRate samples per second; at other rates both lengths are scaled
 * @param overlapEnd whether the last window reaches back over the one before to be of full length
 */
public record SlidingWindow(int length, int hop, int sampleRate, boolean overlapEnd) {
    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of range
     */
    public SlidingWindow {
        if (sampleRate < 1 || length < 1) {
            throw new IllegalArgumentException(
                    "a window of " + length + " samples at " + sampleRate + " Hz");
        }
        if (hop < 1 || hop > length) {
            throw new IllegalArgumentException(
                    "a hop of "
                            + hop / (double) sampleRate
                            + " s does not suit windows of "
                            + length / (double) sampleRate
                            + " s: it must be positive and at most their length");
        }
    }

    /**
     * Overlapping windows that give a number of frames each.
     *
     * @param config the front end
     * @param frames of the log-mel spectrogram of a window, at least 1
     * @param hopSeconds from window to window; 0 for half a window
     * @return the windows, the last of which ends where the waveform ends
     * @throws IllegalArgumentException if the hop is negative or longer than a window
     */
    public static SlidingWindow ofFrames(LogMelConfig config, int frames, double hopSeconds) {
        int shift = config.shiftSamples();
        int length = Math.addExact(Math.multiplyExact(frames - 1, shift), config.windowSamples());
        double hop =
                hopSeconds == 0
                        ? Math.max(1, frames / 2) * (double) shift
                        : Math.rint(hopSeconds * config.sampleRate());
        // NaN and whatever an int cannot hold become values that the constructor refuses.
        return new SlidingWindow(length, (int) hop, config.sampleRate(), true);
    }

    /** Length of a window in samples at another rate, rounded up. */
    public int lengthAt(int rate) {
        return Math.toIntExact(-Math.floorDiv(-(long) length * rate, (long) sampleRate));
    }

    /** The hop in samples at another rate, rounded to the nearest. */
    public int hopAt(int rate) {
        long scaled = Math.floorDiv(2L * hop * rate + sampleRate, 2L * sampleRate);
        return (int) Math.max(1, Math.min(lengthAt(rate), scaled));
    }

    /** Length of a window in seconds. */
    public double seconds() {
        return length / (double) sampleRate;
    }
}
