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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.tribuo.classification.Label;
import org.tribuo.classification.evaluation.ConfusionMatrix;

/** Which labels a classifier confuses. Needs XChart. */
public final class ConfusionMatrixPlot {

    private ConfusionMatrixPlot() {}

    /**
     * Draws the confusion matrix of an evaluation, its labels in alphabetical order.
     *
     * @param matrix for example {@code LabelEvaluation.getConfusionMatrix()}
     * @return the picture
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no fonts
     */
    public static BufferedImage draw(ConfusionMatrix<Label> matrix) {
        List<Label> labels =
                matrix.getDomain().getDomain().stream()
                        .sorted(Comparator.comparing(Label::getLabel))
                        .toList();
        long[][] counts = new long[labels.size()][labels.size()];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                counts[i][j] = Math.round(matrix.confusion(labels.get(j), labels.get(i)));
            }
        }
        return draw(labels.stream().map(Label::getLabel).toArray(String[]::new), counts);
    }

    /**
     * Draws a confusion matrix as a heat map: one row for each true label from the top, one column
     * for each predicted label, the number of clips in the cell (nothing for none, off the
     * diagonal).
     *
     * @param labels at least one, all different
     * @param counts {@code counts[i][j]} clips of label i were predicted as label j; none negative
     * @return the picture
     * @throws IllegalArgumentException if {@code counts} is not square in the number of labels, a
     *     count is negative, or two labels are the same
     * @throws IllegalStateException if XChart is not on the class path, or this Java finds no fonts
     */
    public static BufferedImage draw(String[] labels, long[][] counts) {
        check(labels, counts);
        Drawing.requireCharts();
        return ConfusionMatrixChart.image(labels, counts);
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
}
