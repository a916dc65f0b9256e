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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Embeddings of clips as points in a plane, for example by their first two principal components.
 * Needs XChart.
 */
public final class EmbeddingMapPlot {

    private EmbeddingMapPlot() {}

    /**
     * Draws a map: a point for each clip, in a colour and shape for each label.
     *
     * @param points (clips, 2), finite: to the right, upwards
     * @param labels of the clips, in the same order; the legend lists them alphabetically
     * @param title above the map
     * @return the picture
     * @throws IllegalArgumentException if there is no point, a point has not two finite numbers, or
     *     there are not as many labels
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no fonts
     */
    public static BufferedImage draw(double[][] points, List<String> labels, String title) {
        if (points.length == 0 || points.length != labels.size()) {
            throw new IllegalArgumentException(
                    "The map '"
                            + title
                            + "' has "
                            + points.length
                            + " points and "
                            + labels.size()
                            + " labels; it needs at least one point, and a label for each");
        }
        Map<String, List<double[]>> byLabel = new TreeMap<>();
        for (int i = 0; i < points.length; i++) {
            if (points[i].length != 2) {
                throw new IllegalArgumentException(
                        "Point "
                                + i
                                + " of the map '"
                                + title
                                + "' has "
                                + points[i].length
                                + " coordinates, not 2");
            }
            byLabel.computeIfAbsent(labels.get(i), label -> new ArrayList<>()).add(points[i]);
        }
        List<LossCurvePlot.Series> clouds = new ArrayList<>();
        byLabel.forEach(
                (label, cloud) ->
                        clouds.add(
                                new LossCurvePlot.Series(
                                        label,
                                        cloud.stream().mapToDouble(point -> point[0]).toArray(),
                                        cloud.stream().mapToDouble(point -> point[1]).toArray())));
        Drawing.requireCharts();
        return PointChart.ofClouds(clouds, title, "", "");
    }
}
