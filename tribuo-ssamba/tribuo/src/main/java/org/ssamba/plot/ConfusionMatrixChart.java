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
import java.awt.image.BufferedImage;
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

/** XChart's side of a confusion matrix, apart from the plot so that it loads without XChart. */
final class ConfusionMatrixChart {

    private static final int CELL = 46;
    private static final int MARGIN = 170;
    private static final int SMALLEST = 420;

    /** With more labels, cells are smaller and have no numbers. */
    private static final int READABLE = 24;

    /** From none to the largest count; all are light enough for dark numbers. */
    private static final Color[] SHADES = {
        new Color(0xEAF3FA), new Color(0xBFDDF2), new Color(0x5FA8DC)
    };

    private ConfusionMatrixChart() {}

    static BufferedImage image(String[] labels, long[][] counts) {
        return BitmapEncoder.getBufferedImage(chart(labels, counts));
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
