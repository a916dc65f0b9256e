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

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;

/**
 * Draws log-mel spectrograms of one size, with axes: time to the right in seconds (frames are 10 ms
 * apart), frequency upwards in kHz on the mel scale (20 Hz to 8 kHz, as the encoder's front end).
 */
final class SpectrogramPanel {

    /** Left, right, top and bottom of the picture, for the labels, in pixels. */
    static final int LEFT = 64;

    static final int RIGHT = 24;
    static final int TOP = 34;
    static final int BOTTOM = 46;

    /** The colour of a masked patch: a grey that is not in the colour map. */
    static final int MASK_RGB = 0xC4C8CE;

    private static final double SECONDS_PER_FRAME = 0.01;
    private static final double LOWEST_HERTZ = 20;
    private static final double HIGHEST_HERTZ = 8000;
    private static final double[] KILOHERTZ = {0.25, 0.5, 1, 2, 3, 4, 6, 8};
    private static final int WANTED_WIDTH = 800;
    private static final int WANTED_HEIGHT = 256;
    private static final int TICK = 5;
    private static final Color INK = new Color(0x22262B);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private final int frames;
    private final int mels;

    /** Size of one cell of the spectrogram in pixels: whole numbers, so that edges stay sharp. */
    final int cellWidth;

    final int cellHeight;

    /**
     * Fixes the size.
     *
     * @param frames number of frames, at least 1
     * @param mels number of mel filters, at least 1
     * @throws IllegalArgumentException if either is less than 1
     */
    SpectrogramPanel(int frames, int mels) {
        if (frames < 1 || mels < 1) {
            throw new IllegalArgumentException(
                    "A spectrogram to plot needs at least one frame and one mel filter, not frames"
                            + " = "
                            + frames
                            + ", mels = "
                            + mels);
        }
        this.frames = frames;
        this.mels = mels;
        this.cellWidth = Math.max(1, WANTED_WIDTH / frames);
        this.cellHeight = Math.max(1, WANTED_HEIGHT / mels);
    }

    /** Width of a panel with its labels, in pixels. */
    int width() {
        return LEFT + frames * cellWidth + RIGHT;
    }

    /** Height of a panel with its labels, in pixels. */
    int height() {
        return TOP + mels * cellHeight + BOTTOM;
    }

    /** An empty sheet for this many panels, one below the other. */
    BufferedImage sheet(int panels) {
        BufferedImage sheet =
                new BufferedImage(width(), panels * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.dispose();
        return sheet;
    }

    /**
     * Checks that an array is a spectrogram of this size.
     *
     * @param what the array's name in messages
     * @param values log-mel values, frame by frame: {@code values[frame * mels + mel]}
     * @throws IllegalArgumentException if the length differs or a value is not finite
     */
    void check(String what, float[] values) {
        if (values.length != (long) frames * mels) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "The %s to plot has %d values; %d frames of %d mel filters have %d",
                            what,
                            values.length,
                            frames,
                            mels,
                            (long) frames * mels));
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "The %s to plot is %s at frame %d, mel filter %d",
                                what,
                                values[i],
                                i / mels,
                                i % mels));
            }
        }
    }

    /**
     * The values with the darkest and the lightest colour: the 1st and the 99.8th percentile, so
     * that single outliers do not reduce the contrast.
     */
    static float[] range(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new float[] {
            sorted[(int) Math.round(0.01 * last)], sorted[(int) Math.round(0.998 * last)]
        };
    }

    /**
     * Draws one panel.
     *
     * @param sheet where to draw
     * @param row which panel of the sheet, from 0 at the top
     * @param title above the picture
     * @param values the spectrogram, as {@link #check} describes
     * @param range from {@link #range}; of one spectrogram for all panels that are compared
     * @param hidden whether a cell is masked, as {@code values}; or null if none is
     */
    void draw(
            BufferedImage sheet,
            int row,
            String title,
            float[] values,
            float[] range,
            boolean[] hidden) {
        int top = row * height() + TOP;
        float spread = range[1] > range[0] ? range[1] - range[0] : 1;
        for (int y = 0; y < mels * cellHeight; y++) {
            int mel = mels - 1 - y / cellHeight;
            for (int x = 0; x < frames * cellWidth; x++) {
                int cell = x / cellWidth * mels + mel;
                boolean masked = hidden != null && hidden[cell];
                int rgb = masked ? MASK_RGB : ColourMap.rgb((values[cell] - range[0]) / spread);
                sheet.setRGB(LEFT + x, top + y, rgb);
            }
        }
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(INK);
        graphics.setFont(TITLE);
        graphics.drawString(title, LEFT, top - 12);
        graphics.setFont(LABEL);
        drawTime(graphics, top + mels * cellHeight);
        drawFrequency(graphics, top);
        graphics.drawRect(LEFT - 1, top - 1, frames * cellWidth + 1, mels * cellHeight + 1);
        graphics.dispose();
    }

    private void drawTime(Graphics2D graphics, int bottom) {
        FontMetrics metrics = graphics.getFontMetrics();
        double seconds = frames * SECONDS_PER_FRAME;
        double step = roundStep(seconds / 8);
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        for (int i = 0; i * step <= seconds + 1e-9; i++) {
            int x = LEFT + (int) Math.round(i * step / SECONDS_PER_FRAME * cellWidth);
            graphics.drawLine(x, bottom, x, bottom + TICK);
            String text = String.format(Locale.ROOT, "%." + decimals + "f", i * step);
            graphics.drawString(
                    text,
                    x - metrics.stringWidth(text) / 2,
                    bottom + TICK + metrics.getAscent() + 1);
        }
        String axis = "time in s";
        graphics.drawString(
                axis,
                LEFT + (frames * cellWidth - metrics.stringWidth(axis)) / 2,
                bottom + BOTTOM - 8);
    }

    /** The least of 1, 2, 5 times a power of ten that is not below {@code least}. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void drawFrequency(Graphics2D graphics, int top) {
        FontMetrics metrics = graphics.getFontMetrics();
        int bottom = top + mels * cellHeight;
        double lowest = mel(LOWEST_HERTZ);
        double spacing = (mel(HIGHEST_HERTZ) - lowest) / (mels + 1);
        int free = bottom + metrics.getHeight();
        for (double kilohertz : KILOHERTZ) {
            // Filter i is centred (i + 1) spacings above the lowest frequency; its cell's middle is
            // half a cell above its edge.
            double filter = (mel(kilohertz * 1000) - lowest) / spacing - 1;
            int y = bottom - (int) Math.round((filter + 0.5) * cellHeight);
            y = Math.max(top, y);
            if (y > bottom || y + metrics.getAscent() > free) {
                continue;
            }
            graphics.drawLine(LEFT - 1 - TICK, y, LEFT - 1, y);
            String text =
                    kilohertz < 1
                            ? String.format(Locale.ROOT, "%s", kilohertz)
                            : String.format(Locale.ROOT, "%.0f", kilohertz);
            graphics.drawString(
                    text,
                    LEFT - TICK - 5 - metrics.stringWidth(text),
                    y + metrics.getAscent() / 2 - 1);
            free = y;
        }
        Graphics2D turned = (Graphics2D) graphics.create();
        String axis = "frequency in kHz";
        turned.translate(16, (top + bottom + metrics.stringWidth(axis)) / 2);
        turned.rotate(-Math.PI / 2);
        turned.drawString(axis, 0, 0);
        turned.dispose();
    }

    /** Kaldi's mel scale, as the front end uses it. */
    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }
}
