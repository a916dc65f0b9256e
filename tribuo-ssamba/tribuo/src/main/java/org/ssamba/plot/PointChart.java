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

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Circle;
import org.knowm.xchart.style.markers.Diamond;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.markers.Square;
import org.knowm.xchart.style.markers.TriangleUp;

/**
 * XChart's side of plots of points in a plane, apart from the plots themselves so that these load
 * without XChart.
 */
final class PointChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 480;
    private static final int MAP_HEIGHT = 640;
    private static final int TITLE_SIZE = 16;
    private static final int LABEL_SIZE = 12;
    private static final Color FAINT = new Color(0xE3E6EA);

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

    /** With more names than colours, the shape tells those of one colour apart. */
    private static final Marker[] SHAPES = {
        new Circle(), new Square(), new TriangleUp(), new Diamond()
    };

    private PointChart() {}

    static BufferedImage ofCurves(
            List<LossCurvePlot.Series> curves, String title, String xLabel, String yLabel) {
        XYChart chart = chart(HEIGHT, title, xLabel, yLabel);
        // Below the curves, which may rise or fall.
        chart.getStyler()
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal);
        for (LossCurvePlot.Series curve : curves) {
            XYSeries line = chart.addSeries(curve.name(), curve.x(), curve.y());
            line.setLineColor(PALETTE[(chart.getSeriesMap().size() - 1) % PALETTE.length]);
            line.setLineStyle(new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            // A line needs two points; a single point is shown as a dot.
            line.setMarker(curve.x().length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
            line.setMarkerColor(line.getLineColor());
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /** Points without lines: a series for each name. */
    static BufferedImage ofClouds(
            List<LossCurvePlot.Series> clouds, String title, String xLabel, String yLabel) {
        XYChart chart = chart(MAP_HEIGHT, title, xLabel, yLabel);
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setMarkerSize(8)
                .setLegendPosition(Styler.LegendPosition.OutsideE);
        for (LossCurvePlot.Series cloud : clouds) {
            int number = chart.getSeriesMap().size();
            chart.addSeries(cloud.name(), cloud.x(), cloud.y())
                    .setMarker(SHAPES[number / PALETTE.length % SHAPES.length])
                    .setMarkerColor(PALETTE[number % PALETTE.length]);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static XYChart chart(int height, String title, String xLabel, String yLabel) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(height)
                        .title(title)
                        .xAxisTitle(xLabel)
                        .yAxisTitle(yLabel)
                        .build();
        style(chart);
        return chart;
    }

    private static void style(XYChart chart) {
        chart.getStyler()
                .setXAxisDecimalPattern("#.###")
                .setPlotGridLinesColor(FAINT)
                .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE + 1));
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE_SIZE))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, LABEL_SIZE))
                .setLegendBorderColor(FAINT)
                .setAntiAlias(true);
        chart.getStyler().setLocale(Locale.ROOT);
    }
}
