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
import java.util.Locale;

/** The input and output of masked pretraining: a spectrogram, masked and reconstructed. */
public final class ReconstructionPlot {

    private ReconstructionPlot() {}

    /**
     * Draws three panels, one below the other: the spectrogram; the same with its masked patches
     * hidden; and with the masked patches replaced by the prediction. All use the colour range of
     * the first.
     *
     * @param png the file to write; its folder is created if necessary, an old file is replaced
     * @param original normalised log-mel values: {@code original[frame * mels + mel]}
     * @param maskedPatch which patches are masked, frequency-major: {@code maskedPatch[row *
     *     columns + column]}, row 0 being the lowest frequencies, columns {@code = frames /
     *     patchFrames}
     * @param reconstruction predicted values, laid out as {@code original}; only masked patches are
     *     looked at
     * @param frames number of frames, 10 ms apart; a multiple of {@code patchFrames}
     * @param mels number of mel filters from 20 Hz to 8 kHz; a multiple of {@code patchMels}
     * @param patchMels mel filters in a patch
     * @param patchFrames frames in a patch
     * @throws IllegalArgumentException if sizes do not match, or a value is not finite
     * @throws IllegalStateException if this Java finds no fonts
     * @throws IOException if the file cannot be written
     */
    public static void write(
            Path png,
            float[] original,
            boolean[] maskedPatch,
            float[] reconstruction,
            int frames,
            int mels,
            int patchMels,
            int patchFrames)
            throws IOException {
        SpectrogramPanel panel = new SpectrogramPanel(frames, mels);
        panel.check("spectrogram", original);
        panel.check("reconstruction", reconstruction);
        boolean[] hidden = hiddenCells(maskedPatch, frames, mels, patchMels, patchFrames);
        PngFile.requireDrawing();

        float[] filled = original.clone();
        for (int cell = 0; cell < filled.length; cell++) {
            if (hidden[cell]) {
                filled[cell] = reconstruction[cell];
            }
        }
        int masked = 0;
        for (boolean patch : maskedPatch) {
            masked += patch ? 1 : 0;
        }
        String maskedTitle =
                String.format(Locale.ROOT, "Masked: %d of %d patches", masked, maskedPatch.length);
        float[] range = SpectrogramPanel.range(original);
        BufferedImage sheet = panel.sheet(3);
        panel.draw(sheet, 0, "Spectrogram", original, range, null);
        panel.draw(sheet, 1, maskedTitle, original, range, hidden);
        panel.draw(sheet, 2, "Reconstructed", filled, range, null);
        PngFile.write(png, sheet);
    }

    /** Patches to cells, laid out as a spectrogram: frame by frame. */
    private static boolean[] hiddenCells(
            boolean[] maskedPatch, int frames, int mels, int patchMels, int patchFrames) {
        if (patchMels < 1
                || patchFrames < 1
                || mels % patchMels != 0
                || frames % patchFrames != 0) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Patches of %d mel filters by %d frames do not tile %d mel filters by"
                                    + " %d frames",
                            patchMels,
                            patchFrames,
                            mels,
                            frames));
        }
        int columns = frames / patchFrames;
        int patches = mels / patchMels * columns;
        if (maskedPatch.length != patches) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "The mask to plot has %d patches; the spectrogram has %d (%d by %d)",
                            maskedPatch.length,
                            patches,
                            mels / patchMels,
                            columns));
        }
        boolean[] hidden = new boolean[frames * mels];
        for (int frame = 0; frame < frames; frame++) {
            for (int mel = 0; mel < mels; mel++) {
                hidden[frame * mels + mel] =
                        maskedPatch[mel / patchMels * columns + frame / patchFrames];
            }
        }
        return hidden;
    }
}
