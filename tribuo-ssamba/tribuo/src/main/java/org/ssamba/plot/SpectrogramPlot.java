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
package org.ssamba.plot;

import java.awt.image.BufferedImage;
import org.ssamba.audio.LogMelSpectrogram;

/** A picture of one log-mel spectrogram. */
public final class SpectrogramPlot {

    private SpectrogramPlot() {}

    /**
     * Draws a spectrogram: time to the right, low frequencies at the bottom.
     *
     * @param spectrogram normalised or not, its frames 10 ms apart, its mel bins from 20 Hz to 8
     *     kHz
     * @param title above the picture
     * @return the picture
     * @throws IllegalArgumentException if a value is not finite
     * @throws IllegalStateException if this Java finds no fonts
     */
    public static BufferedImage draw(LogMelSpectrogram spectrogram, String title) {
        float[] values = spectrogram.values();
        SpectrogramPanel panel = new SpectrogramPanel(spectrogram.frames(), spectrogram.melBins());
        panel.check("spectrogram", values);
        Drawing.requireFonts();
        BufferedImage sheet = panel.sheet(1);
        panel.draw(sheet, 0, title, values, SpectrogramPanel.range(values), null);
        return sheet;
    }
}
