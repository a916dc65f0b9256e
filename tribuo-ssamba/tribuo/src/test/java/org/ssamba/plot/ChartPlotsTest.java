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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.knowm.xchart.HeatMapSeries;
import org.ssamba.plot.LossCurvePlot.Series;
import org.ssamba.work.Work;
import org.ssamba.work.WorkEvent;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.baseline.DummyClassifierTrainer;
import org.tribuo.classification.evaluation.ConfusionMatrix;
import org.tribuo.classification.evaluation.LabelEvaluator;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Loss curves, confusion matrices and maps. */
class ChartPlotsTest {

    private static final String[] LABELS = {"one", "two", "three"};
    private static final int BLUE = 0x0072B2;
    private static final int VERMILION = 0xD55E00;

    @Test
    void everyCurveIsDrawnInItsOwnColour() {
        Series falling = new Series("falling", new double[] {0, 1, 2}, new double[] {3, 2, 1});
        Series rising = new Series("rising", new double[] {0, 2}, new double[] {1, 3});
        BufferedImage one = LossCurvePlot.draw(List.of(falling), "Loss", "step", "loss");
        BufferedImage two = LossCurvePlot.draw(List.of(falling, rising), "Loss", "step", "loss");

        assertEquals(860, two.getWidth());
        assertEquals(480, two.getHeight());
        assertTrue(pixels(one, BLUE) > 200);
        assertEquals(0, pixels(one, VERMILION));
        assertTrue(pixels(two, BLUE) > 200);
        assertTrue(pixels(two, VERMILION) > 200);
    }

    @Test
    void aSinglePointIsVisible() {
        Series point = new Series("point", new double[] {1}, new double[] {2});
        assertTrue(pixels(LossCurvePlot.draw(List.of(point), "Loss", "step", "loss"), BLUE) > 20);
    }

    @Test
    void aRunsLossesBecomeItsCurve() {
        LossCurves losses = new LossCurves("first", "second");
        for (int run = 0; run < 2; run++) {
            Work work = Work.onEach("training", 90);
            WorkEvent.Pace pace = new WorkEvent.Pace(0, 0, 0);
            for (int step = 0; step < 90; step++) {
                losses.on(work, new WorkEvent.Step(pace, 1.0 / (1 + step), Double.NaN, 0.1));
            }
            losses.on(work, new WorkEvent.Ended(pace, null));
        }
        BufferedImage image = losses.draw("Loss");
        assertTrue(pixels(image, VERMILION) > 200);
    }

    @Test
    void trueLabelsGoDownAndPredictedOnesRight() {
        // All clips of "one" are predicted as "three": the cell at the top right is the darkest.
        BufferedImage image =
                ConfusionMatrixPlot.draw(LABELS, new long[][] {{0, 0, 9}, {0, 0, 0}, {0, 0, 0}});
        int darkest = 0x5FA8DC;
        int all = pixels(image, darkest);
        BufferedImage corner =
                image.getSubimage(
                        image.getWidth() / 2, 0, image.getWidth() / 2, image.getHeight() / 2);
        assertTrue(all > 1000, "only " + all);
        assertEquals(all, pixels(corner, darkest));
    }

    @Test
    void everyCountStandsAtItsTwoLabels() {
        long[][] counts = {{5, 1, 0}, {0, 6, 0}, {2, 0, 4}};
        HeatMapSeries cells = ConfusionMatrixChart.chart(LABELS, counts).getHeatMapSeries();
        Set<String> shown = new TreeSet<>();
        for (Number[] cell : cells.getHeatData()) {
            Object predicted = cells.getXData().get(cell[0].intValue());
            Object actual = cells.getYData().get(cell[1].intValue());
            shown.add(actual + " as " + predicted + ": " + cell[2]);
        }
        assertEquals(
                Set.of(
                        "one as one: 5",
                        "one as two: 1",
                        "two as two: 6",
                        "three as one: 2",
                        "three as three: 4"),
                shown);
    }

