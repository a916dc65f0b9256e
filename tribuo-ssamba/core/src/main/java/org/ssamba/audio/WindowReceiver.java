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
import java.util.function.Consumer;

/** Cuts samples into windows while they come; holds a window and a hop of them. */
final class WindowReceiver implements SampleReceiver {
    private final SlidingWindow windows;
    private final String source;
    private final Consumer<AudioWindow> consumer;
    private int sampleRate;
    private int length;
    private int hop;

    /** A window and a hop. */
    private int most;

    /** The last window given out and what came after it. */
    private float[] held = new float[0];

    private int count;
    private long start;
    private boolean first = true;

    WindowReceiver(SlidingWindow windows, String source, Consumer<AudioWindow> consumer) {
        this.windows = windows;
        this.source = source;
        this.consumer = consumer;
    }

    @Override
    public void begin(int rate) {
        sampleRate = rate;
        try {
            length = windows.lengthAt(rate);
            hop = windows.hopAt(rate);
            most = Math.addExact(length, hop);
        } catch (ArithmeticException e) {
            throw new AudioFormatException(
                    source,
                    "has a sample rate of "
                            + rate
                            + " Hz, too high for windows of "
                            + windows.seconds()
                            + " s",
                    e);
        }
    }

    @Override
    public void accept(float[] block, int from, int to) {
        int at = from;
        while (at < to) {
            int taken = Math.min(to - at, (first ? length : most) - count);
            if (count + taken > held.length) {
                // Grows with what comes, never with the rate that a header claims.
                long larger = Math.max(count + taken, 2L * held.length);
                held = Arrays.copyOf(held, (int) Math.min(most, larger));
            }
            System.arraycopy(block, at, held, count, taken);
            count += taken;
            at += taken;
            if (first && count == length) {
                first = false;
                give(0, length);
            } else if (!first && count == most) {
                System.arraycopy(held, hop, held, 0, length);
                count = length;
                start += hop;
                give(0, length);
            }
        }
    }

    /**
     * Gives out the rest.
     *
     * @throws AudioFormatException if no sample came
     */
    void finish() {
        if (first) {
            give(0, count);
        } else if (count > length) {
            give(windows.overlapEnd() ? count - length : hop, count);
        }
    }

    private void give(int from, int to) {
        AudioClip clip = AudioClip.owning(Arrays.copyOfRange(held, from, to), sampleRate, source);
        consumer.accept(new AudioWindow(start + from, clip));
    }
}
