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
package org.ssamba.inference;

import java.util.Arrays;
import java.util.List;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.training.ClipLoader;

/** Spectrograms in memory, each cut or padded to what is asked for. */
record HeldSpectrograms(LogMelSpectrogram[] spectrograms) implements ClipLoader {
    /** The spectrograms of several calls, one call after the other. */
    static HeldSpectrograms joined(List<HeldSpectrograms> calls) {
        return new HeldSpectrograms(
                calls.stream()
                        .flatMap(call -> Arrays.stream(call.spectrograms))
                        .toArray(LogMelSpectrogram[]::new));
    }

    /** The length of each. */
    int[] frames() {
        return Arrays.stream(spectrograms).mapToInt(LogMelSpectrogram::frames).toArray();
    }

    @Override
    public int size() {
        return spectrograms.length;
    }

    @Override
    public void load(int clip, float[] logMel) {
        spectrograms[clip].copyInto(0, logMel);
    }
}