    @Test
    void anEvaluationsCountsAreDrawnByLabel() {
        LabelFactory factory = new LabelFactory();
        MutableDataset<Label> clips =
                new MutableDataset<>(new SimpleDataSourceProvenance("clips", factory), factory);
        for (String label : new String[] {"two", "one"}) {
            clips.add(new ArrayExample<>(new Label(label), new String[] {"x"}, new double[] {1}));
        }
        Model<Label> alwaysOne = DummyClassifierTrainer.createConstantTrainer("one").train(clips);
        ConfusionMatrix<Label> matrix =
                new LabelEvaluator().evaluate(alwaysOne, clips).getConfusionMatrix();
        assertTrue(
                same(
                        ConfusionMatrixPlot.draw(
                                new String[] {"one", "two"}, new long[][] {{1, 0}, {1, 0}}),
                        ConfusionMatrixPlot.draw(matrix)));
    }

    @Test
    void manyLabelsAndNoClipsAreDrawnToo() {
        String[] labels = new String[60];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = "label " + i;
        }
        assertTrue(ConfusionMatrixPlot.draw(labels, new long[60][60]).getWidth() > 900);
    }

    @Test
    void everyLabelOfAMapHasItsColour() {
        double[][] points = {{0, 0}, {1, 1}, {2, 0}};
        BufferedImage map = EmbeddingMapPlot.draw(points, List.of("a", "b", "b"), "Map");
        int blue = pixels(map, BLUE);
        int vermilion = pixels(map, VERMILION);
        assertTrue(blue > 20, "only " + blue);
        // Two points and a dot in the legend against one and a dot.
        assertEquals(1.5, vermilion / (double) blue, 0.2);
        assertEquals(0, pixels(map, 0x009E73));
    }

    @Test
    void sameInputGivesSamePicture() {
        BufferedImage[] images = new BufferedImage[4];
        for (int i = 0; i < 2; i++) {
            images[i] =
                    ConfusionMatrixPlot.draw(
                            LABELS, new long[][] {{5, 1, 0}, {0, 6, 0}, {2, 0, 4}});
            Series curve = new Series("a", new double[] {0, 1}, new double[] {2, 1});
            images[i + 2] = LossCurvePlot.draw(List.of(curve), "Loss", "step", "loss");
        }
        assertTrue(same(images[0], images[1]));
        assertTrue(same(images[2], images[3]));
    }

    @Test
    void wrongShapesAreNamed() {
        assertSays(
                "'a' has 2 values of x and 1 of y",
                () -> new Series("a", new double[2], new double[1]));
        assertSays(
                "Point 1 of curve 'a' is not finite",
                () -> new Series("a", new double[2], new double[] {0, Double.NaN}));
        assertSays(
                "'Loss' has no curve", () -> LossCurvePlot.draw(List.of(), "Loss", "step", "loss"));
        Series twice = new Series("a", new double[1], new double[1]);
        assertSays(
                "named 'a'",
                () -> LossCurvePlot.draw(List.of(twice, twice), "Loss", "step", "loss"));
        assertSays("this one has 2", () -> ConfusionMatrixPlot.draw(LABELS, new long[2][3]));
        assertSays(
                "Row 'one' of the confusion matrix has 2 counts for 3 labels",
                () -> ConfusionMatrixPlot.draw(LABELS, new long[3][2]));
        assertSays(
                "Row 'two' of the confusion matrix counts -1",
                () ->
                        ConfusionMatrixPlot.draw(
                                LABELS, new long[][] {{0, 0, 0}, {0, -1, 0}, {0, 0, 0}}));
        assertSays(
                "differ from each other",
                () -> ConfusionMatrixPlot.draw(new String[] {"one", "one"}, new long[2][2]));
        assertSays(
                "has 1 points and 2 labels",
                () -> EmbeddingMapPlot.draw(new double[1][2], List.of("a", "b"), "Map"));
        assertSays(
                "Point 0 of the map 'Map' has 3 coordinates",
                () -> EmbeddingMapPlot.draw(new double[1][3], List.of("a"), "Map"));
    }

    private static void assertSays(String part, Executable drawing) {
        String message = assertThrows(IllegalArgumentException.class, drawing).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static boolean same(BufferedImage one, BufferedImage other) {
        int width = one.getWidth();
        int height = one.getHeight();
        return Arrays.equals(
                one.getRGB(0, 0, width, height, null, 0, width),
                other.getRGB(0, 0, other.getWidth(), other.getHeight(), null, 0, other.getWidth()));
    }

    private static int pixels(BufferedImage image, int rgb) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xFFFFFF) == rgb ? 1 : 0;
            }
        }
        return count;
    }
}
