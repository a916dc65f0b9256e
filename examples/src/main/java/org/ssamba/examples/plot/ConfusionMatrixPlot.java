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

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;

/** Which labels a classifier confuses. */
public final class ConfusionMatrixPlot {

    private static final int CELL = 46;
    private static final int MARGIN = 170;
    private static final int SMALLEST = 420;

    /** With more labels, cells are smaller and have no numbers. */
    private static final int READABLE = 24;

    /** From none to the largest count; all are light enough for dark numbers. */
    private static final Color[] SHADES = {
        new Color(0xEAF3FA), new Color(0xBFDDF2), new Color(0x5FA8DC)
    };

    private ConfusionMatrixPlot() {}

    /**
     * Draws a confusion matrix as a heat map: one row for each true label from the top, one column
     * for each predicted label, the number of clips in the cell (nothing for none, off the
     * diagonal).
     *
     * @param png the file to write; its folder is created if necessary, an old file is replaced
     * @param labels at least one, all different
     * @param counts {@code counts[i][j]} clips of label i were predicted as label j; none negative
     * @throws IllegalArgumentException if {@code counts} is not square in the number of labels, a
     *     count is negative, or two labels are the same
     * @throws IllegalStateException if this Java finds no fonts
     * @throws IOException if the file cannot be written
     */
    public static void write(Path png, String[] labels, long[][] counts) throws IOException {
        check(labels, counts);
        PngFile.requireDrawing();
        PngFile.write(png, BitmapEncoder.getBufferedImage(chart(labels, counts)));
    }

    /** The chart, before it is a picture. */
    static HeatMapChart chart(String[] labels, long[][] counts) {
        boolean readable = labels.length <= READABLE;
        int side = Math.max(SMALLEST, MARGIN + labels.length * (readable ? CELL : CELL / 3));
        HeatMapChart chart =
                new HeatMapChartBuilder()
                        .width(side + 40)
                        .height(side)
                        .title(title(counts))
                        .xAxisTitle("predicted")
                        .yAxisTitle("true")
                        .build();
        List<String> fromBottom = Arrays.asList(labels.clone());
        Collections.reverse(fromBottom);
        chart.addSeries("clips", Arrays.asList(labels), fromBottom, cells(counts));
        long most = Arrays.stream(counts).flatMapToLong(Arrays::stream).max().orElse(0);
        style(chart, readable, most);
        return chart;
    }

    private static void check(String[] labels, long[][] counts) {
        if (labels.length == 0 || counts.length != labels.length) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "A confusion matrix of %d labels has as many rows, at least one; this"
                                    + " one has %d",
                            labels.length,
                            counts.length));
        }
        if (Arrays.stream(labels).distinct().count() != labels.length) {
            throw new IllegalArgumentException(
                    "Labels of a confusion matrix differ from each other; these do not: "
                            + Arrays.toString(labels));
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i].length != labels.length) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "Row '%s' of the confusion matrix has %d counts for %d labels",
                                labels[i],
                                counts[i].length,
                                labels.length));
            }
            for (long count : counts[i]) {
                if (count < 0) {
                    throw new IllegalArgumentException(
                            "Row '" + labels[i] + "' of the confusion matrix counts " + count);
                }
            }
        }
    }

    private static String title(long[][] counts) {
        long right = IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum();
        long all = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        return String.format(Locale.ROOT, "%d of %d right", right, all);
    }

    /** XChart's cells: column, row counted from the bottom, value. */
    private static List<Number[]> cells(long[][] counts) {
        List<Number[]> cells = new ArrayList<>();
        for (int predicted = 0; predicted < counts.length; predicted++) {
            for (int row = 0; row < counts.length; row++) {
                int label = counts.length - 1 - row;
                // Empty cells stay blank, so that the mistakes stand out.
                if (counts[label][predicted] != 0 || label == predicted) {
                    cells.add(new Number[] {predicted, row, counts[label][predicted]});
                }
            }
        }
        return cells;
    }

    private static void style(HeatMapChart chart, boolean readable, long most) {
        Font small = new Font(Font.SANS_SERIF, Font.PLAIN, readable ? 12 : 8);
        chart.getStyler()
                .setRangeColors(SHADES)
                .setShowValue(readable)
                .setValueFont(small)
                .setHeatMapValueDecimalPattern("#")
                .setMin(0)
                .setMax(Math.max(1, most))
                .setPlotContentSize(1);
        chart.getStyler()
                .setAxisTickLabelsFont(small)
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setXAxisLabelRotation(45)
                .setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right)
                .setPlotGridLinesVisible(false);
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
                .setLegendVisible(false);
        chart.getStyler().setLocale(Locale.ROOT);
    }
}
