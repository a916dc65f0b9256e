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

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves over the course of a training run: losses, accuracies, learning rates. */
public final class LossCurvePlot {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 480;
    private static final int TITLE_SIZE = 16;
    private static final int LABEL_SIZE = 12;

    /**
     * Okabe and Ito's palette, which colour-blind readers can distinguish too (without its yellow).
     */
    private static final Color[] PALETTE = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0x56B4E9),
        new Color(0xE69F00),
        new Color(0x222222)
    };

    private LossCurvePlot() {}

    /**
     * One curve.
     *
     * @param name shown in the legend; no two curves of a plot have the same
     * @param x for example steps; any order, any unit
     * @param y as long as {@code x}, finite
     */
    public record Series(String name, double[] x, double[] y) {

        /**
         * Checks the curve.
         *
         * @throws IllegalArgumentException if it has no points, {@code x} and {@code y} differ in
         *     length, or a number is not finite
         */
        public Series {
            if (x.length == 0 || x.length != y.length) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "Curve '%s' has %d values of x and %d of y; a curve needs at least"
                                        + " one, and as many of each",
                                name,
                                x.length,
                                y.length));
            }
            for (int i = 0; i < x.length; i++) {
                if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
                    throw new IllegalArgumentException(
                            String.format(
                                    Locale.ROOT,
                                    "Point %d of curve '%s' is not finite: x = %s, y = %s",
                                    i,
                                    name,
                                    x[i],
                                    y[i]));
                }
            }
        }
    }

    /**
     * Draws curves into one chart.
     *
     * @param png the file to write; its folder is created if necessary, an old file is replaced
     * @param curves at least one
     * @param title above the chart
     * @param xLabel what x is, with its unit
     * @param yLabel what y is, with its unit
     * @throws IllegalArgumentException if there is no curve, or two have the same name
     * @throws IllegalStateException if this Java finds no fonts
     * @throws IOException if the file cannot be written
     */
    public static void write(
            Path png, List<Series> curves, String title, String xLabel, String yLabel)
            throws IOException {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("'" + title + "' has no curve to plot");
        }
        PngFile.requireDrawing();
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(xLabel)
                        .yAxisTitle(yLabel)
                        .build();
        style(chart);
        Set<String> names = new HashSet<>();
        for (Series curve : curves) {
            if (!names.add(curve.name())) {
                throw new IllegalArgumentException(
                        "Two curves of '" + title + "' are named '" + curve.name() + "'");
            }
            XYSeries line = chart.addSeries(curve.name(), curve.x(), curve.y());
            line.setLineColor(PALETTE[(names.size() - 1) % PALETTE.length]);
            line.setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            // A line needs two points; a single point is shown as a dot.
            line.setMarker(curve.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            line.setMarkerColor(line.getLineColor());
        }
        PngFile.write(png, BitmapEncoder.getBufferedImage(chart));
    }

    private static void style(XYChart chart) {
        chart.getStyler()
                .setXAxisDecimalPattern("#.###")
                .setPlotGridLinesColor(new Color(0xE3E6EA))
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE + 1));
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE_SIZE))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE))
                .setLegendPosition(Styler.LegendPosition.InsideNE)
                .setLegendBorderColor(new Color(0xE3E6EA))
                .setAntiAlias(true);
        chart.getStyler().setLocale(Locale.ROOT);
    }
}
