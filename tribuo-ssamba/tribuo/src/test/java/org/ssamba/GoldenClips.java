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
package org.ssamba;

import java.util.SplittableRandom;
import org.ssamba.audio.AudioClip;

/**
 * Clips made by a formula that gives the same bits on any machine: two tones, each as loud as is
 * said, in noise. Saved models are trained on some and asked about others; change nothing here.
 */
public final class GoldenClips {
    public static final int RATE = 16_000;

    /** What saved models are asked about: by turns low, high, both, short, and long. */
    public static final int COUNT = 5;

    private GoldenClips() {}

    /** The clip that rows of the recorded table call by this number. */
    public static AudioClip recorded(int clip) {
        return switch (clip) {
            case 0 -> clip(0.5, 0.3, 0, 1000);
            case 1 -> clip(0.5, 0, 0.3, 1001);
            case 2 -> clip(0.5, 0.15, 0.2, 1002);
            case 3 -> clip(0.15, 0.1, 0.05, 1003);
            case 4 -> joined(clip(1.1, 0.3, 0, 1004), clip(1.25, 0, 0.2, 1005));
            default -> throw new IllegalArgumentException("There is no clip " + clip);
        };
    }

    /** 500 Hz and 2500 Hz, so loud each; StrictMath is the same everywhere. */
    public static AudioClip clip(double seconds, double low, double high, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] samples = new float[(int) Math.round(seconds * RATE)];
        for (int i = 0; i < samples.length; i++) {
            double turns = 500.0 * i / RATE;
            samples[i] =
                    (float)
                            (low * StrictMath.sin(2 * Math.PI * turns)
                                    + high * StrictMath.sin(2 * Math.PI * 5 * turns)
                                    + 0.05 * (random.nextDouble() - 0.5));
        }
        return AudioClip.of(samples, RATE);
    }

    public static AudioClip joined(AudioClip first, AudioClip second) {
        float[] one = first.samples();
        float[] two = second.samples();
        float[] samples = new float[one.length + two.length];
        System.arraycopy(one, 0, samples, 0, one.length);
        System.arraycopy(two, 0, samples, one.length, two.length);
        return AudioClip.of(samples, RATE);
    }
}
