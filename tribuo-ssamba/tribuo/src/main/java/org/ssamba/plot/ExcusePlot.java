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

import com.oracle.labs.mlrg.olcut.util.Pair;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.ssamba.SSAMBAModel;
import org.ssamba.audio.LogMelConfig;
import org.ssamba.audio.LogMelSpectrogram;
import org.ssamba.data.ClipAudio;
import org.ssamba.data.DecodingSpectrogramSource;
import org.ssamba.explain.SpectrogramRegion;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.classification.Label;

/** Shows which regions of a spectrogram support a prediction: the others are faded. */
public final class ExcusePlot {
    /** The colour to which unimportant regions fade. */
    private static final int PAPER = 0xF2F3F5;

    /** Regions with at least this share of the largest contribution are outlined. */
    private static final double OUTLINED = 0.5;

    private static final Color OUTLINE = new Color(0x1F9E6E);

    private final SpectrogramPanel panel;
    private final LogMelConfig frontEnd;
    private final int frames;

    private ExcusePlot(SpectrogramPanel panel, LogMelConfig frontEnd, int frames) {
        this.panel = panel;
        this.frontEnd = frontEnd;
        this.frames = frames;
    }

    /**
     * Draws two panels, one below the other: the part of the clip that a model explains; and the
     * same with each region faded according to how little it supports the predicted label. The
     * strongest are outlined.
     *
     * @param model the model that made the excuse
     * @param excuse from {@link SSAMBAModel#getExcuse}
     * @return the picture
     * @throws IllegalStateException if this Java finds no fonts
     */
    public static BufferedImage draw(SSAMBAModel<Label> model, Excuse<Label> excuse) {
        String label = excuse.getPrediction().getOutput().getLabel();
        return draw(
                explained(model, excuse.getExample()),
                model.frontEnd().logMel(),
                label,
                excuse.excuse(label));
    }

    /** As much of a clip as a model's encoder reads at once. */
    private static LogMelSpectrogram explained(SSAMBAModel<?> model, Example<?> example) {
        LogMelConfig logMel = model.frontEnd().logMel();
        int samples =
                (model.config().frames() - 1) * logMel.shiftSamples() + logMel.windowSamples();
        return ClipAudio.of(example)
                .part(0, samples / (double) logMel.sampleRate())
                .spectrogram(new DecodingSpectrogramSource(logMel));
    }

    /**
     * Draws regions that support a label.
     *
     * @param spectrogram normalised or not
     * @param frontEnd where the spectrogram comes from
     * @param label the predicted label
     * @param contributions of regions by their names, as an excuse gives them for a label
     * @return the picture
     * @throws IllegalArgumentException if a value is not finite, or a contribution names no region
     * @throws IllegalStateException if this Java finds no fonts
     */
    public static BufferedImage draw(
            LogMelSpectrogram spectrogram,
            LogMelConfig frontEnd,
            String label,
            List<Pair<String, Double>> contributions) {
        float[] values = spectrogram.values();
        int frames = spectrogram.frames();
        SpectrogramPanel panel = new SpectrogramPanel(frames, spectrogram.melBins());
        panel.check("spectrogram", values);
        Drawing.requireFonts();
        BufferedImage sheet = panel.sheet(2);
        float[] range = SpectrogramPanel.range(values);
        panel.draw(sheet, 0, "Spectrogram", values, range, null);
        panel.draw(sheet, 1, "What spoke for \"" + label + "\"", values, range, null);
        new ExcusePlot(panel, frontEnd, frames).shade(sheet, contributions);
        return sheet;
    }

    private void shade(BufferedImage sheet, List<Pair<String, Double>> contributions) {
        double most = contributions.stream().mapToDouble(Pair::getB).max().orElse(0);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(OUTLINE);
        for (Pair<String, Double> contribution : contributions) {
            double share = most > 0 ? Math.max(0, contribution.getB() / most) : 0;
            SpectrogramRegion region = SpectrogramRegion.parse(contribution.getA());
            int left = x(region.fromSeconds());
            int right = x(region.toSeconds());
            int top = y(region.toHertz());
            int bottom = y(region.fromHertz());
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    sheet.setRGB(x, y, faded(sheet.getRGB(x, y), share));
                }
            }
            if (share >= OUTLINED) {
                graphics.drawRect(left, top, right - left - 1, bottom - top - 1);
                graphics.drawRect(left + 1, top + 1, right - left - 3, bottom - top - 3);
            }
        }
        graphics.dispose();
    }

    private int x(double seconds) {
        long frame = Math.round(seconds * 1000 / frontEnd.frameShiftMs());
        return SpectrogramPanel.LEFT + (int) Math.min(frame, frames) * panel.cellWidth;
    }

    /** The upper edge of the mel bins below a frequency, in the second panel. */
    private int y(double hertz) {
        int mels = frontEnd.melBins();
        int bin = 0;
        // Names give whole hertz; the edges of the bins lie further apart than half of one.
        while (bin < mels && frontEnd.edgeHertz(bin) < hertz - 0.5) {
            bin++;
        }
        return panel.height() + SpectrogramPanel.TOP + (mels - bin) * panel.cellHeight;
    }

    private static int faded(int rgb, double share) {
        int faded = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int full = rgb >> shift & 255;
            int none = PAPER >> shift & 255;
            faded |= (int) Math.round(none + (full - none) * (0.15 + 0.85 * share)) << shift;
        }
        return faded;
    }
}
