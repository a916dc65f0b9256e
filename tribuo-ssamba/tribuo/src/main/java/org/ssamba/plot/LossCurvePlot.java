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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Curves over the course of a training run: losses, accuracies, learning rates. Needs XChart. */
public final class LossCurvePlot {

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

        /**
         * A smoother curve: means over windows of as many points each, at the last of them. Points
         * too few for a last window are left out.
         *
         * @param points the least that the new curve has, if this one has as many
         * @return the curve
         */
        public Series averaged(int points) {
            int window = Math.max(1, y.length / points);
            double[] last = new double[y.length / window];
            double[] means = new double[last.length];
            for (int i = 0; i < means.length; i++) {
                last[i] = x[(i + 1) * window - 1];
                means[i] = Arrays.stream(y, i * window, (i + 1) * window).average().orElseThrow();
            }
            return new Series(name, last, means);
        }
    }

    /**
     * Checks that curves can be drawn, for those who draw them later.
     *
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no fonts
     */
    public static void requireCharts() {
        Drawing.requireCharts();
    }

    /**
     * Draws curves into one chart.
     *
     * @param curves at least one
     * @param title above the chart
     * @param xLabel what x is, with its unit
     * @param yLabel what y is, with its unit
     * @return the picture
     * @throws IllegalArgumentException if there is no curve, or two have the same name
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no fonts
     */
    public static BufferedImage draw(
            List<Series> curves, String title, String xLabel, String yLabel) {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("'" + title + "' has no curve to plot");
        }
        Set<String> names = new HashSet<>();
        for (Series curve : curves) {
            if (!names.add(curve.name())) {
                throw new IllegalArgumentException(
                        "Two curves of '" + title + "' are named '" + curve.name() + "'");
            }
        }
        Drawing.requireCharts();
        return PointChart.ofCurves(curves, title, xLabel, yLabel);
    }
}
