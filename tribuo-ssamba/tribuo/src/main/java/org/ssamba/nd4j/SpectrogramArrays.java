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
package org.ssamba.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.ssamba.audio.LogMelSpectrogram;

/** Spectrograms as arrays of ND4J. */
public final class SpectrogramArrays {
    private SpectrogramArrays() {}

    /**
     * Copies a spectrogram.
     *
     * @param spectrogram of any length.
     * @return (frames, mel bins), float32, natural logarithms of energies.
     */
    public static INDArray of(LogMelSpectrogram spectrogram) {
        return Nd4j.createFromArray(spectrogram.values())
                .reshape('c', spectrogram.frames(), spectrogram.melBins());
    }
}
