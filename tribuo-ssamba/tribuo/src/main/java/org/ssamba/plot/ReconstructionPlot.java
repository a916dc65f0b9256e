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
import java.util.Arrays;
import java.util.Locale;
import org.ssamba.encoder.EncoderConfig;
import org.ssamba.pretraining.PatchReconstruction;

/** The input and output of masked pretraining: a spectrogram, masked and reconstructed. */
public final class ReconstructionPlot {

    private ReconstructionPlot() {}

    /**
     * Draws three panels, one below the other: the spectrogram; the same with its masked patches
     * hidden; and with the masked patches replaced by the prediction. All use the colour range of
     * the first.
     *
     * @param drawn for example from {@code PretrainedEncoder.reconstruct}
     * @return the picture
     * @throws IllegalArgumentException if sizes do not match, or a value is not finite
     * @throws IllegalStateException if this Java finds no fonts
     */
    public static BufferedImage draw(PatchReconstruction drawn) {
        EncoderConfig config = drawn.config();
        SpectrogramPanel panel = new SpectrogramPanel(config.frames(), config.mels());
        panel.check("spectrogram", drawn.original());
        panel.check("reconstruction", drawn.reconstructed());
        boolean[] hidden = hiddenCells(drawn.hidden(), config);
        Drawing.requireFonts();

        int masked = 0;
        for (boolean patch : drawn.hidden()) {
            masked += patch ? 1 : 0;
        }
        String maskedTitle =
                String.format(Locale.ROOT, "Masked: %d of %d patches", masked, config.patches());
        float[] range = SpectrogramPanel.range(drawn.original());
        BufferedImage sheet = panel.sheet(3);
        panel.draw(sheet, 0, "Spectrogram", drawn.original(), range, null);
        panel.draw(sheet, 1, maskedTitle, drawn.original(), range, hidden);
        panel.draw(sheet, 2, "Reconstructed", drawn.reconstructed(), range, null);
        return sheet;
    }

    /** Patches, which may overlap, to cells, laid out as a spectrogram: frame by frame. */
    private static boolean[] hiddenCells(boolean[] hiddenPatch, EncoderConfig config) {
        if (hiddenPatch.length != config.patches()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "The mask to plot has %d patches; the spectrogram has %d (%d by %d)",
                            hiddenPatch.length,
                            config.patches(),
                            config.gridRows(),
                            config.gridColumns()));
        }
        boolean[] hidden = new boolean[config.frames() * config.mels()];
        for (int patch = 0; patch < hiddenPatch.length; patch++) {
            int firstMel = patch / config.gridColumns() * config.melStride();
            int firstFrame = patch % config.gridColumns() * config.frameStride();
            for (int frame = 0; hiddenPatch[patch] && frame < config.patchFrames(); frame++) {
                int first = (firstFrame + frame) * config.mels() + firstMel;
                Arrays.fill(hidden, first, first + config.patchMels(), true);
            }
        }
        return hidden;
    }
}
