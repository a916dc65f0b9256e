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
package org.ssamba.data;

import java.util.Locale;
import java.util.Optional;

/**
 * How well an encoder's length fits clips.
 *
 * @param seconds the encoder's length.
 * @param meanSeconds of the clips.
 * @param discarded the share of all audio that lies beyond the encoder's length.
 * @param padded the share of the encoder's input that no audio fills.
 */
public record LengthFit(double seconds, double meanSeconds, double discarded, double padded) {
    private static final double MOST = 0.5;

    /** The fit for clips of lengths in seconds. */
    static LengthFit of(double[] clips, double seconds) {
        double total = 0;
        double read = 0;
        for (double clip : clips) {
            total += clip;
            read += Math.min(clip, seconds);
        }
        return new LengthFit(
                seconds,
                total / clips.length,
                1 - read / total,
                1 - read / (seconds * clips.length));
    }

    /**
     * What is wrong if most of the audio is discarded, or most of the input is padding.
     *
     * @param cut whether clips are cut to the encoder's length; otherwise nothing is discarded.
     * @return a sentence with the share; nothing if the length fits.
     */
    public Optional<String> problem(boolean cut) {
        if (cut && discarded > MOST) {
            return Optional.of(problem(discarded, "of the audio is discarded"));
        }
        return padded > MOST
                ? Optional.of(problem(padded, "of the input is padding"))
                : Optional.empty();
    }

    private String problem(double share, String what) {
        return String.format(
                Locale.ROOT,
                "%.0f %% %s: the encoder reads %.2f s, the clips are %.2f s long on average; set"
                        + " another length (EncoderShape.seconds, or frames of another source), or"
                        + " let EncoderShape.forClips choose it",
                100 * share,
                what,
                seconds,
                meanSeconds);
    }
}
