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
package org.ssamba.examples.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** A picture of one log-mel spectrogram. */
public final class SpectrogramPlot {

    private SpectrogramPlot() {}

    /**
     * Draws a spectrogram: time to the right, low frequencies at the bottom.
     *
     * @param png the file to write; its folder is created if necessary, an old file is replaced
     * @param values log-mel values, normalised or not: {@code values[frame * mels + mel]}
     * @param frames number of frames, 10 ms apart
     * @param mels number of mel filters from 20 Hz to 8 kHz
     * @param title above the picture
     * @throws IllegalArgumentException if a size is less than 1, {@code values} has not {@code
     *     frames * mels} values, or one is not finite
     * @throws IllegalStateException if this Java finds no fonts
     * @throws IOException if the file cannot be written
     */
    public static void write(Path png, float[] values, int frames, int mels, String title)
            throws IOException {
        SpectrogramPanel panel = new SpectrogramPanel(frames, mels);
        panel.check("spectrogram", values);
        PngFile.requireDrawing();
        BufferedImage sheet = panel.sheet(1);
        panel.draw(sheet, 0, title, values, SpectrogramPanel.range(values), null);
        PngFile.write(png, sheet);
    }
}
